"""Who says "I cannot now" is told by nothing that the author reads; another is rung instead."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from accountability.core import clock
from accountability.urges import access, services
from accountability.urges.choices import Outcome

FRIENDS = ("Ben", "Mo", "Cleo")
MOMENTS = (6, 31, 61, 121, 430, 500, 760)
CALLS = (31, 500)  # "I am still alone"
ITS_OWN = re.compile(
    r"[\w-]{22,}(\.[\w.-]+)?|\d{4}-\d\d-\d\d[^<\"]*|\d\d:\d\d|data-(seq|head|first)=\"\d+\""
)


@pytest.fixture
def ana(phones, cast):
    """Ana's browser; Ben, Mo and Cleo have phones, and Ana chose Mo to be asked first."""
    for name in FRIENDS:
        cast.member(name)
        phones.give(name)
    services.choose_first_friend(cast.member("Ana"), cast.member("Mo"))
    return cast.browser("Ana")


def read_by(ana, cast, alert):
    """The page of the room and every card about the call, without ids and times of its own."""
    page = ana.get(f"/alerts/{alert.public_id}").get_data(as_text=True)
    found = [ITS_OWN.sub("", page[page.index("<main") :])]
    for stream in (cast.account("Ana").stream, cast.circle().stream, alert.stream):
        cards = ana.get(f"/streams/{stream.public_id}/snapshot?as=data").json["cards"]
        about = [one["data"] for one in cards if one["id"] == alert.public_id]
        assert about, "she reads of it in each of them"
        found += [{name: said for name, said in one.items() if name != "id"} for one in about]
    return [ITS_OWN.sub("", str(one)) for one in found]


def story(phones, cast, ana, begins, unable, *, after):
    """Whom each step of a call names, and what Ana reads then; who cannot says so after seconds."""
    with clock.at(begins):
        alert = services.raise_alert(cast.member("Ana"))
    told = []
    for seconds in sorted({*MOMENTS, after}):
        with clock.at(begins + timedelta(seconds=seconds)):
            if seconds in CALLS:
                services.call_again(cast.member("Ana"), alert)
            phones.keep(clock.now())
            for name in unable if seconds == after else ():
                services.decline(cast.member(name), alert)
            named = access.alert_told(alert.public_id).named
            told.append((seconds, named and named.name, read_by(ana, cast, alert)))
            if seconds == MOMENTS[-1]:
                services.resolve(cast.member("Ana"), alert, Outcome.HELD)
    return told


@pytest.mark.parametrize("after", [2, 6, 61])
@pytest.mark.parametrize("unable", [("Mo",), ("Ben",), ("Mo", "Cleo"), FRIENDS])
def test_what_the_author_reads_at_each_step_is_the_same_whoever_cannot(
    phones, cast, ana, unable, after
):
    begins = (clock.now() + timedelta(days=1)).replace(hour=12)  # no midnight lies between the two
    nobody = story(phones, cast, ana, begins, (), after=after)
    some = story(phones, cast, ana, begins + timedelta(hours=2), unable, after=after)

    assert len({name for _at, name, _read in nobody if name}) == len(FRIENDS)
    for plain, told in zip(nobody, some, strict=True):
        assert told == plain


@pytest.mark.parametrize(
    ("unable", "rung"),
    [((), ("Ben",)), (("Ben",), ("Cleo",)), (("Ben", "Cleo"), ("Mo",)), (FRIENDS, ())],
)
def test_for_a_named_friend_who_cannot_the_next_who_can_is_rung_loudly(
    phones, cast, ana, unable, rung
):
    alert = services.raise_alert(cast.member("Ana"))
    phones.ring(alert)
    before = {name: len(phones.rung(name)) for name in FRIENDS}
    for name in unable:
        services.decline(cast.member(name), alert)

    phones.keep(alert.raised_at + timedelta(seconds=61))

    assert alert.steps[-1].named.name == "Ben"
    came = {name: phones.rung(name)[before[name] :] for name in FRIENDS}
    assert tuple(name for name in FRIENDS if came[name]) == rung
    for name in rung:
        [push] = came[name]
        shown = phones.of[name].read(push)["notification"]
        assert shown["requireInteraction"] and "Ben" not in str(shown)

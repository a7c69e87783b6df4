"""Two machines whose clocks are a day apart: the database's clock is the time of both."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from tests.client.http import Browser
from tests.kit import cast
from tests.kit.cast import at
from tests.kit.service import Service

AHEAD = 86_400
RESET = re.compile(r"/password/reset/[\w.-]+")
LOOKS = 4  # seconds in which what lapsed would be ended


@pytest.fixture(scope="module")
def pair(tmp_path_factory, postgres):
    folder, url = tmp_path_factory.mktemp("pair") / "instance", postgres.fresh_database()
    with Service(folder, url, LIMITS="off") as one:
        ahead = Service(folder, url, LIMITS="off")
        clock = folder.with_name("clock")
        clock.write_text(str(AHEAD))
        ahead.program = ["-m", "tests.faults.clocks", str(clock)]
        ahead.log = one.log.with_name("ahead.log")
        with ahead:
            yield one, ahead


def seconds_from_now(moment):
    return abs((datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds())


def test_a_machine_ahead_says_and_writes_the_time_of_the_database(pair, room):
    there = at(pair[1], room.ben)

    told = there.read("/me/now").json["server_time"]
    seq = cast.say(there, room.circle, "what time is it").expect(201).json["seqs"][room.stream]
    answer = room.ana.read(f"/streams/{room.stream}/changes", after=seq - 1, **{"as": "data"}).json

    assert seconds_from_now(told) < 2
    assert seconds_from_now(answer["cards"][0]["data"]["at"]) < 2


def test_who_signed_in_at_a_machine_ahead_is_known_at_the_other(pair, room):
    there = at(pair[1], room.ben)
    here = Browser(pair[0].origin)
    here.cookies = there.cookies

    assert here.is_signed_in()


def link_asked_for_at(place, browser):
    """The link in the letter that somebody asks for there; none of it is used yet."""
    guest = Browser(place.origin)
    guest.post_form("/password/forgotten", "/password/forgotten", email=browser.email).expect(200)
    return RESET.search(guest.get("/outbox").expect(200).text)[0]


def test_a_link_in_a_letter_holds_at_both_wherever_it_was_asked_for(pair, room):
    one, ahead = pair

    for asked, opened, name in ((ahead, one, "Mia"), (one, ahead, "Eva")):
        link = link_asked_for_at(asked, cast.sign_up_new(one.origin, name))

        assert Browser(opened.origin).get(link).expect(200).path == link


def test_a_machine_ahead_ends_no_claim_before_its_time(pair, room):
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    room.ben.post(f"/alerts/{alert}/claims").expect(201)

    time.sleep(LOOKS)  # both processes looked for claims that went silent

    followed = {one["of"]: one["id"] for one in room.mo.streams()["streams"]}
    cards = room.mo.read(f"/streams/{followed[alert]}/snapshot", **{"as": "data"}).json["cards"]
    assert [one["data"]["state"] for one in cards if one["kind"] == "alert"] == ["claimed"]

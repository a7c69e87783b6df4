"""Every kind of card in every state, drawn by the very templates that the rooms use."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import render_template

from accountability.circles.offers import HandoverOffer
from accountability.core.cards import KINDS, Kind
from accountability.moderation.models import AuditEntry
from accountability.notifications.models import Notification
from accountability.stylebook.people import People, ago, id_for
from accountability.watches.models import Swap

STATES = (
    "open",
    "called",
    "asked",
    "claimed",
    "held",
    "slipped",
    "still_hard",
    "taken_back",
    "lapsed",
)
CHEERS = {"cheers": {"proud": 3, "strong": 1}}


@dataclass(frozen=True, slots=True)
class Example:
    """A card with a caption, as a slot shows it; `more` stands in for what a database would say."""

    said: str
    kind: Kind
    thing: Any
    more: dict[str, Any] = field(default_factory=dict)
    seq: int = 0
    first: int = 0

    @property
    def id(self) -> str:
        """The public id of the thing."""
        return self.thing.public_id

    @property
    def card(self) -> "Example":
        """Itself: what a slot asks for its markup."""
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """The thing as its shape tells it."""
        return self.kind.shape(self.thing) | self.more

    def html(self, facts: dict[str, Any] | None = None) -> str:
        """The card's own template."""
        told = {self.kind.name: self.thing, "facts": facts or self.facts}
        return render_template(self.kind.template, **told)


def _example(kind: str, said: str, thing: Any, **more: Any) -> Example:
    return Example(said, KINDS[kind], thing, more)


def _alerts(people: People) -> Iterator[Example]:
    for state in STATES:
        more = CHEERS if state == "held" else {}
        yield _example("alert", state.replace("_", " "), people.alert("Ana", state), **more)
    for state in ("open", "claimed", "asked", "named"):
        yield _example("alert", f"a friend's, {state}", people.alert("Noor", state))


def _claimed(people: People) -> Iterator[Example]:
    for name in ("Noor", "Ana"):
        yield _example("alert", "", people.alert(name, "claimed"))


def _company(people: People) -> Iterator[Example]:
    for state in STATES:
        alert = people.alert("Ana", state)
        if state == "held":
            alert.thanks = "Thank you for the song."
        yield _example("company", state.replace("_", " "), alert)


def _reach(people: People) -> Iterator[Example]:
    alert = people.alert("Ana", "open")
    for said, screens, seen in (("nowhere yet", 0, 0), ("not seen", 1, 0), ("seen", 4, 3)):
        yield _example("reach", said, alert, screens=screens, seen=seen)


def _members(people: People) -> Iterator[Example]:
    shown: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Ana", {"share": "exact", "days": 23, "fraction": 0.76}),
        ("Ben", {"share": "exact", "days": 1204, "fraction": 1}),
        ("Mo", {"share": "rough", "rough": "1 m+"}),
        ("Noor", {"share": "hidden"}),
        ("Ida", {"share": "exact", "days": 0, "fraction": 0}),
    )
    for name, streak in shown:
        yield _example("member", streak["share"], people.members[name], streak=streak)


def _words(people: People) -> Iterator[Example]:
    yield _example("message", "", people.message("Ben", "Lake at ten tomorrow? I bring coffee."))
    yield _example("message", "", people.message("Ana", "Yes. Putting it in the list."))
    seen = AuditEntry(
        public_id=id_for("act"), verb="removed", about=people.members["Mo"], acted_at=ago(hours=3)
    )
    yield _example("act", "", seen)
    yield _example("milestone", "", people.milestone("Ben", 30), **CHEERS)
    yield _example("milestone", "", people.milestone("Ana", 1))


def _answers(people: People) -> Iterator[Example]:
    alert = people.alert("Ana", "claimed")
    words = people.response(alert, "Ben", text="Put the kettle on. I do the same.")
    yield _example("response", "", words)
    yield _example("response", "", people.response(alert, "Mo", ready="here"))
    yield _example("response", "", people.response(alert, "Ana", text="It is on."))


def _news(people: People) -> Iterator[Example]:
    for at, kind in enumerate(("newcomer_asked", "made_host", "sanctioned", "still_help")):
        told = Notification(
            public_id=id_for(kind),
            account=people.members["Ana"].account,
            kind=kind,
            names=json.dumps({"name": "Cleo", "circle": people.circle.name}),
            location="/news",
            made_at=ago(hours=at),
            read_at=ago(minutes=1) if at else None,
        )
        yield _example("notification", "", told)


def _watches(people: People) -> Iterator[Example]:
    hour = ago().replace(minute=0, second=0, microsecond=0)
    later = [(hour + timedelta(hours=number)).isoformat() for number in (1, 3, 7, 9)]
    on = [
        {"by": one.public_id, "name": one.name, "hue": one.hue, "until": later[at]}
        for at, one in enumerate((people.members["Mo"], people.members["Ben"]))
    ]
    wanted = [
        {"from": later[1], "to": later[2], "wanted": 2},
        {"from": later[2], "to": later[3], "wanted": 1},
    ]
    circle = people.circle
    yield _example("watch", "two are there", circle, on=on, open=wanted)
    yield _example("watch", "nobody, and nobody to come", circle, on=[], open=[_day_of(hour)])
    yield _example("watch", "every hour has two", circle, on=on, open=[])


def _day_of(hour: datetime) -> dict[str, Any]:
    end = hour + timedelta(days=1)
    return {"from": hour.isoformat(), "to": end.isoformat(), "wanted": 2}


def _swaps(people: People) -> Iterator[Example]:
    at = ago(hours=-30).replace(minute=0, second=0, microsecond=0)
    for said, in_return_at in (("to take over", None), ("to exchange", at + timedelta(hours=5))):
        swap = Swap(
            public_id=id_for(said),
            circle=people.circle,
            by=people.members["Ben"],
            to=people.members["Ana"],
            starts_at=at,
            in_return_at=in_return_at,
        )
        yield _example("swap", said, swap)


def _offers(people: People) -> Iterator[Example]:
    by, to = people.members["Mo"], people.members["Ana"]
    offer = HandoverOffer(public_id=id_for("offer"), circle=people.circle, by=by, to=to)
    yield _example("offer", "", offer)


def shelves(people: People) -> dict[str, list[Example]]:
    """All of them, by the list they stand in."""
    return {
        "alerts": list(_alerts(people)),
        "claimed": list(_claimed(people)),
        "company": list(_company(people)),
        "reach": list(_reach(people)),
        "members": list(_members(people)),
        "timeline": list(_words(people)),
        "responses": list(_answers(people)),
        "news": list(_news(people)),
        "newcomers": [_example("newcomer", "", people.newcomer("Cleo"))],
        "watch": list(_watches(people)),
        "swaps": list(_swaps(people)),
        "offers": list(_offers(people)),
        "circle": [_example("circle", "", people.circle)],
    }

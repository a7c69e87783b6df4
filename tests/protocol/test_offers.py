"""Sections 2 and 6: a circle is offered live to one person, and handed over by a yes alone."""

from __future__ import annotations

from typing import Any


def offers(wire) -> list[Any]:
    """What this socket was told of offers: their data, or None once they are gone."""
    told = [card for frame in wire.heard("event", "cards") for card in frame.payload["cards"]]
    return [card.get("data") for card in told if card.get("kind") == "offer"]


def roles(browser, circle):
    stream = browser.stream_of(circle)["id"]
    shown = browser.read(f"/streams/{stream}/snapshot?as=data").expect(200).json["cards"]
    members = [card["data"] for card in shown if card["kind"] == "member"]
    return {member["name"]: member["role"] for member in members}


def test_an_offer_reaches_one_person_live_and_goes_when_it_is_taken_back(room, dial):
    ben, mo, ana = dial(room.ben), dial(room.mo), dial(room.ana)

    made = room.ana.post(f"/members/{room.me['Ben']}/handover").expect(201).json
    asked = room.ana.until(lambda: offers(ben))
    room.ana.post(f"/offers/{made['id']}/withdrawal").expect(201)
    room.ana.until(lambda: offers(ben)[1:])
    room.ana.post(f"/circles/{room.circle}/messages", text="and now?").expect(201)
    for wire in (mo, ana):
        room.ana.until(lambda one=wire: one.was_told("and now?"))

    wanted = {"id": made["id"], "circle": room.circle, "by": room.me["Ana"], "state": "open"}
    assert made["kind"] == "offer"
    assert {name: asked[0][name] for name in wanted} == wanted
    assert offers(ben)[1:] == [None]
    assert offers(mo) == offers(ana) == []


def test_only_the_yes_makes_another_host_and_everybody_sees_it(room, dial):
    wire = dial(room.mo)
    made = room.ana.post(f"/members/{room.me['Ben']}/handover").expect(201).json
    before = roles(room.mo, room.circle)

    room.mo.post(f"/offers/{made['id']}/acceptance").expect(404)
    room.ben.post(f"/offers/{made['id']}/acceptance").expect(201)
    room.ana.post(f"/offers/{made['id']}/withdrawal").expect(409)

    assert before == {"Ana": "host", "Ben": "member", "Mo": "moderator"}
    assert roles(room.mo, room.circle) == {"Ana": "member", "Ben": "host", "Mo": "moderator"}
    room.ana.until(lambda: wire.was_told("Ben is the host now"))

"""Somebody is taken out of each circle under load, with sockets and long polls everywhere."""

from __future__ import annotations

import itertools
import threading
import time
from typing import Any

import websocket

from tests.client import frames
from tests.client.http import NoAnswer
from tests.client.wire import SocketRefused, Wire
from tests.faults import bounds
from tests.faults.history import WHOLE, lasts
from tests.faults.people import Circle, Person, bring, insist
from tests.faults.rights import authority
from tests.faults.scenarios import trial_in
from tests.faults.trial import Trial
from tests.faults.world import World
from tests.kit import cast

CUT, CUT_WITHOUT_BUS = lasts(0.25, 2), lasts(3, 6)
BACK, LONGEST_WAIT = 2.0, 10

_wires = itertools.count()


class Guest:
    """Somebody who is in a circle besides those who act, and tells every frame they hear."""

    def __init__(self, trial: Trial, person: Person, circle: Circle) -> None:
        self.trial, self.person, self.circle = trial, person, circle
        self.alerts: dict[str, str] = {}
        self.wires: list[Wire] = []
        bring(circle.id, circle.members[0], person)
        self.member = person.browser.stream_of(circle.id)["me"]

    def join(self, port: int) -> Wire:
        """Open a socket at a process."""
        name = next(_wires)
        note = self.trial.history.note

        def listen(event: str, told: Any) -> None:
            if event == "closed":
                note("cut", who=self.person.name, wire=name)
            else:
                note("frame", who=self.person.name, name=event, **self._about(event, told))

        wire = Wire(self.person.at(port), listen)
        wire.wait_for("event", "hello")
        note("opened", who=self.person.name, wire=name)
        self.wires.append(wire)
        return wire

    def _about(self, event: str, told: Any) -> dict[str, Any]:
        if event == "cards":
            return {"streams": [told["stream"]], "seq": told["seq"]}
        if event in ("typing", "here"):
            return {"streams": [self.alerts.get(told["alert"], "")]}
        return {"streams": list(told.get("heads", ()))}

    def read(self, port: int, after: int = 0, wait: int = 0) -> int:
        """Ask for the circle's changes and tell how it was answered; up to where was told."""
        path, begun = f"/streams/{self.circle.stream}/changes", time.monotonic()
        answer = self.person.at(port, 15).read(path, after=after, wait=wait)
        seq = answer.json["head"] if answer.code == 200 else 0
        facts = {"stream": self.circle.stream, "begun": begun, "code": answer.code, "seq": seq}
        self.trial.history.note("read", who=self.person.name, **facts)
        return seq

    def follow(self, port: int, until: threading.Event) -> None:
        """Ask again and again, as a page does that has no socket."""
        seq = self.read(port)
        while not until.is_set():
            seq = self.read(port, seq, LONGEST_WAIT)

    def join_again(self) -> None:
        """Connect again on whatever is still open, as nobody's own client would."""
        for wire in self.wires:
            for packet in ("41", frames.connect({"as": "data"})):
                try:
                    wire.send(packet)
                except (OSError, websocket.WebSocketException):
                    pass

    def come_back(self) -> None:
        """New sockets by the old cookie."""
        for port in self.trial.ports.all:
            try:
                self.join(port)
            except (SocketRefused, NoAnswer, OSError, TimeoutError):
                pass


def take_out(trial: Trial, guest: Guest, kind: str, within: float) -> None:
    """Take somebody out while they listen everywhere, and let them try to listen on."""
    circle = guest.circle
    host, friend = circle.members[0], circle.members[1]
    alert = insist(host, f"/circles/{circle.id}/alerts").json["id"]
    guest.alerts[alert] = host.browser.stream_of(alert)["id"]
    for wire in (guest.join(port) for port in trial.ports.all):
        wire.emit("looking", {"alert": alert})
    talker, over = Wire(friend.at(trial.ports.choose())), threading.Event()
    talking = threading.Thread(target=_talk, args=(talker, alert, over))
    gone = threading.Event()
    polls = [threading.Thread(target=guest.follow, args=(at, gone)) for at in trial.ports.all]
    for thread in (talking, *polls):
        thread.start()
    time.sleep(lasts(3, 1))
    _sanction(trial, guest, kind, within)
    gone.set()
    try_to_stay(trial, guest, within)
    over.set()
    for thread in (talking, *polls):
        thread.join(20)
    for wire in (talker, *guest.wires):
        wire.close()
    # The host may have called before, as one of those who act, and closed it as such.
    insist(host, f"/alerts/{alert}/resolution", outcome="held")


def try_to_stay(trial: Trial, guest: Guest, within: float) -> None:
    """Join again on what is open, read, and come back by the old cookie; then wait and listen."""
    guest.join_again()
    for port in trial.ports.all:
        guest.read(port)
    guest.come_back()
    time.sleep(within + BACK)


def _talk(talker: Wire, alert: str, over: threading.Event) -> None:
    while not over.wait(0.5):
        try:
            talker.emit("typing", {"alert": alert})
        except (ConnectionError, TimeoutError):
            return


def _sanction(trial: Trial, guest: Guest, kind: str, within: float) -> None:
    host, stream = guest.circle.members[0], guest.circle.stream
    why = {"kind": kind, "rule": "unkind", "reason": "It is better so."}
    with trial.nemesis.strike("removal"):
        answer = insist(host, f"/members/{guest.member}/sanctions", **why)
        facts = {"stream": stream, "streams": list(guest.alerts.values()), "within": within}
        seq = answer.json["seqs"][stream]
        trial.history.note("removed", who=guest.person.name, seq=seq, **facts)


def removed(world: World, name: str, *, has_bus: bool) -> None:
    """Removed, banned, and removed while the bus hangs."""
    with trial_in(world, name) as trial:
        guests = [Person(one, cast.sign_up_new(world.web[0].origin, one)) for one in ("Vic", "Uma")]
        within = CUT if has_bus else CUT_WITHOUT_BUS
        kinds = ("remove", "ban") if WHOLE else ("remove",)
        for kind, person, circle in zip(kinds, guests, trial.circles, strict=False):
            take_out(trial, Guest(trial, person, circle), kind, within)
        if has_bus:
            world.valkey.freeze()
            try:
                last = Guest(trial, guests[-1], trial.circles[-1])
                take_out(trial, last, "remove", CUT_WITHOUT_BUS)
            finally:
                world.valkey.thaw()
        trial.judge(authority, bounds.alerts_seen, removal=len(kinds) + has_bus)

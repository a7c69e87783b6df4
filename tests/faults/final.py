"""The final read: what somebody who comes now, with nothing in hand, reads of everything."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.client.machine import Machine
from tests.faults.people import Person, Ports, Roaming

View = dict[tuple[str, str], dict[str, Any]]
OF_TIME = {"watch"}  # changes with the hour, without a number


def read_all(person: Person, ports: Ports, streams: list[str]) -> dict[str, View | None]:
    """These streams from their first number, by `changes`; nothing for those not theirs."""
    browser = Roaming(person, ports)
    return {stream: _read(browser, stream) for stream in streams}


def _read(browser: Roaming, stream: str) -> View | None:
    machine = Machine()
    held = machine.follow(stream)
    held.seq, more = 0, True
    while more:
        address = f"/streams/{stream}/changes"
        answer = browser.read(address, after=held.seq, **{"as": "data"})
        if answer.code == 404:
            return None
        page = answer.expect(200).json
        machine.changes(stream, page, time.monotonic())
        more = page["more"]
    return tidy(machine.view_of(stream))


def tidy(view: View) -> View:
    """A view without what time alone changes, and without the client's own notes."""
    return {key: _card(card) for key, card in view.items() if key[0] not in OF_TIME}


def _card(card: dict[str, Any]) -> dict[str, Any]:
    shape = {name: value for name, value in card["data"].items() if name != "alone"}
    return {"seq": card["seq"], "first": card["first"], "data": shape}


def read_everybody(
    wanted: dict[str, list[str]], people: list[Person], ports: Ports
) -> dict[str, dict[str, View | None]]:
    """The final read of each member, by name."""
    with ThreadPoolExecutor(4) as pool:
        reads = {
            one.name: pool.submit(read_all, one, ports, wanted.get(one.name, [])) for one in people
        }
        return {name: read.result() for name, read in reads.items()}

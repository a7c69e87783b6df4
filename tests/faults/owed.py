"""Invariants of what is owed: the ladder's steps (I7), pushes (I8) and milestones (I9).

Pure functions from a history to sentences about what is wrong. It holds what was seen from outside:
who pressed and was answered when, what a push service got, and what stands in tables at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.faults.acts import Row, of_kind
from tests.faults.bounds import Check
from tests.faults.history import lasts

STEPS = (5.0, 30.0, 60.0, 120.0)  # seconds from a press to each step, at the usual pace
SOON = lasts(2.0, 8.0)
CLOCKS = 0.1  # seconds by which two right clocks may differ
NEVER = 1e12
HELD_AT_ONCE = 20  # pushes that one process may be about to note when it is killed


def handed_on(within: float = SOON, steps: tuple[float, ...] = STEPS) -> Check:
    """I7: while nobody comes, each step is made once, in its turn and in time; then none is."""

    def check(rows: list[Row]) -> Iterator[str]:
        for call in of_kind(rows, "pressed"):
            made = _about(call, rows, "step")
            answer = next(iter(_about(call, rows, "answered")), None)
            until = answer["begun"] if answer else of_kind(rows, "over")[0]["at"]
            for fault in (
                *_out_of_turn(made),
                *_untimely(call, made, within, steps),
                *_after_answer(made, answer),
                *_unmade(call, made, until - within, steps),
            ):
                yield f"{fault} for {call['who']}, whose call is {call['alert']}"

    return check


def _about(call: Row, rows: list[Row], what: str) -> list[Row]:
    return [row for row in of_kind(rows, what) if row["alert"] == call["alert"]]


def _out_of_turn(made: list[Row]) -> Iterator[str]:
    numbers = [row["number"] for row in made]
    if numbers != sorted(set(numbers)):
        yield f"the steps came as {numbers}"


def _untimely(call: Row, made: list[Row], within: float, steps: tuple[float, ...]) -> Iterator[str]:
    for row in made:
        wait = steps[row["number"]]
        if row["at"] < call["begun"] + wait - CLOCKS:
            yield f"step {row['number']} came {call['begun'] + wait - row['at']:.1f} s early"
        if row["after"] > call["at"] + wait + within:
            yield f"step {row['number']} came {row['after'] - call['at'] - wait:.1f} s late"


def _after_answer(made: list[Row], answer: Row | None) -> Iterator[str]:
    for row in made:
        if answer is not None and row["after"] > answer["at"]:
            yield f"step {row['number']} came after an answer"


def _unmade(call: Row, made: list[Row], until: float, steps: tuple[float, ...]) -> Iterator[str]:
    numbers = {row["number"] for row in made}
    for number, wait in enumerate(steps):
        if number not in numbers and call["at"] + wait < until:
            yield f"step {number} never came"


def delivered(kills: int = 0) -> Check:
    """I8: each phone that works was rung for each call, and no more often than there were kills."""

    def check(rows: list[Row]) -> Iterator[str]:
        taken = [row for row in of_kind(rows, "push") if row["is_taken"]]
        rung = {(row["phone"], row["alert"]) for row in taken}
        for call in of_kind(rows, "pressed"):
            for phone in of_kind(rows, "phone"):
                is_due = phone["at"] < call["at"] and phone["who"] in call["friends"]
                if is_due and phone["works"] and (phone["phone"], call["alert"]) not in rung:
                    yield f"{phone['phone']} never rang for {call['who']}"
        yield from not_repeated(rows, kills)

    return check


def called_for(rows: list[Row]) -> Iterator[str]:
    """I7: no phone rings for a call before a step of it was made."""
    first: dict[str, float] = {}
    for row in of_kind(rows, "step"):
        first.setdefault(row["alert"], row["after"])
    for row in of_kind(rows, "push"):
        if row["at"] < first.get(row["alert"], NEVER):
            yield f"{row['phone']} rang for {row['alert']} before any step of it"


def not_repeated(rows: list[Row], kills: int = 0) -> Iterator[str]:
    """I8: no push was taken more than once, but for as many as processes died about to note it."""
    taken = (row for row in of_kind(rows, "push") if row["is_taken"])
    many = Counter((row["phone"], row["delivery"]) for row in taken)
    for (phone, delivery), times in many.items():
        if times > 1 + kills:
            yield f"{phone} rang {times} times for {delivery}"
    again = sum(times - 1 for times in many.values())
    if again > kills * HELD_AT_ONCE:
        yield f"{again} pushes were repeats, by {kills} kills"


def patient(within: float = SOON) -> Check:
    """I8: who was asked to stay away comes again when that is over, and not before."""

    def check(rows: list[Row]) -> Iterator[str]:
        pushes = of_kind(rows, "push")
        for row in pushes:
            if row["wait"] is None:
                continue
            again = _next(row, pushes, "delivery")
            came = again["at"] - row["at"] if again else None
            if came is None or not row["wait"] <= came <= row["wait"] + within:
                yield f"{row['phone']} asked for {row['wait']:.0f} s, and was rung after {came}"

    return check


def _next(row: Row, pushes: list[Row], *also: str) -> Row | None:
    """The push to the same phone after this one."""
    alike: Any = ("phone", *also)
    mine = [one for one in pushes if all(one[name] == row[name] for name in alike)]
    later = [one for one in mine if one["at"] > row["at"]]
    return min(later, key=lambda one: one["at"], default=None)


def forgotten(rows: list[Row]) -> Iterator[str]:
    """I8: a phone that is gone is not rung again, and its owner is owed a mail about the call."""
    pushes = of_kind(rows, "push")
    mailed = {(row["who"], row["alert"]) for row in of_kind(rows, "mail")}
    owners = {row["phone"]: row["who"] for row in of_kind(rows, "phone")}
    for row in pushes:
        if row["how"] not in ("404", "410"):
            continue
        if _next(row, pushes):
            yield f"{row['phone']} was rung again, though it is gone"
        if (owners[row["phone"]], row["alert"]) not in mailed:
            yield f"no mail went to {owners[row['phone']]} instead of {row['phone']}"


def rung_within(limit: float) -> Check:
    """Each phone at a service without a fault rings so soon after a call's first step is due."""

    def check(rows: list[Row]) -> Iterator[str]:
        fine = {row["phone"] for row in of_kind(rows, "phone") if row["answers"] == "201"}
        for call in of_kind(rows, "pressed"):
            first: dict[str, float] = {}
            for row in _about(call, rows, "push"):
                first.setdefault(row["phone"], row["at"] - call["at"] - STEPS[0])
            for phone in fine & first.keys():
                if first[phone] > limit:
                    yield f"{phone} rang {first[phone]:.1f} s late"

    return check


def marked_once(rows: list[Row]) -> Iterator[str]:
    """I9: exactly one milestone for each member and length that was reached, on its right day."""
    wanted, marked = (
        Counter((row["who"], row["days"], row["on"]) for row in of_kind(rows, what))
        for what in ("reached", "milestone")
    )
    for one in {**wanted, **marked}:
        if wanted[one] != marked[one]:
            who, days, on = one
            yield f"{marked[one]} milestones of {days} days stand for {who} on {on}"

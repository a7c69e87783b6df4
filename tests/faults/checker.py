"""Invariants: pure functions from a history and views to sentences about what is wrong.

`final` is each member's final read, by name and stream; `live` what each screen that stayed open
shows; `members` says whose streams they are: stream to names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from tests.faults.acts import CARDS, Row, Told, acts_of, done_of, of_kind

Views = dict[str, dict[str, Any]]
Members = dict[str, list[str]]


def durable(rows: list[Row], final: Views, members: Members) -> Iterator[str]:
    """I1: what was acknowledged is in every entitled member's final read, once, at its number."""
    for act in done_of(rows):
        for stream in act.seqs.keys() & members.keys():
            for name in members[stream]:
                if fault := _missing(act, final[name].get(stream) or {}, act.seqs[stream]):
                    yield f"{act.kind} {act.id} of {act.who} {fault} for {name} in {stream}"
    yield from _twice(final)


def _twice(final: Views) -> Iterator[str]:
    for name, stream, view in _each(final):
        for words, many in Counter(_words(view)).items():
            if many > 1:
                yield f"{words!r} stands {many} times for {name} in {stream}"


def _each(final: Views) -> Iterator[tuple[str, str, Any]]:
    """Whose view, of which stream, and the view."""
    for name, views in final.items():
        for stream, view in views.items():
            yield name, stream, view or {}


def _missing(act: Told, view: dict[Any, Any], seq: int) -> str | None:
    if act.kind not in CARDS:  # it changed a card: that one is as young, or younger
        card = view.get(("alert", act.about))
        return None if card and card["seq"] >= seq else "is lost"
    card = view.get((CARDS[act.kind], act.id))
    if card is None:
        return "is lost"
    if act.kind == "alert":  # a press adds to the alert that is open
        return None if card["first"] <= seq <= card["seq"] else f"is not at {seq}"
    return None if card["first"] == card["seq"] == seq else f"is at {card['seq']}, not {seq}"


def _words(view: dict[Any, Any]) -> Iterator[str]:
    for (kind, _), card in view.items():
        if kind in ("message", "response"):
            yield card["data"]["text"]
        elif kind == "alert" and card["data"]["note"]:
            yield card["data"]["note"]


def no_phantom(rows: list[Row], final: Views) -> Iterator[str]:
    """I2: nothing stands that nobody tried, nor what was sent as other words under a used key."""
    tried = {act.words for act in acts_of(rows).values() if act.words}
    for name, stream, view in _each(final):
        for words in set(_words(view)) - tried:
            yield f"{words!r} stands for {name} in {stream}, and nobody said it"


def order(rows: list[Row]) -> Iterator[str]:
    """I3: a number is one act's; what was acknowledged before another began is lower."""
    taken: dict[str, list[tuple[int, Told]]] = defaultdict(list)
    for act in done_of(rows):
        for stream, seq in act.seqs.items():
            taken[stream].append((seq, act))
    for stream, pairs in taken.items():
        for seq, many in Counter(seq for seq, _ in pairs).items():
            if many > 1:
                yield f"{many} acts have the number {seq} of {stream}"
        yield from _out_of_turn(stream, pairs)


def _out_of_turn(stream: str, pairs: list[tuple[int, Told]]) -> Iterator[str]:
    ended = sorted((act.done, seq) for seq, act in pairs)
    begun = sorted(((act.begun, seq) for seq, act in pairs), key=lambda one: one[0])
    highest, place = 0, 0
    for at, seq in begun:
        while place < len(ended) and ended[place][0] < at:
            highest = max(highest, ended[place][1])
            place += 1
        if seq <= highest:
            yield f"{seq} of {stream} began after {highest} was acknowledged"


def gapless(rows: list[Row], starts: dict[str, int], heads: dict[str, int]) -> Iterator[str]:
    """I3: every number was given to something; for trials in which every screen hears all."""
    seen = _seen(rows)
    for stream, head in heads.items():
        if missing := set(range(starts.get(stream, 0) + 1, head + 1)) - seen[stream]:
            yield f"nobody ever saw {sorted(missing)[:5]} of {stream}"


def _seen(rows: list[Row]) -> dict[str, set[int]]:
    """The numbers of each stream that a card, a frame or an answer showed to somebody."""
    seen: dict[str, set[int]] = defaultdict(set)
    for row in of_kind(rows, "card"):
        seen[row["stream"]].add(row["seq"])
    for row in of_kind(rows, "numbers"):
        seen[row["stream"]] |= set(row["seqs"])
    for act in done_of(rows):
        for stream, seq in act.seqs.items():
            seen[stream].add(seq)
    return seen


def never_back(rows: list[Row]) -> Iterator[str]:
    """I3: the number of a card on a screen never goes back."""
    shown: dict[Any, int] = {}
    for row in of_kind(rows, "card"):
        place = (row["screen"], row["stream"], tuple(row["card"]))
        if row["seq"] < shown.get(place, 0):
            yield f"{row['card']} went back from {shown[place]} to {row['seq']} on {row['screen']}"
        shown[place] = row["seq"]


def same_views(
    final: Views, live: Views, owners: dict[str, str], members: Members
) -> Iterator[str]:
    """I1-I3: all final reads of a stream are equal, and every screen shows what its owner read."""
    for stream, names in members.items():
        for name in names[1:]:
            yield from _unlike(final[names[0]].get(stream), final[name].get(stream), name, stream)
    for screen, views in live.items():
        for stream, view in views.items():
            yield from _unlike(final[owners[screen]].get(stream), view, screen, stream)


def _unlike(wanted: Any, view: Any, whose: str, stream: str) -> Iterator[str]:
    if wanted == view:
        return
    if wanted is None or view is None:
        yield f"{stream} is {'not ' if view is None else ''}to be read by {whose}, unlike others"
        return
    for key in [one for one in {**wanted, **view} if wanted.get(one) != view.get(one)][:3]:
        yield f"{whose} shows {key} of {stream} as {view.get(key)}, not {wanted.get(key)}"


def stable(rows: list[Row]) -> Iterator[str]:
    """I4: all answers to one key say the same; other words under it are refused."""
    for act in acts_of(rows).values():
        told = {(row["id"], tuple(sorted(row["seqs"].items()))) for row in act.answers}
        if len(told) > 1:
            yield f"{act.kind} {act.key} was answered as {sorted(told)}"
        if act.answers and act.refused:
            yield f"{act.kind} {act.key} was done, and refused: {act.refused[0]['said']}"
        if act.other_done:
            yield f"other words were taken under the key of {act.kind} {act.key}"


def settled(rows: list[Row], emptied: float = 15.0, equal: float = 5.0) -> Iterator[str]:
    """I5: outboxes are empty, and then views equal, within so many seconds of the last fault."""
    at = {row["what"]: row["at"] for row in rows if row["what"] in ("healed", "emptied", "equal")}
    if at["emptied"] - at["healed"] > emptied:
        yield f"outboxes were empty only after {at['emptied'] - at['healed']:.1f} s"
    if "equal" not in at:
        yield "screens never showed all of it"
    elif at["equal"] - max(at["healed"], at["emptied"]) > equal:
        yield f"screens showed all of it only after {at['equal'] - at['emptied']:.1f} s"


def said(*found: Iterable[str]) -> list[str]:
    """All sentences, the first few of each invariant."""
    return [sentence for sentences in found for sentence in list(sentences)[:5]]

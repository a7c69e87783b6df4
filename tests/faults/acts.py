"""From the rows of a history to acts: what was meant by each key, and all that was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
CARDS = {"message": "message", "alert": "alert", "response": "response"}


@dataclass
class Told:
    """One act as the history tells it."""

    key: str
    kind: str
    who: str
    circle: str
    about: str | None
    words: str | None
    begun: float
    done: float | None = None
    answers: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    other_words: set[str] = field(default_factory=set)
    other_done: list[Row] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return bool(self.answers)

    @property
    def id(self) -> str:
        """The public id of what it made."""
        return str(self.answers[0]["id"])

    @property
    def seqs(self) -> dict[str, int]:
        return dict(self.answers[0]["seqs"])


def acts_of(rows: Iterable[Row]) -> dict[str, Told]:
    """All acts by their keys."""
    acts: dict[str, Told] = {}
    for row in rows:
        if row["what"] == "invoke":
            _begin(acts, row)
        elif row["what"] == "ok":
            _end(acts[row["key"]], row)
        elif row["what"] == "refused" and not row["other"]:
            acts[row["key"]].refused.append(row)
    return acts


def _begin(acts: dict[str, Told], row: Row) -> None:
    if row["other"]:
        acts[row["key"]].other_words.add(row["words"])
        return
    names = ("key", "kind", "who", "circle", "about", "words")
    acts.setdefault(row["key"], Told(*(row[name] for name in names), begun=row["at"]))


def _end(act: Told, row: Row) -> None:
    if row["other"]:
        act.other_done.append(row)
        return
    act.answers.append(row)
    if act.done is None:
        act.done = row["at"]


def done_of(rows: Iterable[Row]) -> list[Told]:
    """The acts that were acknowledged."""
    return [act for act in acts_of(rows).values() if act.is_done]


def of_kind(rows: Iterable[Row], what: str) -> list[Row]:
    return [row for row in rows if row["what"] == what]

"""Noting on whose screens an alert came, after it was sent: later cards do not wait for it."""

from collections.abc import Collection, Iterable
from threading import Event

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from accountability.core.errors import Busy, Gone
from accountability.core.shown import Shown
from accountability.urges import services as urges

MOST_KNOWN = 1000

_owed: dict[str, set[int]] = {}
_known: dict[str, set[int]] = {}  # what was noted here before; forgotten, it is noted in vain
_news = Event()


def note(shown: Iterable[Shown], reached: Collection[int]) -> None:
    """Owe it to the authors of these alerts to learn on how many screens they are."""
    for one in shown:
        if one.kind and one.kind.name == "alert" and one.card is not None:
            fresh = set(reached) - _known.setdefault(one.id, set())
            if fresh:
                _known[one.id] |= fresh
                _owed.setdefault(one.id, set()).update(fresh)
                _news.set()
    while len(_known) > MOST_KNOWN:
        del _known[next(iter(_known))]


def run(app: Flask) -> None:
    """Note what is owed, all of it in one turn, for as long as the process lives."""
    while True:
        _news.wait()
        _news.clear()
        owed = dict(_owed)
        _owed.clear()
        try:
            with app.app_context():
                urges.mark_arrived(owed)
        except (Busy, Gone, SQLAlchemyError):
            for alert_id in owed:
                _known.pop(alert_id, None)
            app.logger.warning("the reach of %d alerts could not be noted", len(owed))

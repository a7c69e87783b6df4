"""Noting on whose screens an alert came, after it was sent: later cards do not wait for it."""

import time
from collections.abc import Collection, Iterable
from datetime import datetime
from threading import Event

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from accountability.core.errors import Busy
from accountability.core.shown import Shown
from accountability.urges import services as urges

MOST_KNOWN = 1000
PAUSE = 1.0  # a database that is busy is left alone for so long

_owed: dict[str, set[int]] = {}
# What was noted here before, of each press; forgotten, it is noted in vain.
_known: dict[tuple[str, datetime], set[int]] = {}
_news = Event()


def note(shown: Iterable[Shown], reached: Collection[int]) -> None:
    """Owe it to the authors of these alerts to learn on how many screens they are."""
    for one in shown:
        if one.kind and one.kind.name == "alert" and one.card is not None:
            known = _known.setdefault((one.id, one.card.thing.raised_at), set())
            fresh = set(reached) - known
            if fresh:
                known |= fresh
                _owed.setdefault(one.id, set()).update(fresh)
                _news.set()
    while len(_known) > MOST_KNOWN:
        del _known[next(iter(_known))]


def run(app: Flask) -> None:
    """Note what is owed, all of it in one turn, for as long as the process lives."""
    while True:
        _news.wait()
        if not note_owed(app):
            time.sleep(PAUSE)


def note_owed(app: Flask) -> bool:
    """Note what is owed now; what a busy database could not take stays owed. Never raises."""
    _news.clear()
    owed = dict(_owed)
    _owed.clear()
    return _noted(app, owed)


def _noted(app: Flask, owed: dict[str, set[int]]) -> bool:
    try:
        with app.app_context():
            urges.mark_arrived(owed)
    except (Busy, OperationalError, PoolTimeout):
        _owe_again(owed)
        app.logger.warning("the reach of %d alerts could not be noted yet", len(owed))
        return False
    except Exception:
        app.logger.exception("the reach of %d alerts could not be noted", len(owed))
        _find_the_one(app, owed)
    return True


def _find_the_one(app: Flask, owed: dict[str, set[int]]) -> None:
    """One alert that fails must not hold back the others; its next card owes it anew."""
    if len(owed) == 1:
        for known in [one for one in _known if one[0] in owed]:
            del _known[known]
        return
    for alert_id, reached in owed.items():
        _noted(app, {alert_id: reached})


def _owe_again(owed: dict[str, set[int]]) -> None:
    for alert_id, reached in owed.items():
        _owed.setdefault(alert_id, set()).update(reached)
    _news.set()

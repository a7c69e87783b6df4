"""Workers say that they are there, while they keep promises and until they leave."""

from __future__ import annotations

from sqlalchemy import select

from accountability.core import workers
from accountability.core.extensions import db


def heard_of():
    return list(db.session.scalars(select(workers.Worker.name)))


def test_a_worker_that_keeps_nothing_does_not_say_that_it_is_there(monkeypatch):
    monkeypatch.setattr(workers, "_turned_at", [float("-inf")])
    before = workers.does_keep()
    workers.note_turn()
    after = workers.does_keep()
    workers._turned_at[0] -= 11

    assert (before, after, workers.does_keep()) == (False, True, False)


def test_a_worker_that_left_does_not_say_any_more_that_it_is_there(context):
    workers.say("one")
    workers.say("other")
    workers.leave("one")

    workers.say("one")  # it was about to while it left

    assert heard_of() == ["other"]

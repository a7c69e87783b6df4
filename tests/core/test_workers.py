"""Workers say that they are there, while they keep promises and until they leave."""

from __future__ import annotations

from threading import Event, Thread

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


def test_a_worker_that_left_does_not_say_any_more_that_it_is_there(context, monkeypatch):
    monkeypatch.setattr(workers, "_left", set())
    workers.say("one")
    workers.say("other")
    workers.leave("one")

    workers.say("one")  # it was about to while it left

    assert heard_of() == ["other"]


def test_a_worker_that_leaves_while_it_says_that_it_is_there_is_gone(context, monkeypatch):
    monkeypatch.setattr(workers, "_left", set())
    begun, goes_on, say = Event(), Event(), workers._say

    def wait_and_say(*words):
        begun.set()
        goes_on.wait(10)
        say(*words)

    def aside(verb):
        with context.app_context():
            verb("one")

    monkeypatch.setattr(workers, "_say", wait_and_say)
    both = [Thread(target=aside, args=[verb]) for verb in (workers.say, workers.leave)]
    both[0].start()
    begun.wait(10)
    both[1].start()
    both[1].join(0.2)  # it would be through by then
    goes_on.set()
    for one in both:
        one.join(10)

    assert heard_of() == []

"""What the bus says late is told to nobody who knows it from the heads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.core import aftermath, clock
from accountability.realtime import broadcast, bus, presence, sockets
from accountability.realtime.sockets import Live

ANA, BEN, CLEO = 7, 8, 9
STREAM_ID, STREAM, SEQ = 1, "a-stream", 5


@pytest.fixture
def come():
    """Let somebody have a socket here that was told by heads where the stream stands."""
    sids = []
    taken()  # what others left there

    def come(account_id, head):
        sids.append(f"sid {len(sids)}")
        sockets.add(Live(sids[-1], account_id, 1, as_data=True, told_heads={STREAM: head}))

    yield come
    for sid in sids:
        sockets.drop(sid)
    taken()


def hear(seq=SEQ):
    words = [STREAM_ID, STREAM, seq, [["message", "m", seq]], {str(ANA): 0, str(BEN): 0}]
    broadcast.take_told("another process", words)


def taken():
    return [aftermath.queue.get_nowait().seq for _ in range(aftermath.queue.qsize())]


def test_what_all_know_is_told_nobody(come):
    come(ANA, SEQ)
    come(BEN, SEQ + 1)

    hear()

    assert taken() == []


@pytest.mark.parametrize("who", [ANA, BEN])
def test_what_one_screen_does_not_know_is_told(come, who):
    come(ANA, SEQ)
    come(who, SEQ - 1)

    hear()

    assert taken() == [SEQ]


def test_who_may_be_out_of_the_circle_now_is_looked_at(come):
    come(ANA, SEQ)
    come(CLEO, SEQ - 1)
    sockets.note_circles(CLEO, {STREAM_ID})

    hear()

    assert taken() == [SEQ]


@pytest.fixture
def said(monkeypatch):
    """What is said on the bus, which this process uses now."""
    monkeypatch.setattr(bus.known, "is_used", True)
    return bus.waits.get_nowait


@pytest.mark.parametrize(("seconds", "believed"), [(0, True), (1, True), (3, False)])
def test_what_is_so_at_a_moment_is_believed_only_then(said, seconds, believed):
    bus.say_of_now("here", ["an-alert", [ANA]])
    (kind, words), moment = said(), clock.now()

    with clock.at(moment + timedelta(seconds=seconds)):
        bus.hearers[kind]("another process", words)

    assert (presence._others.pop(("another process", "an-alert"), None) is not None) is believed


@pytest.mark.parametrize("kind", ["here", "typing"])
def test_who_writes_and_who_is_here_is_of_a_moment(kind):
    late = [clock.now().timestamp() - 3, "no words of that kind"]

    bus.hearers[kind]("another process", late)  # or it would try to read them


def test_what_is_new_is_told(come):
    come(ANA, SEQ)

    hear(SEQ + 1)

    assert taken() == [SEQ + 1]

"""Ending a socket whose other side reads nothing."""

from __future__ import annotations

import gevent
from engineio.packet import MESSAGE, Packet

from accountability.realtime import server


def test_ending_one_that_reads_nothing_holds_up_nobody(open_line):
    opened = [open_line() for _ in range(2)]
    for _sid, engine in opened:
        for _ in range(20):
            engine.send(Packet(MESSAGE, "x" * 50_000))
    gevent.sleep(0.05)

    with gevent.Timeout(3):
        for sid, _engine in opened:
            server.end(sid)

    assert all(engine.closed for _sid, engine in opened)

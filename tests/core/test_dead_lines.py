"""A line whose other end is gone without a word is given up soon (Linux)."""

from __future__ import annotations

import socket
from contextlib import closing

from accountability import serving


def patience_of(line):
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_whoever_is_served_is_given_up_when_nothing_is_heard():
    with closing(serving.listen("127.0.0.1", 0)) as listener:
        listener.setblocking(True)
        with socket.create_connection(listener.getsockname()), closing(listener.accept()[0]) as one:
            assert patience_of(one) == serving.UNHEARD

"""A line whose other end is gone without a word is given up soon (Linux)."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from accountability import serving
from accountability.core.extensions import db


def patience_of(line):
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_whoever_is_served_is_given_up_when_nothing_is_heard():
    with closing(serving.listen("127.0.0.1", 0)) as listener:
        listener.setblocking(True)
        with socket.create_connection(listener.getsockname()), closing(listener.accept()[0]) as one:
            assert patience_of(one) == serving.UNHEARD


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_database_that_went_away_without_a_word_is_given_up_after_eight_seconds(context):
    with db.engine.connect() as connection:
        asked = connection.connection.driver_connection.info.get_parameters()

    assert int(asked["tcp_user_timeout"]) <= 8_000
    assert int(asked["keepalives_idle"]) <= 5

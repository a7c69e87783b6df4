"""A line whose other end is gone without a word is given up soon (Linux)."""

from __future__ import annotations

import socket
from contextlib import closing
from os import dup
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from accountability import serving
from accountability.app import create_app
from accountability.core.extensions import db
from tests.kit.proxy import Proxy
from tests.settings import settings_for
from tests.template import migrate


def patience_of(line):
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_whoever_is_served_is_given_up_when_nothing_is_heard():
    with closing(serving.listen("127.0.0.1", 0)) as listener:
        listener.setblocking(True)
        with socket.create_connection(listener.getsockname()), closing(listener.accept()[0]) as one:
            assert patience_of(one) == serving.UNHEARD


@pytest.fixture
def over_a_line(tmp_path, postgres):
    """The service with a real database that it reaches by TCP, as in a fleet."""
    url = urlsplit(postgres.fresh_database(migrate))
    folder = dict(parse_qsl(url.query))["host"]
    with Proxy(f"{folder}/.s.PGSQL.5432") as line:
        at = url._replace(netloc=f"{url.username}@127.0.0.1:{line.port}", query="")
        app = create_app(settings_for(tmp_path, at.geturl()))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def test_a_database_that_went_away_without_a_word_is_given_up_after_eight_seconds(over_a_line):
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        with socket.socket(fileno=dup(connection.connection.driver_connection.fileno())) as line:
            assert line.family == socket.AF_INET
            assert 0 < patience_of(line) <= 8_000
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 5

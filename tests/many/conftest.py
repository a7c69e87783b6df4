"""Two processes of the service on one database, with a real Valkey between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.client.http import Browser
from tests.client.wire import Wire
from tests.kit import cast
from tests.kit.dialing import dialing
from tests.kit.postgres import Postgres
from tests.kit.service import Service
from tests.kit.valkey import Valkey

Pair = tuple[Service, Service]


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    """The bus of this file."""
    with Valkey() as server:
        yield server


@pytest.fixture(scope="module")
def falling() -> Iterator[Postgres]:
    """A PostgreSQL of this file's own, which may fall or stand still."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def open_pair(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., object]:
    """Two processes that share folder, secrets and database."""

    @contextmanager
    def both(database_url: str | None = None, **settings: str) -> Iterator[Pair]:
        folder = tmp_path_factory.mktemp("pair") / "instance"
        with Service(folder, database_url, LIMITS="off", **settings) as one:
            other = Service(folder, database_url, LIMITS="off", **settings)
            other.log = one.log.with_name("other.log")
            with other:
                yield one, other

    return both


@pytest.fixture(scope="module")
def pair(open_pair, valkey: Valkey, postgres) -> Iterator[Pair]:
    """Two processes on PostgreSQL with the bus, as in production."""
    with open_pair(postgres.fresh_database(), REDIS_URL=valkey.url) as both:
        yield both


@pytest.fixture(scope="module")
def people(pair: Pair) -> dict[str, Browser]:
    """Everybody, signed in at the first process."""
    return cast.sign_up_all(pair[0].origin)


@pytest.fixture(scope="module")
def room(people: dict[str, Browser]) -> cast.Room:
    """A circle of theirs that all tests of a file share."""
    return cast.start_room(people)


@pytest.fixture
def dial() -> Iterator[Callable[..., Wire]]:
    """Open a socket as somebody, past its `hello`; closed with the test."""
    with dialing() as dial:
        yield dial

"""One real service per database, and people who use it over loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client.follow import Follower
from tests.client.http import Browser
from tests.client.wire import Wire
from tests.kit import cast
from tests.kit.dialing import dialing
from tests.kit.service import Service


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database this round of tests runs on."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def new_service(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Service]:
    """A service, not yet started, with a folder and a database nobody else has."""

    def make() -> Service:
        folder: Path = tmp_path_factory.mktemp("service") / "instance"
        url = None
        if database == "postgresql":
            url = request.getfixturevalue("postgres").fresh_database()
        return Service(folder, url, LIMITS="off")

    return make


@pytest.fixture(scope="session")
def running() -> Iterator[dict[str, Service]]:
    """The shared services that run, by database: each file asks for both, one after the other."""
    services: dict[str, Service] = {}
    yield services
    for service in services.values():
        service.stop()


@pytest.fixture(scope="session")
def service(
    database: str, running: dict[str, Service], new_service: Callable[[], Service]
) -> Service:
    """The service that most tests share."""
    if database not in running:
        running[database] = new_service().start()
    return running[database]


@pytest.fixture(scope="session")
def known() -> dict[str, dict[str, Browser]]:
    """Who is signed up at which service, by its address."""
    return {}


@pytest.fixture(scope="session")
def people(service: Service, known: dict[str, dict[str, Browser]]) -> dict[str, Browser]:
    """Ana, Ben, Mo and Cleo, signed up once and signed in."""
    if service.origin not in known:
        known[service.origin] = cast.sign_up_all(service.origin)
    return known[service.origin]


@pytest.fixture
def room(people: dict[str, Browser]) -> Iterator[cast.Room]:
    """A new circle of Ana (host), Ben (member) and Mo (moderator). Cleo is nobody here."""
    room = cast.start_room(people)
    yield room
    room.ana.post(f"/circles/{room.circle}/closing")  # nobody is in more than twenty at once


@pytest.fixture(scope="session")
def quiet(people: dict[str, Browser]) -> cast.Room:
    """A room like that, shared by tests which change nothing in it."""
    return cast.start_room(people)


@pytest.fixture
def stranger(service: Service) -> Callable[[], Browser]:
    """A newly signed-up person, for what would spoil one of the others."""
    return lambda: cast.sign_up_new(service.origin)


@pytest.fixture
def dial() -> Iterator[Callable[..., Wire]]:
    """Open a socket as somebody, past its `hello`; closed with the test."""
    with dialing() as dial:
        yield dial


@pytest.fixture
def follow() -> Iterator[Callable[..., Follower]]:
    """Begin to follow as somebody; ended with the test."""
    followers: list[Follower] = []

    def begin(browser: Browser, **how: object) -> Follower:
        followers.append(Follower(browser, **how))  # type: ignore[arg-type]
        return followers[-1].start()

    yield begin
    for follower in followers:
        follower.stop()

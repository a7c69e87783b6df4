"""A service that pushes to this machine, and a push service on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from accountability.urges import services as urges
from tests.databases import let_go
from tests.kit.push_service import PushService, push_service
from tests.notifications.kit import Phones

if TYPE_CHECKING:
    from flask import Flask

    from accountability.urges.models import UrgeAlert
    from tests.cast import Cast


@pytest.fixture
def app(database_url: str, apps: Callable[..., Flask]) -> Iterator[Flask]:
    """The service on a fresh database; it may push to loopback."""
    made = apps(database_url, push_loopback=True)
    yield made
    let_go(made)


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service and what it received."""
    with push_service() as running:
        yield running


@pytest.fixture
def phones(context: Flask, cast: Cast, service: PushService) -> Phones:
    """The phones of the cast, by name."""
    return Phones(context, cast, service)


@pytest.fixture
def alert(phones: Phones, cast: Cast) -> Callable[[], UrgeAlert]:
    """Ana asks for company; it is made when a test needs it."""
    return lambda: urges.raise_alert(cast.member("Ana"))

"""Services with mail or limits on; the plain one comes from the root."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.accounts.post import Mailbox, post_office
from tests.cast import Browser
from tests.databases import let_go

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def mailing_app(database_url: str, apps: Callable[..., Flask]) -> Iterator[Flask]:
    """A service that sends mail, so that addresses are confirmed."""
    reached = {"smtp_url": "smtp://127.0.0.1:9", "public_url": "http://steady.example"}
    made = apps(database_url, **reached)
    yield made
    let_go(made)


@pytest.fixture
def limited_app(database_url: str, apps: Callable[..., Flask]) -> Iterator[Flask]:
    """A service that counts how often a secret is tried."""
    made = apps(database_url, limits=True)
    yield made
    let_go(made)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server and what it received."""
    with post_office() as mailbox:
        yield mailbox


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that is not signed in."""
    return Browser(app)

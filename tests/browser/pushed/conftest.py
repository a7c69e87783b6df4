"""A service that pushes to this machine itself, and a browser to which pushes come."""

from __future__ import annotations

import pytest

from tests.kit.service import Service


@pytest.fixture(scope="session")
def browser(whole_browser):
    """Pushes come to the whole browser alone."""
    return whole_browser


@pytest.fixture(scope="module")
def pushing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pushing") / "instance"
    with Service(folder, LIMITS="off", PUSH_LOOPBACK="on") as service:
        yield service

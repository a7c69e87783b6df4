"""Ana and Ben, each with the room open."""

from __future__ import annotations

import pytest

from tests.browser.pair import meet


@pytest.fixture
def pair(service):
    return meet(service.origin)


@pytest.fixture
def ana(pair, visit):
    return pair.window(lambda origin: visit(), pair.ana)


@pytest.fixture
def ben(pair, visit):
    return pair.window(lambda origin: visit(), pair.ben)

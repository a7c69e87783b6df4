"""Ana and Ben at the service that all tests of the browser share; Ana's line can be cut."""

from __future__ import annotations

import pytest

from tests.browser.outbox.stage import NO_LINE, Stage
from tests.browser.pair import meet
from tests.kit.proxy import Proxy
from tests.kit.service import Service


@pytest.fixture
def make_stage(window):
    """Set the stage at some service: windows of both, live in the room, Ana's through a proxy."""
    lines = []

    def make(service, before=None):
        line = Proxy(service.port)
        lines.append(line)
        pair = meet(service.origin)
        ana = window(f"http://127.0.0.1:{line.port}").wear(pair.ana.cookies)
        if before:
            ana.context.add_init_script(before)
        ana.enter(pair.room)
        ben = pair.window(window, pair.ben)
        for visitor in (ana, ben):
            visitor.forgives += NO_LINE
        return Stage(service, pair, ana, ben, line)

    yield make
    for line in lines:
        line.__exit__()


@pytest.fixture
def stage(service, make_stage):
    """The stage at the shared service."""
    return make_stage(service)


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    """A service to be killed and restored."""
    with Service(tmp_path_factory.mktemp("outbox") / "instance", LIMITS="off") as service:
        yield service

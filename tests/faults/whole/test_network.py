"""Bad networks between people and the service: cut, silent, slow, and on and off again."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager

from tests.faults import bounds
from tests.faults.scenarios import trial_in
from tests.kit.proxy import DOWN, UP, Proxy

CALM = 1.5


@contextmanager
def struck(trial, fault, networks):
    """A fault of all these networks, until the block ends and they are good again."""
    with ExitStack() as strikes:
        for one in networks:
            strikes.enter_context(trial.nemesis.strike(fault, one.port))
        yield
        for one in networks:
            one.restore()
    time.sleep(CALM)


def cut_all(networks):
    for one in networks:
        one.cut()


def hold_all(networks, *ways):
    for one in networks:
        one.hold(*ways)


def strike_in_turn(trial, networks):
    with struck(trial, "cut", networks):
        cut_all(networks)
        time.sleep(3)
    with struck(trial, "half-open", networks):
        hold_all(networks, UP, DOWN)
        time.sleep(12)
        cut_all(networks)  # whoever stood between has forgotten the lines
    for way in (DOWN, UP):
        with struck(trial, "one way", networks):
            hold_all(networks, way)
            time.sleep(6)
    with struck(trial, "delay", networks):
        for one in networks:
            one.delay(2)
        time.sleep(9)
    for _ in range(5):
        with struck(trial, "flap", networks):
            cut_all(networks)
            time.sleep(0.6)


def test_bad_networks_lose_nothing_and_nobody_connects_in_a_loop(world):
    with ExitStack() as opened:
        networks = [opened.enter_context(Proxy(port)) for port in world.ports]
        roads = [one.port for one in networks]
        with trial_in(world, "bad networks", roads=roads) as trial:
            strike_in_turn(trial, networks)
            fired = {"cut": 2, "half-open": 2, "one way": 4, "delay": 2, "flap": 10}
            trial.judge(bounds.no_loop, bounds.alerts_seen, **fired)

"""What befalls the bus between the processes: it makes things quick, and nothing hangs on it."""

from __future__ import annotations

import time

from tests.client.wire import Wire
from tests.faults import bounds
from tests.faults.history import WHOLE, lasts
from tests.faults.scenarios import trial_in
from tests.faults.trial import Trial
from tests.faults.world import World

SAID_SO, SEEN = lasts(4, 8), lasts(4, 8)
IN_A_HOLE = 60.0
ASK_EVERY = 0.9  # an account may ask ten times in ten seconds
ANSWERED = lasts(0.3, 5)
CALM = lasts(12, 0)  # how soon this machine answers today


def bus_killed(world: World, name: str) -> None:
    """The bus dies and comes back, again and again."""
    with trial_in(world, name) as trial:
        time.sleep(CALM)
        for _ in range(int(lasts(10, 2))):
            with trial.nemesis.strike("bus killed"):
                world.valkey.kill()
                trial.nemesis.rest(*((1, 6) if WHOLE else (0.5, 1)))
                world.valkey.start()
            trial.nemesis.rest(0.5, lasts(3, 0.6))
        checks = (bounds.untroubled, bounds.answered(ANSWERED), bounds.alerts_seen)
        trial.judge(*checks, **{"bus killed": int(lasts(10, 2))})


def bus_frozen(world: World, name: str) -> None:
    """The bus hangs; then only what is heard from it goes nowhere. Each process notices."""
    with trial_in(world, name) as trial:
        time.sleep(CALM)
        with trial.nemesis.strike("bus frozen"):
            world.valkey.freeze()
            _wait_for(world, trial, "degraded")
            time.sleep(lasts(6, 0.1))
            world.valkey.thaw()
        _wait_for(world, trial, "fine", 8)
        if WHOLE:
            with trial.nemesis.strike("ear in a hole"):
                world.line.black_hole(b"SUBSCRIBE")
                _wait_for(world, trial, "degraded")
                time.sleep(IN_A_HOLE - SAID_SO)
                world.line.restore()
        checks = (bounds.untroubled, bounds.answered(ANSWERED), bounds.alerts_seen)
        checks += (bounds.degraded_is_said,)
        trial.judge(*checks, **{"bus frozen": 1, "ear in a hole": int(WHOLE)})


def bus_absent(world: World, name: str) -> None:
    """There never is a bus: everything arrives, a little later."""
    had = world.bus  # in the short form it never was there
    world.bus = False
    if had:
        world.line.cut()
        world.restart()
    with trial_in(world, name) as trial:
        time.sleep(lasts(25, 3))
        trial.judge(bounds.untroubled, bounds.all_seen(lasts(2.5, 5)))
    world.bus = had


def last_words(world: World, name: str, times: int = int(lasts(8, 2))) -> None:
    """The last number of a quiet stream is written while the bus is dead, or blinks."""
    with trial_in(world, name, busy=False) as trial:
        for number in range(times):
            with trial.nemesis.strike("dead" if number % 2 else "blink"):
                world.valkey.kill() if number % 2 else world.line.cut()
                trial.load.do(trial.load.board.say())
                time.sleep(0.5)
                world.valkey.start() if number % 2 else world.line.restore()
            trial.nemesis.rest(0, 0.5)
            time.sleep(SEEN if WHOLE else 1.5)
        trial.judge(bounds.all_seen(SEEN, 1), dead=times // 2, blink=times // 2)


def _wait_for(world: World, trial: Trial, wanted: str, within: float = SAID_SO) -> None:
    """Wait until each process says so of its bus; write down who never does."""
    begun = time.monotonic()
    for port, person in zip(world.ports, world.people, strict=False):
        wire = Wire(person.at(port))
        while (said := _said_by(wire)) != wanted and time.monotonic() < begun + within:
            time.sleep(ASK_EVERY)
        if said != wanted:
            trial.history.note("unsaid", port=port, wanted=wanted)
        wire.close()


def _said_by(wire: Wire) -> str:
    """What the next greeting says of the bus."""
    before = len(wire.heard(name="hello"))
    wire.emit("hello", {})
    give_up = time.monotonic() + 2
    while len(wire.heard(name="hello")) == before and time.monotonic() < give_up:
        time.sleep(0.01)
    return str(wire.heard(name="hello")[-1].payload["bus"])

"""Two forms of the tests: a short one that a person waits for, and the whole one.

The short form runs every kind of test, the rules and verbs on both databases, the protocol, the
short trials of faults and the main job in real browsers. What it leaves to the whole one stands
here and nowhere else: what takes long and seldom breaks, and all but a few cases of what is asked
of every page and of every write alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest

# Each is how the ids of its tests begin.
LEFT = (
    # The rules of the house are asked by ./run check.
    "tests/house/",
    # How a page behaves at its edges: those of a device, of a second tab, of a hostile row.
    "tests/browser/access/",
    "tests/browser/app/",
    "tests/browser/outbox/test_account.py",
    "tests/browser/outbox/test_age.py",
    "tests/browser/outbox/test_disk.py",
    "tests/browser/outbox/test_flooded.py",
    "tests/browser/outbox/test_leaving.py",
    "tests/browser/outbox/test_looks.py",
    "tests/browser/outbox/test_nobody_told.py",
    "tests/browser/outbox/test_planted.py",
    "tests/browser/outbox/test_restored.py",
    "tests/browser/outbox/test_said.py",
    "tests/browser/outbox/test_shared.py",
    "tests/browser/outbox/test_storing.py",
    "tests/browser/outbox/test_tries.py",
    "tests/browser/outbox/test_turns.py",
    "tests/browser/outbox/test_waiting.py",
    "tests/browser/pushed/",
    "tests/browser/test_ages.py",
    "tests/browser/test_cannot.py",
    "tests/browser/test_doubted.py",
    "tests/browser/test_folded.py",
    "tests/browser/test_in_reach.py",
    "tests/browser/test_motion.py",
    "tests/browser/test_plain_http.py",
    "tests/browser/test_sound.py",
    "tests/browser/test_still_alone.py",
    "tests/browser/test_taken_out.py",
    "tests/browser/test_watch.py",
    # What has to be waited for: ends, silences, and those that hang.
    "tests/accounts/test_crowd.py",
    "tests/bench/",
    "tests/core/test_keepers_die.py",
    "tests/faults/test_on_sqlite.py::test_what_was_acknowledged",
    "tests/faults/test_on_sqlite.py::test_killed_around_a_commit",
    "tests/faults/test_on_sqlite.py::test_who",
    "tests/everywhere/test_falling_silent.py",
    "tests/many/test_bus.py",
    "tests/many/test_clock.py",
    "tests/many/test_heads.py",
    "tests/many/test_database.py",
    "tests/many/test_ends.py",
    "tests/many/test_ends_without.py",
    "tests/many/test_drain.py",
    "tests/many/test_here.py",
    "tests/many/test_no_bus.py",
    "tests/many/test_set_back.py",
    "tests/many/test_watchdog.py",
    "tests/many/test_worker",
    "tests/notifications/test_before_news.py",
    "tests/notifications/test_cannot.py::test_what_the_author_reads",
    "tests/notifications/test_flood",
    "tests/notifications/test_hang",
    "tests/notifications/test_ring_asked.py",
    "tests/notifications/test_spacing.py",
    "tests/protocol/test_by_pages.py",
    "tests/protocol/test_floods.py",
    "tests/protocol/test_follow.py",
    "tests/protocol/test_never_joins.py",
    "tests/protocol/test_restored.py",
    "tests/protocol/test_storm.py",
    "tests/run/",
    "tests/running/test_full_disk.py",
    "tests/running/test_logs.py",
    "tests/urges/test_author_removed.py",
    "tests/urges/test_flooding.py",
    "tests/urges/test_holding_up.py",
    "tests/urges/test_many_ended.py",
    "tests/urges/test_silencing.py",
    # How often each page and each write asks the database, as it all grows.
    "tests/everywhere/test_growth.py",
    "tests/pages/test_growth.py",
    # What is measured on the pages, planted in them, and followed through all of them.
    "tests/pages/test_bad_input.py",
    "tests/pages/test_eyes.py",
    "tests/pages/test_focus.py",
    "tests/pages/test_followed.py",
    "tests/pages/test_inert.py",
    "tests/pages/test_screens.py",
    "tests/pages/test_smuggled.py",
)
# Of each of these the short form takes so many cases of each test, spread evenly.
SPREAD = {
    "tests/browser/outbox/": 1,
    "tests/everywhere/": 7,  # odd: of those that come in turn on two databases mostly some on both
    "tests/pages/": 3,
    "tests/protocol/": 7,
}


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark what the short form leaves to the whole one."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.nodeid.startswith(LEFT):
            item.add_marker("whole")
        else:
            cases[item.nodeid.partition("[")[0]].append(item)
    for test, found in cases.items():
        for item in left_of(found, few_of(test)):
            item.add_marker("whole")


def few_of(test: str) -> int | None:
    """How many cases of a test the short form takes; None: all."""
    return next((few for place, few in SPREAD.items() if test.startswith(place)), None)


def left_of(cases: list[Any], few: int | None) -> list[Any]:
    """All but a few of them, which are spread evenly."""
    many = len(cases)
    kept = range(many) if few is None else {number * many // few for number in range(few)}
    return [case for number, case in enumerate(cases) if number not in kept]

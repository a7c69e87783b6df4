"""A new key in front of the others: every device is found by what is marked under the older one."""

from __future__ import annotations

import pytest

from accountability.core import seal
from accountability.core.change import quiet_change
from accountability.notifications import owing, reaching
from tests.settings import SEAL_KEYS


def live(cast, name):
    return owing.live_devices([cast.account(name).id])


@pytest.fixture
def later_key():
    """Lets a new key be put in front of the one of the tests; they belong to the process."""
    yield lambda: seal.use_keys({"k2": bytes(reversed(range(32))), **SEAL_KEYS})
    seal.use_keys(SEAL_KEYS)


def test_a_device_moves_also_once_a_new_key_stands_in_front(phones, cast, later_key):
    device, former = phones.give("Ben"), phones.of["Ben"]
    later = phones.service.subscriber()
    later_key()

    ben, here = cast.account("Ben"), device.sign_in
    reaching.move_device(ben, here, former.endpoint, later.endpoint, later.keys)

    assert [(one.id, one.endpoint) for one in live(cast, "Ben")] == [(device.id, later.endpoint)]


def test_a_browser_that_changed_hands_rings_for_one_also_under_a_new_key(phones, cast, later_key):
    phones.give("Ben")
    later_key()

    phones.agree("Mo", phones.of["Ben"])

    assert (live(cast, "Ben"), len(live(cast, "Mo"))) == ([], 1)


def test_a_browser_that_agrees_again_under_a_new_key_is_the_same_and_known_by_it(
    phones, cast, later_key
):
    first = phones.give("Ben")
    later_key()

    again = phones.agree("Ben", phones.of["Ben"])

    assert [one.id for one in live(cast, "Ben")] == [first.id] == [again.id]
    assert again.endpoint_mark == seal.marks(again.endpoint, "devices")[0]


@pytest.mark.parametrize("name", ["Cleo", "Ben"])
def test_whoever_agrees_where_a_browser_is_there_twice_is_rung_there_once(
    phones, cast, later_key, name
):
    """Processes that knew other keys for a while may have left one browser to two."""
    first, phone = phones.give("Ben"), phones.of["Ben"]
    other = phones.give(name)
    later_key()
    with quiet_change():
        other.endpoint, other.keys = first.endpoint, first.keys
        other.endpoint_mark = seal.marks(first.endpoint, "devices")[0]

    again = phones.agree("Ben", phone)

    assert [one.id for one in live(cast, "Ben")] == [again.id]
    assert name == "Ben" or live(cast, name) == []

"""A device that is added is read of, and takes nobody else's away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from accountability.accounts import services as accounts
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.errors import Refused
from accountability.notifications import access, reaching
from tests.kit.push_service import Subscriber
from tests.notifications.test_devices import live


def test_one_too_many_is_refused_and_silences_none(phones, cast):
    devices = [phones.give("Ben").id for _ in range(reaching.MOST_DEVICES)]

    with pytest.raises(Refused):
        phones.give("Ben")

    assert [one.id for one in live(cast, "Ben")] == devices


def test_whoever_knows_an_address_alone_takes_no_device_away(phones, cast):
    device = phones.give("Ben")
    phone = phones.of["Ben"]
    stolen = replace(phone, private=Subscriber(phone.endpoint).private)

    with pytest.raises(Refused):
        phones.agree("Mo", stolen)

    assert [one.id for one in live(cast, "Ben")] == [device.id]


def test_a_signed_in_browser_has_one_device_and_its_owner_reads_of_each_new_one(phones, cast):
    first = phones.give("Ben")
    moved = reaching.agree(
        cast.account("Ben"), first.sign_in, "https://push.example/two", phones.of["Ben"].keys
    )
    phones.give("Ben")

    said = [one.kind for one in access.latest_of(cast.account("Ben").id)]
    assert moved.id == first.id and len(live(cast, "Ben")) == 2
    assert said.count("device_added") == 2


def test_a_new_password_ends_the_device_of_a_sign_in_that_ran_out(phones, cast):
    lost = phones.give("Ben")
    with quiet_change():
        lost.sign_in.seen_at = clock.now() - timedelta(days=18)
    accounts.end_other_sign_ins(cast.account("Ben"), None)

    assert live(cast, "Ben") == []

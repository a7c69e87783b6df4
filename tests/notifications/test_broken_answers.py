"""What a push service said counts, however its answer ends, and for the address it was asked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from accountability.core import taking
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.promises import DUTIES, Later
from accountability.notifications import sending, services, webpush
from accountability.notifications.models import Device
from tests.notifications.kit import deliveries


def test_a_push_that_was_taken_comes_once_though_the_answer_breaks_off(phones, cast, alert):
    phones.give("Ben", "201~")

    raised = alert()
    phones.ring(raised)
    phones.keep(raised.raised_at + timedelta(seconds=30))

    assert len(phones.rung("Ben")) == 1


def test_a_device_is_gone_though_the_answer_that_says_so_breaks_off(phones, cast, alert):
    device = phones.give("Ben", "410~")

    phones.ring(alert())

    db.session.refresh(device)
    assert device.gone_at is not None


def test_a_late_no_about_its_old_address_forgets_no_device_that_moved(phones, cast, alert):
    device, raised = phones.give("Ben"), alert()
    with quiet_change():
        services.ring([cast.account("Ben")], raised, 1)
    [mine] = [one for one in taking.take(list(DUTIES)) if one.about == deliveries()[-1].public_id]

    with pytest.raises(Later):
        sending._settle(mine, webpush.Pushed(410), "https://push.example/where-it-was")
    assert device.is_live
    sending._settle(mine, webpush.Pushed(410), device.endpoint)
    assert not device.is_live


def test_a_device_that_moves_while_it_is_given_up_is_not_forgotten(phones, cast, alert):
    device, raised = phones.give("Ben"), alert()
    with quiet_change():
        services.ring([cast.account("Ben")], raised, 1)
    was, given_up = device.endpoint, deliveries()[-1]
    assert given_up.device is device
    with Session(db.engine) as elsewhere:
        elsewhere.get(Device, device.id).endpoint = "https://push.example/where-it-is"
        elsewhere.commit()

    with pytest.raises(Later):
        sending._give_up(given_up, webpush.Pushed(410), was)

    db.session.refresh(device)
    assert (device.is_live, device.endpoint) == (True, "https://push.example/where-it-is")

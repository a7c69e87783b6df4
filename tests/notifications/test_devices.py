"""Agreeing, being forgotten, and what proves a device; whose it is and whose it is not."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.accounts import services as accounts
from accountability.core import clock
from accountability.core.errors import Gone
from accountability.core.extensions import db
from accountability.notifications import access, drilling, owing, reaching
from accountability.notifications.models import Device
from accountability.retention import forget
from tests.cast import apart
from tests.kit.push_service import Subscriber
from tests.notifications.kit import deliveries

NEAR = "https://push.example/one"


def live(cast, name):
    return owing.live_devices([cast.account(name).id])


def fields(endpoint=NEAR, **other):
    phone = Subscriber(endpoint)
    return {"endpoint": endpoint, **phone.keys, **other}


def test_endpoint_and_keys_are_stored_sealed(phones):
    device = phones.give("Ben")

    stored = device.endpoint_sealed + device.keys_sealed + device.endpoint_mark
    assert b"127.0.0.1" not in stored and b"p256dh" not in stored
    assert device.endpoint == phones.of["Ben"].endpoint


def test_the_same_browser_again_replaces_its_keys(phones, cast):
    first = phones.give("Ben")
    fresh = Subscriber(phones.of["Ben"].endpoint)

    again = phones.agree("Ben", fresh)

    assert again.id == first.id and fresh.keys["auth"] in again.keys
    assert len(live(cast, "Ben")) == 1


def test_a_browser_that_changed_hands_is_its_new_owners_alone(phones, cast):
    phones.give("Ben")

    phones.agree("Mo", phones.of["Ben"])

    assert (live(cast, "Ben"), len(live(cast, "Mo"))) == ([], 1)


def test_ending_a_browser_ends_its_device_and_keeps_nothing_of_it(phones, cast):
    device = phones.give("Ben")
    kept = phones.give("Ben")

    accounts.end_sign_in(cast.account("Ben"), device.sign_in)
    reached = [one.id for one in live(cast, "Ben")]
    forget()

    db.session.rollback()
    gone = db.session.scalars(select(Device).where(Device.id == device.id)).one()
    assert reached == [kept.id]
    assert (gone.endpoint_sealed, gone.keys_sealed, gone.is_live) == (None, None, False)


NO_ADDRESS = ["http://push.example/one", "https://10.0.0.1/", "https://push.example/" + "x" * 1000]
NO_KEYS = [
    {"auth": "short"},
    {"auth": "ä" * 22},
    {"p256dh": urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()},
    {"p256dh": "x"},
]


def test_what_is_no_push_service_or_no_key_is_refused(app, cast):
    with app.app_context():
        cast.account("Ben")
    ben = cast.browser("Ben")
    tried = [fields(one) for one in NO_ADDRESS] + [fields(**other) for other in NO_KEYS]

    codes = [ben.post("/me/devices", **one).status_code for one in tried]

    assert codes == [422] * len(tried)
    with app.app_context():
        assert live(cast, "Ben") == []


def test_a_device_is_its_owners_to_take_off(app, cast):
    with app.app_context():
        cast.circle()
    ben = cast.browser("Ben")
    device = ben.post("/me/devices", **fields()).get_json()["id"]

    stranger = cast.browser("Mo").post(f"/me/devices/{device}/deletion")
    mine = ben.post(f"/me/devices/{device}/deletion")

    assert (stranger.status_code, mine.status_code) == (404, 201)
    with app.app_context():
        assert live(cast, "Ben") == []


def arrive(browser, delivery, **headers):
    at = f"/deliveries/{delivery}/arrival"
    return apart(browser.client.post, at, headers=headers).status_code


def test_an_arrival_proves_the_device_for_its_owner_and_as_a_count(phones, cast):
    phones.give("Ben")
    sent = drilling.drill(cast.member("Ana"))
    phones.keep()
    delivery = deliveries()[-1].public_id
    own = {"Sec-Fetch-Site": "same-origin"}
    ben, mo = cast.browser("Ben"), cast.browser("Mo")

    said = [
        arrive(mo, delivery, **own),
        arrive(ben, delivery, **{"Sec-Fetch-Site": "cross-site"}),
        access.count_arrived(sent),
        arrive(ben, delivery, **own),
        arrive(ben, delivery, **own),
    ]

    db.session.rollback()
    assert said == [404, 403, 0, 200, 200]
    assert live(cast, "Ben")[0].is_proven
    assert (access.count_arrived(sent), access.count_proven(cast.circle())) == (1, 1)
    with clock.at(clock.now() + timedelta(days=31)):
        assert not live(cast, "Ben")[0].is_proven
        assert access.count_proven(cast.circle()) == 0


def test_a_push_leads_to_its_place_for_its_owner_alone(phones, cast):
    phones.give("Ben")
    sent = drilling.drill(cast.member("Ana"))
    [delivery] = [one for one in deliveries() if one.device]
    address = f"/deliveries/{delivery.public_id}"

    assert cast.browser("Ben").get(address).location == f"/drills/{sent.public_id}"
    assert cast.browser("Mo").get(address).status_code == 404


def test_a_test_goes_out_once_an_hour_and_keepers_are_reminded_each_month(phones, cast):
    ana, ben = cast.member("Ana"), cast.member("Ben")
    with clock.at(clock.now() + timedelta(days=2)):
        reminded = [drilling.is_due(ana), drilling.is_due(ben)]
    browser = cast.browser("Ana")
    first = browser.post(f"/circles/{cast.circle().public_id}/drills")
    second = browser.post(f"/circles/{cast.circle().public_id}/drills")
    db.session.rollback()
    with clock.at(clock.now() + timedelta(days=29)):
        early = drilling.is_due(cast.member("Ana"))
    with clock.at(clock.now() + timedelta(days=31)):
        late = drilling.is_due(cast.member("Ana"))

    assert reminded == [True, False]
    assert (first.status_code, second.status_code) == (201, 409)
    assert (early, late) == (False, True)


def test_nobody_sees_that_a_friend_said_not_now(app, cast):
    room = f"/circles/{cast_circle(app, cast)}"
    ana, ben = cast.browser("Ana"), cast.browser("Ben")
    before = ana.get(f"{room}/reached").get_data(as_text=True)

    ben.post("/me/availability", hours="24")
    after = ana.get(f"{room}/reached").get_data(as_text=True)

    assert "left alone" in ben.get("/me/reached").get_data(as_text=True)
    assert len(before) == len(after)


def cast_circle(app, cast):
    with app.app_context():
        return cast.circle().public_id


def moved(cast, name, device, former, phone):
    return reaching.move_device(
        cast.account(name), device.sign_in, former.endpoint, phone.endpoint, phone.keys
    )


def test_a_new_address_takes_the_place_of_the_former(phones, cast):
    device, former = phones.give("Ben"), phones.of["Ben"]
    later = phones.service.subscriber()

    moved(cast, "Ben", device, former, later)

    assert [(one.id, one.endpoint) for one in live(cast, "Ben")] == [(device.id, later.endpoint)]


def test_only_who_agreed_there_and_was_not_taken_off_moves(phones, cast):
    device, former = phones.give("Ben"), phones.of["Ben"]
    mos, later = phones.give("Mo"), phones.service.subscriber()

    with pytest.raises(Gone):
        moved(cast, "Mo", mos, former, later)
    assert [one.endpoint for one in live(cast, "Ben")] == [former.endpoint]
    reaching.forget(cast.account("Ben"), device)
    with pytest.raises(Gone):
        moved(cast, "Ben", device, former, later)

    assert live(cast, "Ben") == []

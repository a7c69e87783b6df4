"""The verbs of being reached: which devices, by which roads, and when not."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from accountability.accounts.models import Account, SignIn
from accountability.circles.models import Member
from accountability.core import clock, seal
from accountability.core.change import change, quiet_change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.notifications import owing
from accountability.notifications.choices import Matter, Road
from accountability.notifications.events import (
    DeviceAgreed,
    DeviceForgotten,
    Notified,
    ReachChosen,
)
from accountability.notifications.models import Availability, Delivery, Device, Preference

MOST_DEVICES = 10
PLACE = "/me/reached"
Chosen = Mapping[tuple[Matter, Road], bool]


def agree(account: Account, sign_in: SignIn, endpoint: str, keys: Mapping[str, str]) -> Device:
    """Let this browser be pushed to from now on; the same one again is replaced.

    Its owner reads of each new one: whoever holds a copied cookie might add theirs.
    """
    marks = seal.marks(endpoint, "devices")
    with change(account.stream, by=account) as announce:
        if sign_in.ended_at is not None:
            raise Gone
        known = _device_at(marks, account, keys) or _of(sign_in)
        device = known or _new(account)
        device.sign_in, device.endpoint_mark = sign_in, marks[0]
        device.endpoint, device.keys = endpoint, json.dumps(dict(keys))
        db.session.add(device)
        announce(DeviceAgreed(device))
        if known is None:
            announce(Notified(owing.write_down(account, "device_added", PLACE)))
    return device


def move_device(
    account: Account, sign_in: SignIn, former: str, endpoint: str, keys: Mapping[str, str]
) -> Device:
    """Push to a new address of a browser, whose own maker gave it one instead of the former.

    Nobody asked its owner: so it must be their device still, agreed to in this signed-in browser.
    """
    with change(account.stream, by=account) as announce:
        known = _device_of(sign_in, seal.marks(former, "devices"))
        if known is None or not known.is_live:
            raise Gone
        marks = seal.marks(endpoint, "devices")
        other = _device_at(marks, account, keys)
        if other is not None and other is not known:
            other.forget()
            db.session.flush()
        known.endpoint_mark, known.endpoint = marks[0], endpoint
        known.keys = json.dumps(dict(keys))
        announce(DeviceAgreed(known))
    return known


def _device_of(sign_in: SignIn, marks: Sequence[bytes]) -> Device | None:
    """The device that was agreed to in this signed-in browser at the endpoint of these marks."""
    return next((one for one in _live_at(marks) if one.sign_in_id == sign_in.id), None)


def _live_at(marks: Sequence[bytes]) -> list[Device]:
    """The devices at the endpoint of these marks, known by the newest key first.

    It is one, except where processes knew other keys for a while.
    """
    query = select(Device).where(Device.endpoint_mark.in_(marks), Device.gone_at.is_(None))
    return sorted(db.session.scalars(query), key=lambda one: marks.index(one.endpoint_mark))


def _device_at(marks: Sequence[bytes], account: Account, keys: Mapping[str, str]) -> Device | None:
    """This account's own device at the endpoint. Another's is forgotten if it changed hands.

    A browser keeps its keys when somebody else signs in there; who knows an address alone has none.
    """
    known = _live_at(marks)
    others = [one for one in known if one.account_id != account.id]
    if any(json.loads(one.keys or "{}") != dict(keys) for one in others):
        raise Refused(_("This browser is rung for somebody else."))
    own = [one for one in known if one.account_id == account.id]
    for one in (*others, *own[1:]):
        one.forget()
    db.session.flush()
    return own[0] if own else None


def _of(sign_in: SignIn) -> Device | None:
    """The device of this signed-in browser: it has one, and a new address takes its place."""
    query = select(Device).where(Device.sign_in_id == sign_in.id, Device.gone_at.is_(None))
    return db.session.scalars(query.order_by(Device.id.desc())).first()


def _new(account: Account) -> Device:
    """One more. None is taken off for it: that would silence a phone, and nobody would notice."""
    if len(owing.live_devices([account.id])) >= MOST_DEVICES:
        raise Refused(_("Ten phones and browsers are rung for you. Take one off first."))
    return Device(account=account)


def forget(account: Account, device: Device) -> Device:
    """Push nothing to this device any more, and keep nothing by which it could be reached."""
    with change(account.stream, by=account) as announce:
        if device.account_id != account.id:
            raise Gone
        device.forget()
        announce(DeviceForgotten(device))
    return device


def choose_roads(account: Account, chosen: Chosen, member: Member | None = None) -> Account:
    """Choose what is told by which road: everywhere, or in one circle."""
    place = member.circle.public_id if member else ""
    with change(account.stream, by=member or account) as announce:
        for (matter, road), wanted in chosen.items():
            _choose(account, place, matter, road, wanted=wanted)
        announce(ReachChosen(account))
    return account


def _choose(account: Account, place: str, matter: Matter, road: Road, *, wanted: bool) -> None:
    known = db.session.get(Preference, (account.id, place, matter, road))
    one = known or Preference(account_id=account.id, place=place, matter=matter, road=road)
    one.wanted = wanted
    db.session.add(one)


def choose_hours(
    account: Account, begins: int | None, ends: int | None, *, rings_through: bool
) -> Account:
    """Choose the minutes of the day between which nothing is pushed, or none."""
    if (begins is None) is not (ends is None):
        raise Refused(_("Quiet hours have a beginning and an end."))
    with change(account.stream, by=account) as announce:
        mine = _availability(account)
        mine.quiet_from, mine.quiet_until, mine.rings_through = begins, ends, rings_through
        announce(ReachChosen(account))
    return account


def say_not_now(account: Account, until: datetime | None) -> Account:
    """Be left alone until then; without a moment, be reached again. Nobody is told."""
    with change(account.stream, by=account) as announce:
        _availability(account).away_until = until
        announce(ReachChosen(account))
    return account


def _availability(account: Account) -> Availability:
    known = db.session.get(Availability, account.id)
    mine = known or Availability(account_id=account.id, rings_through=False)
    db.session.add(mine)
    return mine


def note_arrival(account: Account, delivery: Delivery) -> Delivery:
    """Note that a push was shown on its device, which proves it. A repeat only proves it again."""
    with quiet_change():
        if delivery.notification.account_id != account.id or delivery.device is None:
            raise Gone
        now = clock.now()
        delivery.arrived_at = delivery.arrived_at or now
        delivery.device.proven_at = now
    return delivery


def forget_devices() -> None:
    """Keep nothing of devices whose sign-in was ended: they are not pushed to any more."""
    over = select(Device).join(Device.sign_in).where(Device.gone_at.is_(None))
    with quiet_change():
        for device in db.session.scalars(over.where(SignIn.ended_at.is_not(None))):
            device.forget()

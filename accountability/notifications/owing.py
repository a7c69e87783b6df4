"""What is owed by push and by mail, written in the transaction that causes it.

Each delivery is a promise of its own. It is asked again at the last moment whether it is wanted.
"""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import select

from accountability.accounts.models import Account, SignIn
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.promises import promise
from accountability.notifications.choices import Road
from accountability.notifications.models import Delivery, Device, Notification

# How deliveries are owed: a call's wait behind no others. Rows of before hold news under `CALL`;
# processes of before know that one alone, and keep calls while others are new already.
CALL, NEWS = "deliver", "deliver_news"


def live_devices(account_ids: Iterable[int]) -> list[Device]:
    """The devices of these accounts that may be pushed to."""
    query = (
        select(Device)
        .join(Device.sign_in)
        .where(Device.account_id.in_(list(account_ids)), Device.gone_at.is_(None))
        .where(SignIn.ended_at.is_(None))
        .order_by(Device.id)
    )
    return list(db.session.scalars(query))


def write_down(
    account: Account, kind: str, location: str, names: dict[str, str] | None = None
) -> Notification:
    """Owe an account one thing to be told."""
    said = json.dumps(names or {})
    told = Notification(account=account, kind=kind, location=location, names=said)
    db.session.add(told)
    return told


def _standing(accounts: Iterable[Account], kind: str, location: str) -> list[Notification]:
    """The one notification of each account about this place; written down where there is none."""
    wanted = {account.id: account for account in accounts}
    query = select(Notification).where(
        Notification.account_id.in_(wanted),
        Notification.kind == kind,
        Notification.location == location,
    )
    known = {one.account_id: one for one in db.session.scalars(query)}
    return [
        known.get(account.id) or write_down(account, kind, location) for account in wanted.values()
    ]


def _known(notifications: list[Notification], step: int) -> set[tuple[int, int | None]]:
    query = select(Delivery.notification_id, Delivery.device_id).where(
        Delivery.notification_id.in_([one.id for one in notifications]), Delivery.step == step
    )
    return {(told_id, device_id) for told_id, device_id in db.session.execute(query)}


Ways = dict[int, list[Device | None]]  # an account's devices, and None for its mail


def _ways(accounts: Iterable[Account], roads: Collection[Road]) -> Ways:
    """How each of these accounts would be told by these roads."""
    ways: Ways = {one.id: [] for one in accounts}
    for device in live_devices(ways) if Road.PUSH in roads and ways else ():
        ways[device.account_id].append(device)
    for those in ways.values() if Road.MAIL in roads else ():
        those.append(None)
    return ways


def _owe(told: list[Notification], ways: Ways, step: int, *, loud: bool) -> list[Delivery]:
    if not any(ways.values()):
        return []
    db.session.flush()
    known = _known(told, step)
    return [
        _deliver(one, device, step, loud=loud)
        for one in told
        for device in ways[one.account.id]
        if (one.id, device.id if device else None) not in known
    ]


BY_PUSH = (Road.PUSH,)


def owe(told: list[Notification], roads: Collection[Road] = BY_PUSH) -> list[Delivery]:
    """Owe these by these roads: pushed to every device, and mailed."""
    return _owe(told, _ways((one.account for one in told), roads), step=0, loud=False)


def owe_about(
    accounts: Collection[Account],
    kind: str,
    location: str,
    *,
    step: int,
    loud: bool = False,
    roads: Collection[Road] = BY_PUSH,
) -> list[Delivery]:
    """Owe each account what stands about this place, by these roads, once each for a step.

    Whom none of them reaches gets no row: nothing would ever be sent of it.
    """
    ways = _ways(accounts, roads)
    reached = [one for one in accounts if ways[one.id]]
    told = _standing(reached, kind, location) if reached else []
    return _owe(told, ways, step, loud=loud)


def _deliver(told: Notification, device: Device | None, step: int, *, loud: bool) -> Delivery:
    road = Road.PUSH if device else Road.MAIL
    delivery = Delivery(notification=told, road=road, device=device, step=step, is_loud=loud)
    db.session.add(delivery)
    promise(CALL if told.is_urgent else NEWS, delivery.public_id, due_at=clock.now())
    return delivery


def note_handed(notification: Notification) -> Delivery:
    """A mail that the cause of a notification owes by itself, in a letter of its own."""
    delivery = Delivery(notification=notification, road=Road.MAIL, handed_at=clock.now())
    db.session.add(delivery)
    return delivery

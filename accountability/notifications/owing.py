"""What is owed by push and by mail, written in the transaction that causes it.

Each delivery is a promise of its own. It is asked again at the last moment whether it is wanted.
"""

import json
from collections.abc import Iterable

from sqlalchemy import select

from accountability.accounts.models import Account, SignIn
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.promises import promise
from accountability.notifications.choices import Road
from accountability.notifications.models import Delivery, Device, Notification


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


def standing(accounts: Iterable[Account], kind: str, location: str) -> list[Notification]:
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


def owe(
    notifications: list[Notification],
    *,
    step: int = 0,
    loud: bool = False,
    push: bool = True,
    mail: bool = False,
) -> list[Delivery]:
    """Owe these on their roads, each once for a step: pushed to every device, and mailed."""
    by_account: dict[int, list[Device | None]] = {one.account.id: [] for one in notifications}
    for device in live_devices(by_account) if push else ():
        by_account[device.account_id].append(device)
    for roads in by_account.values() if mail else ():
        roads.append(None)
    if not any(by_account.values()):
        return []
    db.session.flush()
    known = _known(notifications, step)
    return [
        _deliver(told, device, step, loud=loud)
        for told in notifications
        for device in by_account[told.account.id]
        if (told.id, device.id if device else None) not in known
    ]


def _deliver(told: Notification, device: Device | None, step: int, *, loud: bool) -> Delivery:
    road = Road.PUSH if device else Road.MAIL
    delivery = Delivery(notification=told, road=road, device=device, step=step, is_loud=loud)
    db.session.add(delivery)
    promise("deliver", delivery.public_id, due_at=clock.now())
    return delivery


def note_handed(notification: Notification) -> Delivery:
    """A mail that the cause of a notification owes by itself, in a letter of its own."""
    delivery = Delivery(notification=notification, road=Road.MAIL, handed_at=clock.now())
    db.session.add(delivery)
    return delivery

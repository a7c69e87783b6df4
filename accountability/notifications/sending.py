"""Keeping what is owed by push and by mail: asked once more, handed over, and noted.

No connection of the database is held while a service outside is talked to.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from accountability.core import clock, mail, outgoing
from accountability.core.change import change, quiet_change
from accountability.core.extensions import db
from accountability.core.keeping import place_for
from accountability.core.mail import absolute, owe_letter
from accountability.core.promises import Held, Later, keeps
from accountability.core.streams import Stream
from accountability.notifications import owing, webpush
from accountability.notifications.choices import Road
from accountability.notifications.events import AlertDelivered
from accountability.notifications.models import Delivery, Device
from accountability.notifications.wanting import IN_A_ROOM, REPLACED, ends_at, is_wanted
from accountability.notifications.webpush import Pushed
from accountability.urges import access as urges
from accountability.urges.models import UrgeAlert

LEASE = timedelta(seconds=20)  # more than `webpush.WHOLE_PATIENCE`, and settling it
FIRST_PAUSE = 2.0
PLACES, PLACE_FOR = 20, 1.0  # at once, and for how many seconds each counts while it waits
PLACES_OF_NEWS = 8
LONGEST_PAUSE = {"alert": 60.0}
LONG_PAUSE = 900.0
# Fewer than are sent at once: a service that hangs, or somebody's many, leave room for the others.
AT_ONE_SERVICE, FOR_ONE_ACCOUNT = 12, 5
OF_ONE_ACCOUNT_THERE = 3  # the rest is left for phones that ring, though those there hang
# Whoever owns many names has many services. Those that gave no answer lately share these, except
# that one which did before has as many of its own: a line that fails for a moment makes all slow.
AT_ALL_SLOW, SLOW_FOR, SLOW, MOST_KNOWN = 4, 600.0, "slow", 1000
CROWDED = (2.0, 5.0)  # seconds until somebody looks again for room, never all together
NEXT = (0.2, 0.8)  # the same where only one's own phones are before it: there are few of them
NOTHING = "something"
# No mail goes instead: a test is one of pushes, and who wants the rest by mail was owed that, too.
PUSHED_ALONE = {"drill", *REPLACED}

Place = tuple[bool, str | int | tuple[str, int]]
_busy: Counter[Place] = Counter()  # under way, by service, account, and both; urgent ones apart
_slow: dict[str, float] = {}  # services that gave no answer, and until when that is remembered
_answered: dict[str, None] = {}  # services that ever did, the latest last


def _delivery(public_id: str) -> Delivery | None:
    query = select(Delivery).where(Delivery.public_id == public_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


@keeps(owing.NEWS, lease=LEASE, places=PLACES_OF_NEWS, outside=True)
@keeps(owing.CALL, lease=LEASE, places=PLACES, outside=True)
def deliver(mine: Held) -> None:
    """Take one notification to one device, or owe its mail, if that is still wanted."""
    delivery = _delivery(mine.about)
    if delivery is not None and delivery.handed_at is None and is_wanted(delivery):
        (_mail if delivery.road is Road.MAIL else _push)(delivery, mine)


def _waited(delivery: Delivery) -> float:
    return (clock.now() - delivery.made_at).total_seconds()


def _pause(delivery: Delivery, said: Pushed) -> float:
    """Seconds until the next try: as many as it waited so far, or what the service asked for."""
    most = LONGEST_PAUSE.get(delivery.notification.kind, LONG_PAUSE)
    pause = min(max(FIRST_PAUSE, _waited(delivery)), most)
    return max(said.wait, pause * random.uniform(0.5, 1))  # noqa: S311


def _mail(delivery: Delivery, _mine: Held) -> None:
    """Owe a mail that says that there is something. Its name on the wire is the delivery's."""
    with quiet_change():
        account = delivery.notification.account
        link = absolute(f"/deliveries/{delivery.public_id}")
        name = delivery.public_id
        kind = mail.CALL if delivery.notification.is_urgent else mail.LETTER
        told = {"language": account.language, "link": link}
        owe_letter(account.email, NOTHING, name, kind=kind, **told)
        delivery.handed_at = clock.now()


def _push(delivery: Delivery, mine: Held) -> None:
    device = delivery.device
    if device is None or not device.is_live:
        return
    push = webpush.push_of(delivery, device)
    service, account = urlsplit(push.endpoint).netloc, device.account_id
    # A call is of no use for long, and looks for room as soon as at first; all else has a day.
    waited = 0.0 if delivery.notification.kind == "alert" else min(_waited(delivery), LONG_PAUSE)
    db.session.rollback()
    with (
        _under_way(service, account, is_urgent=push.is_urgent, waited=waited),
        place_for(PLACE_FOR),
    ):
        said = webpush.send(push)
    note_patience(service, said)
    _settle(mine, said, push.endpoint)


def note_patience(service: str, said: Pushed) -> None:
    """Remember for a while which services give no answer: all of them share a few places."""
    now = time.monotonic()
    for one in [name for name, until in _slow.items() if until < now or name == service]:
        del _slow[one]
    if not said.code:
        _slow[service] = now + SLOW_FOR
        return
    _answered.pop(service, None)
    _answered[service] = None
    while len(_answered) > MOST_KNOWN:
        del _answered[next(iter(_answered))]


def _places(service: str, account: int, *, is_urgent: bool) -> dict[Place, int]:
    """What a push is counted under, and how many of each may be under way."""
    is_slow = _slow.get(service, 0.0) > time.monotonic()
    where = SLOW if is_slow and service not in _answered else service
    most = AT_ALL_SLOW if is_slow else AT_ONE_SERVICE
    return {
        (is_urgent, where): most,
        (is_urgent, account): FOR_ONE_ACCOUNT,
        (is_urgent, (where, account)): OF_ONE_ACCOUNT_THERE,
    }


@contextmanager
def _under_way(
    service: str, account: int, *, is_urgent: bool = True, waited: float = 0.0
) -> Iterator[None]:
    """Count a push while it goes on. Raises Later if too many of its kind do.

    Then it looks again the later the longer it waited so far: many may wait for a day.
    """
    places = _places(service, account, is_urgent=is_urgent)
    full = [one[1] for one, most in places.items() if _busy[one] >= most]
    if full:
        span = CROWDED if isinstance(full[0], str) else NEXT
        pause = max(random.uniform(*span), waited * random.uniform(0.5, 1))  # noqa: S311
        raise Later(clock.now() + timedelta(seconds=pause), is_due=True)
    _busy.update(list(places))
    try:
        yield
    finally:
        _busy.subtract(list(places))
        for one in places:
            if not _busy[one]:
                del _busy[one]


def _settle(mine: Held, said: Pushed, endpoint: str) -> None:
    delivery = _delivery(mine.about)
    if delivery is None:
        return
    if said.may_come_again:
        again_at = clock.now() + timedelta(seconds=_pause(delivery, said))
        if again_at < ends_at(delivery):
            raise Later(again_at, is_due=True)
    if said.is_taken:
        _accept(delivery)
    else:
        _give_up(delivery, said, endpoint)


def _alert_of(delivery: Delivery) -> UrgeAlert | None:
    """The alert that it is about, if it is about one whose author may hear how far it came."""
    told = delivery.notification
    return urges.alert_told(told.about) if told.kind == "alert" else None


def _is_mail_wanted(mail_id: str) -> bool:
    """Whether a mail about what stands in a room is to go out now, asked as a push is.

    All others go as they were owed: they are of use whenever they come. Raises Later, too.
    """
    delivery = _delivery(mail_id)
    if delivery is None or delivery.notification.kind not in IN_A_ROOM:
        return True
    return is_wanted(delivery)


def _hear_of_mail(mail_id: str) -> tuple[Stream, AlertDelivered] | None:
    """The author of an alert learns that a mail about it left, under the delivery's name."""
    delivery = _delivery(mail_id)
    alert = _alert_of(delivery) if delivery is not None else None
    return (alert.member.account.stream, AlertDelivered(alert)) if alert is not None else None


outgoing.WANTED.append(_is_mail_wanted)
outgoing.WENT_OUT.append(_hear_of_mail)


def _accept(delivery: Delivery) -> None:
    """Note that the push service has it; the author of an alert learns how many it took."""
    alert = _alert_of(delivery)
    if alert is None:
        with quiet_change():
            delivery.handed_at = delivery.accepted_at = clock.now()
        return
    with change(alert.member.account.stream) as announce:
        delivery.handed_at = delivery.accepted_at = clock.now()
        announce(AlertDelivered(alert))


def _give_up(delivery: Delivery, said: Pushed, endpoint: str) -> None:
    """Nothing more comes of it: a device that is gone is forgotten; of most a mail goes instead."""
    log = current_app.logger
    if said.code in {401, 403}:
        log.error("push: %s: the service does not know our key; devices are kept", said.code)
    elif not said.is_gone:
        log.error("push: given up with %s", said.code)
    with quiet_change():
        if said.is_gone:
            _forget(delivery, endpoint)
        delivery.handed_at, delivery.fault = clock.now(), str(said.code or "no answer")
        if delivery.notification.kind not in PUSHED_ALONE:
            owing.owe([delivery.notification], [Road.MAIL])


def _forget(delivery: Delivery, endpoint: str) -> None:
    """Forget the device behind an address that is gone. Raises Later if it moved meanwhile.

    It is asked under the lock of its row: a service says so just when a browser tells its new one.
    """
    row = select(Device).where(Device.id == delivery.device_id)
    locked = row.with_for_update(of=Device).execution_options(populate_existing=True)
    device = db.session.scalar(locked)
    if device is None or not device.is_live:
        return
    if device.endpoint != endpoint:
        raise Later(clock.now(), is_due=True)
    device.forget()

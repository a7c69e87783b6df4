"""How far an alert came, which only its author learns."""

from collections.abc import Iterable

from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.change import change
from accountability.core.errors import Gone
from accountability.core.extensions import db
from accountability.urges import access
from accountability.urges.events import AlertSighted
from accountability.urges.models import UrgeAlert
from accountability.urges.reach import Sighting


def mark_seen(account: Account, alert: UrgeAlert) -> UrgeAlert:
    """Note that a friend looks at a screen that shows it. Once each; never the author's own."""
    with change(alert.member.account.stream, by=account) as announce:
        if access.alert_for(account.id, alert.public_id) is None:
            raise Gone
        sighting = db.session.get(Sighting, (alert.id, account.id))
        is_news = sighting is None or sighting.seen_at is None
        if is_news and alert.is_open and not alert.is_by(account.id):
            sighting = sighting or Sighting(alert_id=alert.id, account_id=account.id)
            sighting.seen_at = clock.now()
            db.session.add(sighting)
            announce(AlertSighted(alert))
    return alert


def _not_yet(alert: UrgeAlert, account_ids: Iterable[int]) -> set[int]:
    """Those of these accounts that may answer it, and on whose screens it is new."""
    known = select(Sighting.account_id).where(Sighting.alert_id == alert.id)
    friends = {friend.account_id for friend in access.friends_of(alert)}
    return (friends & set(account_ids)) - set(db.session.scalars(known))


def mark_arrived(alert: UrgeAlert, account_ids: Iterable[int]) -> UrgeAlert:
    """Note on whose screens it came. Reads first and writes only if there is something new."""
    told = set(account_ids)
    if not _not_yet(alert, told):
        return alert
    with change(alert.member.account.stream) as announce:
        if fresh := _not_yet(alert, told):
            db.session.add_all(Sighting(alert_id=alert.id, account_id=one) for one in fresh)
            announce(AlertSighted(alert))
    return alert

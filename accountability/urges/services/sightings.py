"""How far an alert came, which only its author learns."""

from collections.abc import Collection, Mapping

from sqlalchemy import insert, select

from accountability.accounts.models import Account
from accountability.core import clock, streams
from accountability.core.change import change, nothing_to_do
from accountability.core.errors import Gone
from accountability.core.extensions import db
from accountability.urges import access
from accountability.urges.events import AlertSeenAgain, AlertSighted
from accountability.urges.models import UrgeAlert
from accountability.urges.reach import Sighting

Fresh = dict[UrgeAlert, list[int]]


def _needs_eyes(account: Account, alert: UrgeAlert) -> bool:
    """Whether it is news to its author that this account sees it."""
    if alert.is_by(account.id) or not alert.is_open:
        return False
    sighting = db.session.get(Sighting, (alert.id, account.id))
    return sighting is None or sighting.seen_at is None


def mark_seen(account: Account, alert: UrgeAlert) -> UrgeAlert:
    """Note that a friend looks at a screen that shows it. Once each; never the author's own.

    What is known already is stored in no way: screens say it as often as they come.
    """
    if not _needs_eyes(account, alert):
        nothing_to_do()
        return alert
    with change(alert.member.account.stream, by=account) as announce:
        if access.alert_for(account.id, alert.public_id) is None:
            raise Gone
        if not _needs_eyes(account, alert):
            announce(AlertSeenAgain(alert))
            return alert
        found = db.session.get(Sighting, (alert.id, account.id))
        sighting = found or Sighting(alert_id=alert.id, account_id=account.id)
        sighting.seen_at = clock.now()
        db.session.add(sighting)
        announce(AlertSighted(alert))
    return alert


def _fresh(alerts: Collection[UrgeAlert], arrivals: Mapping[str, Collection[int]]) -> Fresh:
    """Those accounts that may answer an alert, and on whose screens it is new."""
    known = select(Sighting.alert_id, Sighting.account_id)
    before = set(db.session.execute(known.where(Sighting.alert_id.in_([a.id for a in alerts]))))
    hearers = streams.audiences_of([alert.stream for alert in alerts])
    return {
        alert: [
            account_id
            for account_id in hearers[alert.stream_id].keys() & set(arrivals[alert.public_id])
            if not alert.is_by(account_id) and (alert.id, account_id) not in before
        ]
        for alert in alerts
    }


def mark_arrived(arrivals: Mapping[str, Collection[int]]) -> None:
    """Note on whose screens open alerts came: alert to accounts, many alerts in one turn.

    It comes many times for one press and from many presses at once, and nobody waits for it.
    """
    with change(*access.author_streams(arrivals)) as announce:
        alerts = [alert for alert in access.alerts_among(arrivals) if alert.is_open]
        announce.hold(alert.member.account.stream for alert in alerts)
        fresh = _fresh(alerts, arrivals)
        rows = [
            {"alert_id": alert.id, "account_id": account_id}
            for alert, account_ids in fresh.items()
            for account_id in account_ids
        ]
        if rows:
            db.session.execute(insert(Sighting), rows)
        for alert in filter(fresh.get, alerts):
            announce(AlertSighted(alert))

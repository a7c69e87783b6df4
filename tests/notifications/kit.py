"""Phones of the cast that agreed to be pushed to, and turns of the loop."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete, select

from accountability.accounts.models import SignIn
from accountability.core import clock, keeping
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.promises import Promise
from accountability.notifications import owing, reaching
from accountability.notifications.models import Delivery, Device
from accountability.urges.models import UrgeAlert
from accountability.urges.services import handing_on
from accountability.watches import services as watches
from tests.cast import Cast
from tests.kit.push_service import PushService, Received, Subscriber

RUNG, HOUR = timedelta(seconds=5.1), timedelta(hours=1)


class Phones:
    """Who of the cast is reached where, and what came there."""

    def __init__(self, app: Flask, cast: Cast, service: PushService) -> None:
        self.app, self.cast, self.service = app, cast, service
        self.of: dict[str, Subscriber] = {}
        cast.circle()  # what is told while it begins finds no phone

    def give(self, name: str, answers: str = "201") -> Device:
        """Let somebody agree on a new phone, whose push service answers like this."""
        self.of[name] = self.service.subscriber(answers)
        return self.agree(name, self.of[name])

    def agree(self, name: str, subscriber: Subscriber) -> Device:
        """Let somebody agree in a new signed-in browser, at this subscriber's address."""
        account = self.cast.account(name)
        with quiet_change():
            here = SignIn(account=account, token_hash=secrets.token_bytes(32), browser="Chrome")
            db.session.add(here)
        return reaching.agree(account, here, subscriber.endpoint, subscriber.keys)

    def to(self, name: str) -> list[Received]:
        """What was pushed to their latest phone."""
        return self.service.to(self.of[name])

    def rung(self, name: str) -> list[Received]:
        """The same without news: only the calls of friends."""
        return [one for one in self.to(name) if one.headers["ttl"] == "600"]

    def keep(self, at: datetime | None = None) -> None:
        """Keep all that is due at this moment, and what that owes."""
        with clock.at(at or clock.now()):
            while keeping.keep_due(self.app):
                pass

    def ring(self, alert: UrgeAlert) -> None:
        """Let the moment come at which friends are rung."""
        self.keep(alert.raised_at + RUNG)

    def rings_no_more(self, alert: UrgeAlert) -> None:
        """Let no further step of its ladder come; what was rung already stays owed."""
        steps = (Promise.kind == handing_on.KIND, Promise.about == alert.public_id)
        with quiet_change():
            db.session.execute(delete(Promise).where(*steps))


def deliveries() -> list[Delivery]:
    """All deliveries, the oldest first."""
    db.session.rollback()
    newest = select(Delivery).order_by(Delivery.id).execution_options(populate_existing=True)
    return list(db.session.scalars(newest))


def owed() -> list[Promise]:
    """The deliveries that are still owed, the oldest first."""
    db.session.rollback()
    ours = Promise.kind.in_([owing.CALL, owing.NEWS])
    mine = (ours, Promise.kept_at.is_(None), Promise.parked_at.is_(None))
    return list(db.session.scalars(select(Promise).where(*mine).order_by(Promise.id)))


def waits() -> Promise:
    """The one delivery that is still owed."""
    [one] = owed()
    return one


def mails_to(cast: Cast, name: str) -> list[Mail]:
    """What was mailed to somebody."""
    address = cast.account(name).email
    return [mail for mail in db.session.scalars(select(Mail)) if mail.address == address]


def watch_now(cast: Cast, name: str) -> None:
    """Let somebody offer the hours around now, since yesterday."""
    around = [clock.now() + hours * HOUR for hours in (-1, 0, 1)]
    with clock.at(clock.now() - 24 * HOUR):
        slots = [(one.weekday(), one.hour) for one in around]
        watches.offer_hours(cast.member(name), slots)

"""The part of the scene in which people are reached: their devices, and a test that was sent."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from accountability.accounts.models import SignIn
from accountability.circles.models import Circle
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.promises import Promise
from accountability.notifications import drilling, reaching
from accountability.notifications.models import Delivery, Device
from accountability.notifications.owing import CALL, NEWS
from tests.kit.push_service import Subscriber


def tell(scene: Any) -> None:
    """Ana and Ben agreed; a test was sent and came to Ben; Noor is left alone for a while."""
    query = select(Circle).where(Circle.public_id == scene.ids["circle"])
    walkers = db.session.scalars(query).one()
    scene.keep("device", _agreed(scene, "Ana"))
    _agreed(scene, "Ben")
    scene.keep("drill", drilling.drill(scene.me("Ana", walkers)))
    _arrive(scene)
    reaching.say_not_now(scene.people["Noor"], clock.now() + timedelta(hours=20))
    reaching.choose_hours(scene.people["Noor"], 22 * 60, 7 * 60, rings_through=True)


def _agreed(scene: Any, name: str) -> Device:
    account = scene.people[name]
    phone = Subscriber(f"https://push.invalid/{secrets.token_urlsafe(8)}")
    with quiet_change():
        here = SignIn(
            account=account, token_hash=secrets.token_bytes(32), browser=scene.says("Chrome")
        )
        db.session.add(here)
    return reaching.agree(account, here, phone.endpoint, phone.keys)


def _arrive(scene: Any) -> None:
    """What is owed so far was handed over: nothing is sent while somebody looks."""
    ben = scene.people["Ben"]
    with quiet_change():
        owed = list(db.session.scalars(select(Delivery)))
        for delivery in owed:
            delivery.handed_at = clock.now()
        settled = update(Promise).where(Promise.kind.in_(["hand_on", "ring", CALL, NEWS]))
        db.session.execute(settled.values(kept_at=clock.now()))
    [came] = [one for one in owed if one.notification.kind == "drill" and one.device]
    scene.keep("delivery", reaching.note_arrival(ben, came))

"""The part of the scene that keeps the room safe: reports, decisions, somebody removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from accountability.circles.models import Circle, Message
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.owed import name_of
from accountability.core.promises import Promise
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason


def tell(scene: Any) -> None:
    """Let reports be made, taken on, decided and closed."""
    scene.ids["parked"] = _give_up(scene)
    walkers = _one(Circle, scene.ids["circle"])
    ana, ben, mo = (scene.me(name, walkers) for name in ("Ana", "Ben", "Mo"))
    noor, tom, eve = (scene.me(name, walkers) for name in ("Noor", "Tom", "Eve"))
    words = {"reason": Reason.UNKIND, "words": scene.says("That was hard to read.")}
    message = _one(Message, scene.ids["message"])
    scene.keep("report", moderation.report(ana, message, **words))
    taken = scene.keep("taken", moderation.report(noor, message, **words))
    moderation.claim_report(mo, taken)
    closed = scene.keep("closed", moderation.report(noor, tom, **words))
    moderation.claim_report(mo, closed)
    moderation.dismiss_report(mo, closed, scene.says("It was meant kindly."))
    scene.keep("staff_report", moderation.report(ben, mo, **words))
    ground = moderation.Ground(Reason.UNKIND, scene.says("Please be gentler."))
    scene.keep("warning", moderation.warn(mo, ben, ground))
    until = clock.now() + timedelta(days=2)
    scene.keep("mute", moderation.mute(mo, tom, ground, until))
    scene.keep("removal", moderation.remove(ana, eve, ground))


def _one(model: Any, public_id: str) -> Any:
    return db.session.scalars(select(model).where(model.public_id == public_id)).one()


def _give_up(scene: Any) -> str:
    """A mail that no server took, for staff to see."""
    long_ago = scene.now - timedelta(hours=3)
    with quiet_change():
        owed = Promise(kind="mail", key="given up", about="a" * 22, due_at=long_ago)
        owed.free_at, owed.parked_at = long_ago, scene.now
        owed.tries, owed.fault = 12, "SMTPRecipientsRefused"
        db.session.add(owed)
    return name_of(owed.id)

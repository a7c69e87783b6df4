"""A circle that is told later is rung once for each friend, and loudly who is on watch there."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accountability.core import clock, keeping, promises, taking
from accountability.core.extensions import db
from accountability.notifications.models import Delivery, Notification
from accountability.urges import services as urges
from accountability.watches import services as watches
from tests.cast import join, make_circle
from tests.circles.kit import at_once


def test_a_ring_for_another_circle_and_a_step_together_ring_each_friend_once(
    app, phones, cast, monkeypatch
):
    real = promises.mark_kept
    monkeypatch.setattr(promises, "mark_kept", lambda: (time.sleep(0.15), real())[1])
    other = make_circle(cast.account("Ana"), "Harbour")
    join(other, cast.account("Cleo"))
    for name in ("Ben", "Mo", "Cleo"):
        phones.give(name)
    alert = urges.raise_alert(cast.member("Ana"))
    urges.also_tell(cast.member("Ana"), alert, other)
    place, moment = f"/alerts/{alert.public_id}", alert.raised_at + timedelta(seconds=6)
    with clock.at(moment):
        taken = [*taking.take(["ring"]), *taking.take(["hand_on"])]
    db.session.rollback()

    def keep(one):
        with clock.at(moment):
            return keeping.keep(one)

    assert at_once(app, *[partial(keep, one) for one in taken]) == [True, True], taken

    db.session.rollback()
    rung = select(Notification.account_id).where(Notification.location == place)
    assert max(Counter(db.session.scalars(rung)).values()) == 1


def test_who_is_on_watch_in_the_circle_told_later_is_rung_loudly(phones, cast):
    other = make_circle(cast.account("Ana"), "Harbour")
    cleo, ida = join(other, cast.account("Cleo")), join(other, cast.account("Ida"))
    phones.give("Cleo")
    phones.give("Ida")
    now = clock.now()
    hours = [now.astimezone(ZoneInfo(cleo.account.zone)) + timedelta(hours=n) for n in (0, 1)]
    watches.offer_hours(cleo, [(one.weekday(), one.hour) for one in hours])
    alert = urges.raise_alert(cast.member("Ana"))
    phones.keep(alert.raised_at + timedelta(seconds=9))
    with clock.at(now + timedelta(seconds=20)):
        urges.also_tell(cast.member("Ana"), alert, other)
    with clock.at(now + timedelta(seconds=21)):
        for one in taking.take(["ring"]):
            keeping.keep(one)

    about = select(Delivery).join(Delivery.notification).where(Notification.kind == "alert")
    rung = {one.notification.account_id: one.is_loud for one in db.session.scalars(about)}
    assert (rung[cleo.account_id], rung[ida.account_id]) == (True, False)

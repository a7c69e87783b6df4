"""Forgetting how things went out, once nobody asks any more."""

from datetime import timedelta

from sqlalchemy import delete, select

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.notifications.models import Delivery, Drill, Notification

# As long as an arrival proves a device: a page that counts arrivals says the same until then.
REMEMBERED = timedelta(days=30)


def forget_deliveries() -> None:
    """Delete deliveries and tests of more than thirty days; what was told by them stays, as news.

    Of a test nothing stays, for its notifications are shown nowhere.
    """
    before = clock.now() - REMEMBERED
    drills = (Notification.kind == "drill", Notification.made_at < before)
    of_drills = select(Notification.id).where(*drills)
    for gone in (
        delete(Delivery).where(Delivery.made_at < before),
        delete(Delivery).where(Delivery.notification_id.in_(of_drills)),
        delete(Notification).where(*drills),
        delete(Drill).where(Drill.sent_at < before),
    ):
        with quiet_change():
            db.session.execute(gone.execution_options(synchronize_session=False))

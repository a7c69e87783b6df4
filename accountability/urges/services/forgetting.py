"""Deleting the words of alerts; that there was one stays, for its author."""

from sqlalchemy import delete, or_, select, update

from accountability.circles.models import FORGOTTEN_AFTER, REPORTABLE_FOR, Circle
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.urges.earlier_notes import EarlierNote
from accountability.urges.models import Telling, UrgeAlert
from accountability.urges.responses import AlertResponse


def forget_alerts(circle: Circle) -> Circle:
    """Delete the notes, outcomes' words and answers of alerts told to a circle that closed.

    An alert that another circle may still read keeps them until that one's time has come too.
    """
    stays = or_(Circle.closed_at.is_(None), Circle.closed_at >= clock.now() - FORGOTTEN_AFTER)
    read = select(Telling.alert_id).join(Telling.circle).where(stays)
    told = select(Telling.alert_id).where(Telling.circle_id == circle.id)
    ids = told.where(Telling.alert_id.not_in(read))
    with quiet_change():
        answers = update(AlertResponse).where(AlertResponse.alert_id.in_(ids))
        db.session.execute(answers.values(text_sealed=None))
        alerts = update(UrgeAlert).where(UrgeAlert.id.in_(ids))
        gone = {"note_sealed": None, "helped_sealed": None, "thanks_sealed": None}
        db.session.execute(alerts.values(**gone))
    return circle


def forget_earlier_notes() -> None:
    """Delete what notes said before, once nobody can report it any more."""
    with quiet_change():
        due = EarlierNote.replaced_at <= clock.now() - REPORTABLE_FOR
        db.session.execute(delete(EarlierNote).where(due))

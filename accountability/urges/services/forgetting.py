"""Deleting the words of alerts; that there was one stays, for its author."""

from sqlalchemy import select, update

from accountability.circles.models import Circle, Member
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.urges.models import AlertResponse, UrgeAlert


def forget_alerts(circle: Circle) -> Circle:
    """Delete the notes, outcomes' words and answers of alerts raised in a circle that closed."""
    raised = select(UrgeAlert.id).join(Member, Member.id == UrgeAlert.member_id)
    ids = raised.where(Member.circle_id == circle.id)
    with quiet_change():
        answers = update(AlertResponse).where(AlertResponse.alert_id.in_(ids))
        db.session.execute(answers.values(text_sealed=None))
        alerts = update(UrgeAlert).where(UrgeAlert.id.in_(ids))
        gone = {"note_sealed": None, "helped_sealed": None, "thanks_sealed": None}
        db.session.execute(alerts.values(**gone))
    return circle

"""A database with rows in it goes all the way up, and down again."""

from datetime import timedelta

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges import services as urges
from accountability.urges.models import UrgeAlert


@pytest.fixture
def lived_in(app, cast):
    """The newest form with people, an open alert and one that ended by itself long ago."""
    with app.app_context():
        with clock.at(clock.now() - timedelta(days=3)):
            urges.raise_alert(cast.member("Ben"))
        urges.raise_alert(cast.member("Ana"))
        db.session.commit()
        db.session.remove()
    return app


def test_rows_survive_the_way_down_to_the_first_form_and_up_again(lived_in):
    with lived_in.app_context():
        downgrade(revision="0001")
        db.engine.dispose()
        kept = db.session.scalar(text("SELECT count(*) FROM urge_alerts"))
        db.session.remove()
        upgrade()
        alerts = db.session.scalars(select(UrgeAlert).order_by(UrgeAlert.raised_at)).all()

        assert kept == len(alerts) == 2
        assert [alert.lapsed_at is None for alert in alerts] == [False, True]
        assert urges.end_lapsed_alerts() == [], "what ended before the upgrade is told to nobody"

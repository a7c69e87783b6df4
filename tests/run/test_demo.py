"""`./run demo` fills an empty database with something to look at, by two people who can sign in."""

import re

import pytest
from sqlalchemy import func, select

from accountability.accounts.models import Account
from accountability.app import create_app
from accountability.circles.models import Member, Message
from accountability.core import clock
from accountability.core.extensions import db
from accountability.streaks.models import Cheer, Journey, Milestone, Slip
from accountability.urges.models import UrgeAlert
from tests.accounts.door import is_signed_in, sign_in
from tests.cast import Browser, apart
from tests.settings import settings_for

WAY_IN = re.compile(r"^  (\S+@\S+)   password: (\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A service whose database `flask demo` has filled, and what that said."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(settings_for(folder, f"sqlite:///{folder}/steady.sqlite"))
    done = apart(app.test_cli_runner().invoke, args=["demo"])
    assert done.exit_code == 0, done.output
    yield app, done.output
    with app.app_context():
        db.engine.dispose()


def test_the_demo_is_there_to_be_looked_at(demo):
    app, said = demo

    assert "Sixty days pass" in said  # what stands before the bar, where there is a screen
    ways_in = WAY_IN.findall(said)
    assert len(ways_in) == 2
    for email, password in ways_in:
        browser = Browser(app)
        sign_in(browser, email, password)
        assert is_signed_in(browser)
    with app.app_context():
        people = db.session.scalar(select(func.count()).select_from(Member))
        alerts = [one for one in db.session.scalars(select(UrgeAlert)) if one.is_open]
        first, last = db.session.execute(
            select(func.min(Message.posted_at), func.max(Message.posted_at))
        ).one()
        joined = db.session.scalar(select(func.min(Account.made_at)))
        days = (clock.now() - joined).days
    assert (people, len(alerts)) == (5, 1)
    assert days >= 60 and (last - first).days > 50


def test_the_five_of_the_demo_keep_days_and_one_has_kept_all_sixty(demo):
    app, _said = demo

    with app.app_context():
        kept = sorted(one.streak().days for one in db.session.scalars(select(Journey)))
        marks = [(one.days, one.found_at) for one in db.session.scalars(select(Milestone))]
        ended = [one.raised_at for one in db.session.scalars(select(UrgeAlert)) if not one.is_open]
        slips, cheers = (db.session.scalars(select(kind)).all() for kind in (Slip, Cheer))

    assert kept == [2, 12, 23, 41, 60] and slips == []
    assert max(days for days, _at in marks) == 30 and len(cheers) > 10  # sixty is for today
    assert (max(ended) - min(ended)).days > 50
    assert (max(at for _days, at in marks) - min(at for _days, at in marks)).days > 50

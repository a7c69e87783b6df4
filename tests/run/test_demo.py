"""`./run demo` fills an empty database with something to look at, by two people who can sign in."""

import re

from sqlalchemy import func, select

from accountability.accounts.models import Account
from accountability.app import create_app
from accountability.circles.models import Member, Message
from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges.models import UrgeAlert
from tests.accounts.door import is_signed_in, sign_in
from tests.cast import Browser, apart
from tests.settings import settings_for

WAY_IN = re.compile(r"^  (\S+@\S+)   password: (\S+)$", re.MULTILINE)


def test_the_demo_is_there_to_be_looked_at(tmp_path):
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/steady.sqlite"))

    done = apart(app.test_cli_runner().invoke, args=["demo"])

    assert done.exit_code == 0, done.output
    ways_in = WAY_IN.findall(done.output)
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
        db.engine.dispose()
    assert (people, len(alerts)) == (5, 1)
    assert days >= 60 and (last - first).days > 50

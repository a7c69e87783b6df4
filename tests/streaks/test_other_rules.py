"""A country changes its rules, and the service is begun with them: no midnight is lost by that."""

import shutil
import zoneinfo
from datetime import date, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.streaks import services
from accountability.streaks.models import Milestone
from tests.cast import make_account, make_circle

ZONE, FIRST = "Asia/Tokyo", date(2026, 5, 1)  # nine hours before UTC, all the year
OTHERS = ["Etc/GMT-8", "Etc/GMT-10"]  # an hour less, and an hour more


def rules(name):
    """The file with the rules of a zone."""
    return files("tzdata.zoneinfo").joinpath(*name.split("/"))


@pytest.fixture
def learn(tmp_path):
    """Let a zone have the rules of another from now on, as another version of its file would."""

    def learn(zone, other):
        path = tmp_path / zone
        path.parent.mkdir(exist_ok=True)
        shutil.copy(rules(other), path)
        zoneinfo.reset_tzpath([tmp_path])
        ZoneInfo.clear_cache()

    yield learn
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


def keep_all(app, moment):
    with clock.at(moment):
        while keeping.keep_due(app):
            pass


def marked():
    db.session.rollback()
    return list(db.session.scalars(select(Milestone.days).order_by(Milestone.id)))


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_owed_by_former_rules_is_kept_by_the_new(app, context, learn, other):
    ana = make_account("Ana", zone=ZONE)
    make_circle(ana)
    with clock.at(clock.first_moment(ZONE, FIRST) + timedelta(hours=12)):
        services.begin_journey(ana, FIRST)
    former = clock.first_moment(ZONE, FIRST + timedelta(days=1))
    learn(ZONE, other)
    midnight = clock.first_moment(ZONE, FIRST + timedelta(days=1))
    assert abs(midnight - former) == timedelta(hours=1)

    keep_all(app, min(former, midnight))
    before = marked()
    keep_all(app, max(former, midnight))
    after = marked()
    for day in range(2, 8):
        keep_all(app, clock.first_moment(ZONE, FIRST + timedelta(days=day)))

    assert (before, after, marked()) == ([], [1], [1, 3, 7])
    assert [one.reached_on for one in db.session.scalars(select(Milestone))] == [
        FIRST + timedelta(days=days) for days in (1, 3, 7)
    ]

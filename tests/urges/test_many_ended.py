"""A room can be read however many alerts ended in it: a press and its end may be repeated for ever.

A database takes only so many values with one question (PostgreSQL 65,535).
"""

import pytest
from sqlalchemy import event

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.streams import Entry, Stream, StreamKind
from accountability.urges import access, services
from accountability.urges.choices import Outcome
from accountability.urges.models import Telling, UrgeAlert

MANY = 120  # more than a picture shows of its order


def _one_ends(member: Member) -> None:
    circle, own, now = member.circle, member.account.stream, clock.now()
    alert = UrgeAlert(stream=Stream(kind=StreamKind.ALERT), member=member, raised_at=now)
    alert.outcome, alert.resolved_at = Outcome.HELD, now
    db.session.add(alert)
    db.session.flush()
    for stream, kind in ((circle.stream, "alert"), (own, "reach")):
        stream.head += 1
        number = {"seq": stream.head, "first": stream.head}
        db.session.add(Entry(stream_id=stream.id, kind=kind, card_id=alert.public_id, **number))
    db.session.add(Telling(alert=alert, circle=circle, seq=circle.stream.head))


def end_many(member: Member) -> None:
    """So many more alerts of a member that ended, as rows."""
    with quiet_change():
        for _ in range(MANY):
            _one_ends(member)


@pytest.fixture
def most_values(app):
    """The most values that were given along with one question of these looks."""

    def most(browser, *paths):
        most = [0]

        def note(_connection, _cursor, _statement, parameters, *_more):
            most.append(len(parameters))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        answers = [browser.get(path) for path in paths]
        event.remove(engine, "before_cursor_execute", note)
        assert [one.status_code for one in answers] == [200] * len(paths)
        return max(most)

    return most


def test_no_question_of_a_room_grows_with_the_alerts_that_ended_in_it(app, cast, most_values):
    with app.app_context():
        circle, ana = cast.circle(), cast.member("Ana")
        streams = (circle.stream.public_id, ana.account.stream.public_id)
        paths = [f"/streams/{stream}/snapshot?as=data" for stream in streams]
        paths.append(f"/circles/{circle.public_id}")
        end_many(ana)
    browser = cast.browser("Ana")

    some = most_values(browser, *paths)
    with app.app_context():
        end_many(cast.member("Ana"))

    assert most_values(browser, *paths) == some


def many_leave(circle: Circle, account: Account) -> None:
    """Somebody came and left so many times, as rows."""
    with quiet_change():
        for _ in range(MANY):
            circle.stream.head += 1
            seq, now = circle.stream.head, clock.now()
            member = Member(circle=circle, account=account, name="Cleo", since_seq=seq, left_at=now)
            db.session.add(member)
            db.session.flush()
            number = {"stream_id": circle.stream_id, "seq": seq, "first": seq}
            db.session.add(Entry(kind="member", card_id=member.public_id, **number))


def test_no_question_of_a_room_grows_with_those_who_left_it(app, cast, most_values):
    with app.app_context():
        circle, cleo = cast.circle(), cast.account("Cleo")
        paths = [f"/streams/{circle.stream.public_id}/snapshot?as=data"]
        paths.append(f"/circles/{circle.public_id}")
        many_leave(circle, cleo)
    browser = cast.browser("Ana")

    some = most_values(browser, *paths)
    with app.app_context():
        many_leave(cast.circle(), cast.account("Cleo"))

    assert most_values(browser, *paths) == some


def test_an_open_alert_stays_in_sight_below_many_that_ended(app, cast):
    with app.app_context():
        ana, ben = cast.circle() and cast.member("Ana"), cast.member("Ben")
        alert = services.raise_alert(ana).public_id
        end_many(ben)
        stream = ana.circle.stream.public_id
        own = ana.account.stream.public_id
    browser = cast.browser("Ana")

    def shown(of):
        picture = browser.get(f"/streams/{of}/snapshot?as=data").json
        return {(one["kind"], one["id"]) for one in picture["cards"]}

    before = shown(stream), shown(own)
    with app.app_context():
        services.resolve(cast.member("Ana"), access.alert_told(alert), Outcome.HELD)
        end_many(cast.member("Ana"))

    assert ("alert", alert) in before[0] and ("reach", alert) in before[1]
    assert ("alert", alert) not in shown(stream) and ("reach", alert) not in shown(own)

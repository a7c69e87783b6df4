"""Whoever asks and has nobody is handed on, once for each step, until somebody comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.core import clock, keeping, taking
from accountability.core.extensions import db
from accountability.core.promises import Promise
from accountability.core.reading import head_of
from accountability.urges import access, services
from accountability.urges.choices import Outcome
from accountability.urges.hand_ons import HandOn
from accountability.urges.models import LAPSES_AFTER
from tests.cast import join, make_circle


@pytest.fixture
def alert(context, cast):
    """Ana asks Ben and Mo for company."""
    return services.raise_alert(cast.circle() and cast.member("Ana"))


def after(**how):
    return clock.at(clock.now() + timedelta(**how))


def steps(alert):
    db.session.rollback()
    rows = db.session.scalars(select(HandOn).order_by(HandOn.id)).all()
    return [(one.kind.value, one.named.name if one.named else None) for one in rows]


def names_asked(alert):
    return [name for kind, name in steps(alert) if name]


def test_nobody_is_asked_while_the_press_can_be_taken_back(app, alert):
    with after(seconds=4):
        keeping.keep_due(app)

    assert steps(alert) == []


def test_the_ladder_asks_one_then_the_next_then_everyone(app, alert):
    for seconds in (5, 30, 60, 120, 420):
        with after(seconds=seconds + 1):
            keeping.keep_due(app)

    assert steps(alert) == [
        ("first", "Ben"),
        ("ring", None),
        ("next", "Mo"),
        ("everyone", None),
        ("again", "Ben"),
    ]


def test_a_step_is_made_once_however_often_it_comes(app, alert):
    since = round(alert.alone_since.timestamp() * 1_000_000)
    services.hand_on(alert.public_id, since, 0)

    with after(seconds=6):
        keeping.keep_due(app)
        assert services.hand_on(alert.public_id, since, 0) is None

    assert len(steps(alert)) == 1


def test_a_step_locks_what_every_verb_on_the_alert_locks_and_nothing_more(alert, cast):
    services.raise_alert(cast.member("Ben"))

    locked = {stream.id for stream in access.streams_of(alert.public_id)}

    assert locked == {stream.id for stream in alert.streams}
    assert access.streams_of("x" * 22) == []


def test_a_claim_ends_it_and_its_silence_begins_it_anew(app, cast, alert):
    with after(seconds=6):
        keeping.keep_due(app)
        services.claim(cast.member("Ben"), alert)
    with after(seconds=130):
        keeping.keep_due(app)
    assert names_asked(alert) == ["Ben"]

    with after(seconds=6 + 181):
        services.end_lapsed_claims()
        keeping.keep_due(app)

    assert len(names_asked(alert)) == 2


def test_who_lets_go_hands_on_at_once(app, cast, alert):
    services.claim(cast.member("Ben"), alert)
    services.let_go(cast.member("Ben"), alert)

    keeping.keep_due(app)

    assert names_asked(alert) == ["Mo"], "who has just carried is not the first to be asked"


@pytest.mark.parametrize("comes", ["words", "claim"])
def test_words_and_a_claim_are_company(app, cast, alert, comes):
    if comes == "words":
        services.respond(cast.member("Ben"), alert, "I am here.")
    else:
        services.claim(cast.member("Ben"), alert)

    with after(minutes=2):
        keeping.keep_due(app)

    assert names_asked(alert) == ([] if comes == "claim" else ["Ben"])
    assert len(steps(alert)) <= 1, "words hold off each step but the first"


@pytest.mark.parametrize("comes", ["ready", "decline", "seen"])
def test_a_quick_tap_a_no_and_a_look_are_none(app, cast, alert, comes):
    ben = cast.member("Ben")
    if comes == "ready":
        services.respond_ready(ben, alert, "here")
    elif comes == "decline":
        services.decline(ben, alert)
    else:
        services.mark_seen(ben.account, alert)

    with after(seconds=6):
        keeping.keep_due(app)

    assert names_asked(alert) == ["Ben"], "whom it skips would tell who cannot"


def test_still_alone_begins_it_anew_at_once(app, cast, alert):
    services.respond(cast.member("Ben"), alert, "I am here.")
    services.call_again(cast.member("Ana"), alert)

    keeping.keep_due(app)

    assert names_asked(alert) == ["Ben"]


def test_passed_on_and_not_taken_it_goes_on_to_the_next(app, cast, alert):
    services.claim(cast.member("Ben"), alert)
    services.pass_on(cast.member("Ben"), alert, cast.member("Mo"))

    keeping.keep_due(app)
    early = steps(alert)
    with after(seconds=61):
        keeping.keep_due(app)

    assert (early, [kind for kind, _name in steps(alert)]) == ([], ["next"])


@pytest.mark.parametrize("end", ["resolved", "taken back"])
def test_what_is_over_is_not_handed_on(app, cast, alert, end):
    ana = cast.member("Ana")
    if end == "resolved":
        services.resolve(ana, alert, Outcome.HELD)
    else:
        services.take_back(ana, alert)

    with after(minutes=2):
        keeping.keep_due(app)

    assert steps(alert) == []


def test_it_goes_on_until_it_lapses_and_then_owes_nothing(app, alert):
    moment, begun = clock.now(), clock.now()
    while moment < begun + LAPSES_AFTER + timedelta(hours=2):
        moment += timedelta(minutes=10)
        with clock.at(moment):
            while keeping.keep_due(app):
                pass

    owed = select(Promise).where(Promise.kind == "hand_on", Promise.kept_at.is_(None))
    last = db.session.scalars(select(HandOn.made_at).order_by(HandOn.id.desc())).first()
    assert db.session.scalars(owed).all() == []
    assert begun + timedelta(hours=10) < last <= begun + LAPSES_AFTER


def test_whom_the_author_chose_is_asked_first(app, cast, context):
    ana = cast.circle() and cast.member("Ana")
    ana.first_friend_id = cast.member("Mo").id
    db.session.commit()
    alert = services.raise_alert(ana)

    with after(seconds=6):
        keeping.keep_due(app)

    assert names_asked(alert) == ["Mo"]


def test_each_step_that_asks_is_told_and_a_ring_only_to_its_author(app, cast, alert):
    ana = cast.member("Ana")
    heads = []
    for seconds in (6, 31):
        with after(seconds=seconds):
            keeping.keep_due(app)
        db.session.rollback()
        heads.append((head_of(alert.stream), head_of(ana.account.stream)))

    (room, account), (room_later, account_later) = heads
    assert (room, room_later - room, account_later - account) == (2, 0, 1)


def test_two_who_keep_promises_at_once_make_one_step(app, cast, alert):
    with after(seconds=6):
        first, second = taking.take(["hand_on"]), taking.take(["hand_on"])
        kept = [keeping.keep(one) for one in (*first, *second)]

    assert (kept, len(steps(alert))) == ([True], 1)


def shared_twice(cast, *names):
    """A circle of Ana's with these friends, older than the one that the alert is for."""
    other = make_circle(cast.account("Ana"), name="Harbour")
    for name in names:
        join(other, cast.account(name))
    cast.circle()
    return other


def first_asked(app, cast, other):
    alert = services.raise_alert(cast.member("Ana"))
    services.also_tell(cast.member("Ana"), alert, other)
    with after(seconds=6):
        keeping.keep_due(app)
    return names_asked(alert)


def test_the_first_friend_is_asked_first_whichever_circles_hear(app, context, cast):
    other = shared_twice(cast, "Ben", "Mo")
    services.choose_first_friend(cast.member("Ana"), cast.member("Mo"))

    assert first_asked(app, cast, other) == ["Mo"]


def test_what_a_friend_carried_counts_from_all_circles_that_hear(app, context, cast):
    other = shared_twice(cast, "Ben", "Mo")
    taken = services.raise_alert(cast.member("Ana"))  # heard at home alone
    services.claim(cast.member("Ben"), taken)
    services.resolve(cast.member("Ana"), taken, Outcome.HELD)

    assert first_asked(app, cast, other) == ["Mo"]

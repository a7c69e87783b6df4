"""What the figures count, and the alarm for an alert that was dropped."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from accountability.circles import services as circles
from accountability.core import aftermath, clock, keeping
from accountability.core.aftermath import Told
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.promises import Promise, promise
from accountability.core.streams import Stream
from accountability.realtime import heads, sockets
from accountability.realtime.sockets import Live
from accountability.running import figures, watchdog
from accountability.urges import services as urges
from tests.cast import Cast, apart


def numbers(app) -> dict[str, float]:
    """What Prometheus would read, from this machine."""
    answer = apart(app.test_client().get, "/metrics")
    assert answer.status_code == 200
    found = re.findall(r"^(steady_\S+) (\S+)$", answer.get_data(as_text=True), re.MULTILINE)
    return {name: float(value) for name, value in found}


def raised(cast: Cast, seconds: int, **more):
    """An alert of Ana's, raised so many seconds ago."""
    with clock.at(clock.now() - timedelta(seconds=seconds)):
        return urges.raise_alert(cast.member("Ana"), **more)


def be_late(seconds, **more):
    """Let whatever is owed have been due so many seconds ago."""
    late = clock.now() - timedelta(seconds=seconds)
    db.session.execute(update(Promise).values(due_at=late, free_at=late, **more))
    db.session.commit()


def is_dropped(app):
    db.session.rollback()
    return watchdog.look(app), numbers(app)["steady_alerts_dropped"]


def test_an_alert_is_unanswered_until_somebody_came(context, cast: Cast):
    alert = raised(cast, 20)
    assert figures.unanswered() == 1

    urges.respond(cast.member("Ana"), alert, "my own words")
    urges.respond_ready(cast.member("Mo"), alert, "here")
    assert figures.unanswered() == 1

    urges.claim(cast.member("Ben"), alert)
    assert figures.unanswered() == 0
    urges.let_go(cast.member("Ben"), alert)
    assert figures.unanswered() == 1
    urges.respond(cast.member("Ben"), alert, "I am here")

    assert numbers(context)["steady_alerts_unanswered"] == 0


def test_an_alert_that_nobody_hands_on_is_a_fault_and_a_figure(context, cast: Cast, caplog):
    alert = raised(cast, 200)
    be_late(70)
    assert is_dropped(context) == (0, 0)

    be_late(76)

    assert is_dropped(context) == (1, 1)
    assert "1 alerts were neither answered nor handed on" in caplog.text
    urges.claim(cast.member("Ben"), alert)
    assert is_dropped(context) == (0, 0)


def test_an_alert_whose_step_was_given_up_or_never_owed_was_dropped(context, cast: Cast):
    raised(cast, 200)
    be_late(0, parked_at=clock.now())
    assert is_dropped(context) == (1, 1)
    assert numbers(context)["steady_promises_parked"] >= 1

    db.session.execute(delete(Promise))
    db.session.commit()

    assert is_dropped(context) == (1, 1)


def test_a_step_of_an_earlier_round_does_not_hide_that_this_round_has_none(context, cast: Cast):
    alert = raised(cast, 900)
    with clock.at(clock.now() - timedelta(seconds=200)):
        urges.call_again(cast.member("Ana"), alert)
    earlier = Promise.key.startswith(
        f"{alert.public_id}:{round(alert.raised_at.timestamp() * 1e6)}:"
    )
    due = clock.now() + timedelta(minutes=5)
    db.session.execute(update(Promise).where(earlier).values(due_at=due, free_at=due))
    db.session.execute(update(Promise).where(~earlier).values(parked_at=clock.now()))
    db.session.commit()

    assert is_dropped(context) == (1, 1)


def test_an_alert_that_is_handed_on_as_it_should_was_not_dropped(context, cast: Cast):
    raised(cast, 200)
    while keeping.keep_due(context):
        pass

    assert is_dropped(context) == (0, 0)


@pytest.mark.parametrize("after", [100, 190])
def test_whoever_was_left_just_now_is_not_dropped_until_nobody_notes_it(context, cast, after):
    alert = raised(cast, 300)
    with clock.at(alert.raised_at + timedelta(seconds=10)):
        urges.claim(cast.member("Ben"), alert)
        assert keeping.keep_due(context), "the step of the press came to nothing: Ben was there"
    with clock.at(alert.raised_at + timedelta(seconds=100)):
        if after == 100:
            circles.leave(cast.member("Ben"))

    counts = []
    for seconds in (after - 1, after + 1, after + 74, after + 76):
        with clock.at(alert.raised_at + timedelta(seconds=seconds)):
            counts.append(figures.dropped())
            db.session.rollback()
    urges.end_lapsed_claims()

    assert (counts, figures.dropped()) == ([0, 0, 0, 1], 0)


def test_what_is_due_and_not_kept_is_late(context, cast: Cast):
    raised(cast, 200)
    be_late(30)
    with quiet_change():
        promise("mail", "b" * 22, due_at=clock.now() - timedelta(seconds=500))

    said = numbers(context)

    assert 30 <= said["steady_promise_late_seconds"] < 40
    # Mail is read in the outbox here: nobody waits for it.
    assert said["steady_promise_outside_late_seconds"] == 0


def test_the_time_to_the_first_claim_is_read_from_the_rows(context, cast: Cast):
    alert = raised(cast, 40)
    urges.claim(cast.member("Ben"), alert)

    said = numbers(context)

    assert said['steady_first_claim_seconds_bucket{le="30"}'] == 0
    assert said['steady_first_claim_seconds_bucket{le="60"}'] == 1
    assert said["steady_first_claim_seconds_count"] == 1
    assert 40 <= said["steady_first_claim_seconds_sum"] < 60


def test_a_claim_from_before_a_press_was_taken_back_is_no_answer_to_the_next(context, cast: Cast):
    alert = raised(cast, 40)
    with clock.at(alert.raised_at + timedelta(seconds=2)):
        urges.claim(cast.member("Ben"), alert)
        urges.take_back(cast.member("Ana"), alert)
    again = raised(cast, 20)
    assert (again.id, figures.seconds_to_first_claim()) == (alert.id, [])

    urges.claim(cast.member("Mo"), again)

    [seconds] = figures.seconds_to_first_claim()
    assert 20 <= seconds < 40


def test_sockets_ghosts_and_heads_behind_are_counted(context, cast: Cast):
    stream = cast.circle().stream
    sockets.add(Live("gone", 1, 1, as_data=True, told_heads={stream.public_id: stream.head}))
    try:
        level = numbers(context)
        db.session.execute(update(Stream).values(head=Stream.head + 1))
        db.session.commit()
        moved = numbers(context)
    finally:
        sockets.drop("gone")

    assert (level["steady_sockets"], level["steady_ghosts"]) == (1, 1)
    assert (level["steady_heads_behind"], moved["steady_heads_behind"]) == (0, 1)


def test_a_stream_that_a_socket_follows_no_more_is_not_behind(context, cast: Cast):
    stream = cast.circle().stream.public_id
    cleo = cast.account("Cleo").id  # who is in no circle
    socket = Live("gone", cleo, 1, as_data=True, told_heads={stream: 0})
    sockets.add(socket)
    try:
        before = numbers(context)
        heads.announce(everything=False)
        in_between = numbers(context)
        heads.announce(everything=True)
        after = numbers(context)
    finally:
        sockets.drop("gone")

    behind = [one["steady_heads_behind"] for one in (before, in_between, after)]
    assert behind == [1, 1, 0]
    assert stream not in socket.told_heads


def test_what_finds_no_place_after_its_commit_is_dropped_and_counted(context, cast: Cast):
    before, told = numbers(context)["steady_told_dropped"], Told(1, "s" * 22, 1, (), {})
    try:
        aftermath.hand_over([told] * (aftermath.DEPTH + 2 - aftermath.queue.qsize()))
        urges.raise_alert(cast.member("Ana"))
        said = numbers(context)
    finally:
        aftermath.queue.queue.clear()

    assert said["steady_told_waiting"] == aftermath.DEPTH
    assert said["steady_told_dropped"] >= before + 3, "two of these, and what the call changed"


def test_requests_are_counted_by_route_and_code_never_by_address(app, cast: Cast):
    with app.app_context():
        circle = cast.circle().public_id
    for path in (f"/circles/{circle}", "/nowhere/at-all", f"/invitations/{'t' * 22}"):
        apart(app.test_client().get, path).close()

    said = numbers(app)

    counted = {name for name in said if name.startswith("steady_answer_seconds_count")}
    assert any('code="302",method="GET",route="/circles/<id:circle_id>"' in one for one in counted)
    assert any('code="404",method="GET",route="none"' in one for one in counted)
    assert not any(circle in one or "nowhere" in one or "ttt" in one for one in said)


def test_without_its_database_a_service_still_says_how_it_is_itself(apps, tmp_path):
    app = apps(f"sqlite:///{tmp_path}/no/such/folder.sqlite")
    begun = time.monotonic()

    said = numbers(app)
    alive, ready = (apart(app.test_client().get, path) for path in ("/healthz", "/readyz"))

    assert said["steady_database_up"] == 0 and "steady_sockets" in said
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.get_json()["checks"]["database"] == "OperationalError"
    assert time.monotonic() - begun < 10

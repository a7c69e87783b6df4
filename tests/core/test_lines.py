"""One account's many requests wait for one another, and nobody else waits for them."""

from __future__ import annotations

import pytest

from accountability.accounts.services import end_other_sign_ins
from accountability.circles import services as circles
from accountability.core import lines
from accountability.core.extensions import db
from tests.accounts.door import cookie_of, with_cookie
from tests.core.standing import asking, dripping, gate, wait_for

MORE = lines.AT_ONCE + 3


def test_so_many_of_one_account_are_answered_at_once_and_the_others_wait(app, cast):
    with app.app_context():
        cast.circle()
    ben, ana = cast.browser("Ben"), cast.browser("Ana")

    with gate(app) as (opens, came), asking(ben, "/me", MORE) as codes:
        assert wait_for(lambda: len(came) == lines.AT_ONCE)
        assert ana.get("/circles").status_code in {200, 302}, "nobody else waits for them"
        early = (len(came), list(codes))
        opens.set()

    assert early == (lines.AT_ONCE, [])
    assert codes == [200] * MORE
    assert lines._lines == {}, "nobody is in a line any more"


def test_all_sign_ins_of_one_account_are_answered_in_one_line(app, cast):
    with app.app_context():
        cast.circle()
    phone, desk = cast.browser("Ben"), cast.browser("Ben")

    with gate(app) as (opens, came), asking(phone, "/me", lines.AT_ONCE) as codes:
        assert wait_for(lambda: len(came) == lines.AT_ONCE)
        with asking(desk, "/me", 3) as others:
            assert wait_for(lambda: waiting_for(came[0]) == MORE)
            with app.app_context():
                assert wait_for(lambda: db.engine.pool.checkedout() <= lines.AT_ONCE), (
                    "who waits holds a connection of the database"
                )
            early = (len(came), list(others))
            opens.set()

    assert early == (lines.AT_ONCE, [])
    assert codes + others == [200] * MORE
    assert lines._lines == {}


def waiting_for(mark) -> int:
    return lines._lines[mark].people if mark in lines._lines else 0


def test_a_sign_in_that_ends_in_the_line_is_worth_nothing_behind_it(app, cast):
    with app.app_context():
        cast.circle()
    phone, desk, third = (cast.browser("Ben") for _ in range(3))

    with gate(app) as (opens, came), asking(phone, "/me", lines.AT_ONCE):
        assert wait_for(lambda: len(came) == lines.AT_ONCE)
        with asking(desk, "/me", 1) as codes:
            assert wait_for(lambda: waiting_for(came[0]) == lines.AT_ONCE + 1)
            with app.app_context():
                end_other_sign_ins(cast.account("Ben"), None)
            opens.set()

    assert codes == [302]
    assert third.get("/me").status_code == 302


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_copied_cookie_holds_up_nobody_else_by_what_does_not_come(
    app, cast, monkeypatch, is_ended
):
    monkeypatch.setattr(lines, "PATIENCE", 0.2)
    with app.app_context():
        cast.circle()
    thief = with_cookie(app, cookie_of(cast.browser("Ben")))
    ben = cast.browser("Ben")
    if is_ended:
        assert ben.post("/me/browsers/end").status_code == 201

    with dripping(thief):
        page, call = ben.get("/me").status_code, ben.post("/alerts").status_code

    assert (page, call) == (200, 201)
    assert lines._lines == {}


def test_a_poll_that_waits_holds_no_place_and_too_many_do_not_wait(app, cast, monkeypatch):
    monkeypatch.setattr(lines, "MOST_POLLS", 2)
    with app.app_context():
        circle = cast.circle()
        stream, head = circle.stream.public_id, circle.stream.head
        db.session.remove()
    ben = cast.browser("Ben")
    with app.app_context():
        head = cast.circle().stream.head
        db.session.remove()
    path = f"/streams/{stream}/changes?as=data&wait=25&after={head}"

    with asking(ben, path, 2) as codes:
        assert wait_for(lambda: sum(line.polls for line in lines._lines.values()) == 2)
        third = ben.get(path)
        waiting = list(codes)
        with app.app_context():
            circles.post_message(cast.member("Ana"), "here")

    assert (third.status_code, third.json["cards"], waiting) == (200, [], [])
    assert codes == [200, 200]


def test_who_reads_or_looks_passes_a_gate_of_all_and_nobody_fills_it_alone(app, cast):
    with app.app_context():
        cast.circle()
    ben, mo, ana = cast.browser("Ben"), cast.browser("Mo"), cast.browser("Ana")

    with gate(app) as (opens, came), asking(ben, "/me", MORE) as codes:
        assert wait_for(lambda: len(came) == lines.AT_ONCE)
        assert ana.get("/circles").status_code in {200, 302}, "one alone filled the gate"
        with asking(mo, "/me", MORE) as others:
            assert wait_for(lambda: len(came) == lines.READS_AT_ONCE)
            assert wait_for(lambda: waiting_for(came[-1]) == lines.AT_ONCE)
            with app.app_context():
                assert wait_for(lambda: db.engine.pool.checkedout() <= lines.READS_AT_ONCE)
            inside = len(lines._lines)
            with asking(ana, "/news/looks", 1, how="post") as looks:
                assert wait_for(lambda: len(lines._lines) == inside + 2), "her look waits"
                pressed, early = ana.post("/alerts").status_code, len(came)
                looked = list(looks)
                opens.set()

    assert (pressed, early, looked) == (201, lines.READS_AT_ONCE, [])
    assert codes + others == [200] * 2 * MORE
    assert looks == [201]
    assert lines._lines == {}
    assert lines._reads._value == lines.READS_AT_ONCE, "somebody left and kept their place"

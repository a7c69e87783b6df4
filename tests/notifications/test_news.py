"""The page of news."""

import pytest
from sqlalchemy import event

from accountability.circles import services as circles
from accountability.circles.access import keeper_and_newcomer
from accountability.core.extensions import db
from accountability.notifications import access, services
from tests.circles.kit import ask


@pytest.fixture
def waiting(app, cast):
    """The id of a newcomer who waits."""
    with app.app_context():
        return ask(cast, "Cleo").public_id


def test_news_show_who_waits_with_a_yes_and_a_no(cast, waiting):
    page = cast.browser("Ana").get("/news").get_data(as_text=True)

    assert f"/newcomers/{waiting}/welcome" in page and f"/newcomers/{waiting}/decline" in page
    assert "Cleo asks to come in to Sunday walkers" in page


def test_a_member_is_shown_nobody_who_waits(cast, waiting):
    page = cast.browser("Ben").get("/news").get_data(as_text=True)

    assert waiting not in page and "Cleo" not in page


def test_the_count_goes_when_the_news_was_seen(app, cast, waiting):
    ana = cast.browser("Ana")
    counted = ana.get("/circles").get_data(as_text=True)

    answer = ana.post("/news/looks")

    assert '<span class="count" data-news-count>' in counted
    assert answer.status_code == 201
    with app.app_context():
        assert access.count_unread(cast.account("Ana").id) == 0
        assert access.count_unread(cast.account("Mo").id) > 0


def test_what_came_after_the_look_stays_new(context, cast):
    ask(cast, "Cleo")
    ana = cast.account("Ana")
    seen = ana.stream.head
    ask(cast, "Ida")

    services.read_news(ana, seen)

    assert [one.read_at is None for one in access.latest_of(ana.id)][:2] == [True, False]


def test_looking_twice_changes_nothing_more(context, cast):
    ask(cast, "Cleo")
    ana = cast.account("Ana")
    services.read_news(ana)
    head = ana.stream.head

    services.read_news(ana)

    assert ana.stream.head == head


def test_an_answer_by_another_takes_the_newcomer_off_the_page(app, cast, waiting):
    with app.app_context():
        circles.welcome(*keeper_and_newcomer(cast.account("Mo").id, waiting))

    page = cast.browser("Ana").get("/news").get_data(as_text=True)

    assert f"/newcomers/{waiting}/welcome" not in page


def test_a_mark_that_is_no_number_is_refused(cast, waiting):
    assert cast.browser("Ana").post("/news/looks", seq="-1").status_code == 422


def test_news_ask_a_visitor_to_sign_in(app):
    assert app.test_client().get("/news").location.startswith("/sign-in")


def test_a_look_asks_once_however_much_is_new(context, cast):
    for name in ("Cleo", "Ida", "Noa"):
        ask(cast, name)
    ana = cast.account("Ana")
    asked = []

    def hear(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    services.read_news(ana, ana.stream.head)
    event.remove(db.engine, "before_cursor_execute", hear)

    assert access.count_unread(ana.id) == 0
    assert len([one for one in asked if one.startswith("SELECT") and "entries" in one]) <= 2

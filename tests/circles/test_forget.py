"""Words go thirty days after a circle closed, once, and only when nobody else reads them."""

from datetime import timedelta

import pytest

from accountability import retention
from accountability.circles import access, services
from accountability.circles.models import FORGOTTEN_AFTER
from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges import services as urges
from tests.cast import join, make_circle
from tests.circles.kit import set_quietly

pytestmark = pytest.mark.usefixtures("context")

LONG = FORGOTTEN_AFTER + timedelta(days=1)


def closed(circle, ago=LONG):
    set_quietly(circle, closed_at=clock.now() - ago)


def test_the_words_of_a_closed_circle_go(cast):
    said = services.post_message(cast.member("Ana"), "between us")
    alert = urges.raise_alert(cast.member("Ana"), note="it is bad")
    answer = urges.respond(cast.member("Ben"), alert, "I am here")
    closed(cast.circle())

    retention.forget()

    db.session.expire_all()
    assert said.text is alert.note is answer.text is None


def test_a_circle_is_forgotten_once(cast):
    services.post_message(cast.member("Ana"), "between us")
    closed(cast.circle())
    assert access.to_forget() == [cast.circle()]

    retention.forget()

    assert access.to_forget() == []
    assert cast.circle().words_forgotten_at is not None


def test_what_closed_lately_or_not_at_all_keeps_its_words(cast):
    said = services.post_message(cast.member("Ana"), "between us")
    retention.forget()
    closed(cast.circle(), FORGOTTEN_AFTER - timedelta(days=1))

    retention.forget()

    db.session.expire_all()
    assert said.text == "between us"
    assert cast.circle().words_forgotten_at is None


def test_an_alert_keeps_its_words_while_another_circle_reads_it(cast):
    ana = cast.member("Ana")
    other = join(make_circle(cast.account("Cleo"), "Harbour"), cast.account("Ana")).circle
    alert = urges.raise_alert(ana, note="it is bad")
    urges.also_tell(ana, alert, other)
    closed(ana.circle)
    retention.forget()
    db.session.expire_all()
    assert alert.note == "it is bad"

    closed(other)
    retention.forget()

    db.session.expire_all()
    assert alert.note is None

"""Pressing and taking back without end leaves one card, and every press is heard like the first."""

from datetime import timedelta

from sqlalchemy import func, select

from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.urges import access, services
from accountability.urges.earlier_notes import EarlierNote
from accountability.urges.hand_ons import HandOn
from accountability.urges.models import UrgeAlert
from tests.cast import join
from tests.urges.test_hand_on import after, names_asked


def press(cast, **said):
    return services.raise_alert(cast.circle() and cast.member("Ana"), **said)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_press_soon_after_one_was_taken_back_opens_that_again(context, cast):
    first = press(cast, strength=9, note="not to be told again")
    services.mark_seen(cast.member("Ben").account, first)
    services.decline(cast.member("Mo"), first)
    services.take_back(cast.member("Ana"), first)

    again = press(cast)

    assert (again.id, again.state, count(UrgeAlert)) == (first.id, "open", 1)
    assert (again.strength, again.note) == (None, None)
    assert access.sightings_of(again) == (0, 0)
    assert not access.has_declined(cast.member("Mo").account_id, again)
    assert count(EarlierNote) == 1, "it can still be reported"


def test_who_came_to_it_before_it_was_taken_back_has_not_seen_the_new_press(context, cast):
    first = press(cast)
    services.claim(cast.member("Ben"), first)
    services.respond_ready(cast.member("Mo"), first, "here")
    assert access.sightings_of(first) == (2, 2)
    services.take_back(cast.member("Ana"), first)

    again = press(cast)

    assert access.sightings_of(again) == (0, 0)
    services.respond_ready(cast.member("Mo"), again, "here")
    assert access.sightings_of(again) == (1, 1)


def test_it_is_handed_on_as_a_press_of_its_own(app, context, cast):
    services.take_back(cast.member("Ana"), press(cast))
    again = press(cast)

    with clock.at(again.raised_at + timedelta(seconds=4)):
        keeping.keep_due(app)
    early = count(HandOn)
    with clock.at(again.raised_at + timedelta(seconds=6)):
        keeping.keep_due(app)

    assert (early, count(HandOn)) == (0, 1)


def test_a_press_long_after_is_a_new_alert(context, cast):
    services.take_back(cast.member("Ana"), press(cast))

    with clock.at(clock.now() + timedelta(minutes=11)):
        press(cast)

    assert count(UrgeAlert) == 2


def test_who_came_meanwhile_must_hear_it_so_it_is_a_new_alert(context, cast):
    services.take_back(cast.member("Ana"), press(cast))
    newcomer = join(cast.circle(), cast.account("Noa"))

    alert = press(cast)

    assert access.alert_for(newcomer.account_id, alert.public_id) is not None


def test_who_had_taken_it_before_it_was_taken_back_has_it_no_more(app, context, cast):
    first = press(cast)
    services.claim(cast.member("Ben"), first)
    services.respond(cast.member("Ben"), first, "I am here.")
    services.take_back(cast.member("Ana"), first)

    again = press(cast)

    assert (again.id, again.state, again.holder) == (first.id, "open", None)
    with clock.at(again.raised_at + timedelta(seconds=6)):
        keeping.keep_due(app)
    assert count(HandOn) == 1
    services.claim(cast.member("Mo"), again)
    assert again.holder.name == "Mo"


def test_what_is_opened_after_somebody_was_asked_asks_as_soon_as_any_press(app, context, cast):
    first = press(cast)
    with after(seconds=5.5):
        keeping.keep_due(app)
        services.take_back(cast.member("Ana"), first)
    with after(seconds=6):
        again = press(cast)
        keeping.keep_due(app)
        before = names_asked(first)
    with after(seconds=12):
        keeping.keep_due(app)

    assert (again.id, before, names_asked(first)) == (first.id, ["Ben"], ["Ben", "Ben"])

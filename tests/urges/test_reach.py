"""How far it came: for its author alone, and without who cannot now."""

import pytest

from accountability.core import reading
from accountability.core.errors import Gone
from accountability.core.extensions import db
from accountability.core.streams import Operation, audience_of
from accountability.urges import access, services
from accountability.urges.reach import Decline
from accountability.urges.shapes import reach_shape

KINDS_OF_ALERT = {"alert", "company", "response", "reach"}


@pytest.fixture
def alert(context, cast):
    return services.raise_alert(cast.member("Ana"))


def counts(alert):
    facts = reach_shape(alert)
    return facts["screens"], facts["seen"]


def test_screens_and_eyes_are_counted_once_each(cast, alert):
    ids = [cast.account(name).id for name in ("Ana", "Ben", "Mo", "Cleo")]

    services.mark_arrived({alert.public_id: ids})
    services.mark_arrived({alert.public_id: ids})
    services.mark_seen(cast.account("Ben"), alert)
    services.mark_seen(cast.account("Ben"), alert)

    assert counts(alert) == (2, 1)


def test_seen_without_arriving_is_both(cast, alert):
    services.mark_seen(cast.account("Mo"), alert)

    assert counts(alert) == (1, 1)


def stored(app):
    with app.app_context():
        return db.session.query(Operation).count()


def test_what_was_seen_before_or_needs_no_eyes_is_answered_and_not_stored(app, cast):
    with app.app_context():
        alert = services.raise_alert(cast.circle() and cast.member("Ana")).public_id
    ana, ben, path = cast.browser("Ana"), cast.browser("Ben"), f"/alerts/{alert}/sightings"
    first = ben.post(path, key="k" * 22)
    before = stored(app)

    others = [ben.post(path), ben.post(path), ana.post(path)]
    repeat = ben.post(path, key="k" * 22)

    assert (first.status_code, repeat.status_code) == (201, 200)
    assert [one.status_code for one in others] == [201] * 3
    assert repeat.json == first.json | {"replayed": True}
    assert {one.json["location"] for one in others} == {first.json["location"]}
    assert stored(app) == before


def test_its_author_and_strangers_leave_no_sighting(cast, alert):
    services.mark_seen(cast.account("Ana"), alert)
    with pytest.raises(Gone):
        services.mark_seen(cast.account("Cleo"), alert)

    assert counts(alert) == (0, 0)


def test_a_sighting_moves_the_authors_stream_and_no_other(cast, alert):
    account, circle = cast.account("Ana").stream, cast.circle().stream
    heads = account.head, circle.head, alert.stream.head

    services.mark_seen(cast.account("Ben"), alert)
    services.mark_seen(cast.account("Ben"), alert)

    assert (account.head, circle.head, alert.stream.head) == (heads[0] + 1, heads[1], heads[2])
    assert audience_of(account).keys() == {cast.account("Ana").id}


def test_nobody_learns_who_cannot_now(cast, alert):
    ben = cast.member("Ben")
    streams = [cast.account("Ana").stream, cast.circle().stream, alert.stream]
    before = [(stream.head, told(stream)) for stream in streams]

    services.decline(ben, alert)
    services.decline(ben, alert)

    assert [(stream.head, told(stream)) for stream in streams] == before
    assert db.session.query(Decline).count() == 1
    assert access.has_declined(ben.account_id, alert)
    assert not access.has_declined(cast.account("Mo").id, alert)


def told(stream):
    """All that a reader of this stream gets, apart from members' cards."""
    picture = reading.snapshot(stream, 0)
    with_words = [one for one in picture.cards if one.kind.name in KINDS_OF_ALERT]
    return [one.frame(as_data=True) for one in with_words]

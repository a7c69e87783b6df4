"""What was given up is shown to staff alone, in words, and may be tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.core import clock, keeping, seal
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.owed import name_of
from accountability.core.promises import DUTIES, OFTEN_ENOUGH, Promise, keeps, promise
from tests.cast import Cast
from tests.everywhere.world import World
from tests.settings import SEAL_KEYS

AT = "/staff/promises"


@pytest.fixture
def world(app):
    """Dora is staff; a promise of kind "note" was given up after twenty tries."""
    is_mended = []

    @keeps("note")
    def note(_mine):
        if not is_mended:
            raise ConnectionRefusedError("to ana@example.org")

    with app.app_context():
        world = World(Cast(app))
        world.given_up("Dora")
        with quiet_change():
            promise("note", "b" * 22, due_at=clock.now() - timedelta(days=2))
        for _ in range(OFTEN_ENOUGH):
            with clock.at(max(clock.now(), the_note().free_at)):
                keeping.keep_due(app)
    world.is_mended = is_mended
    yield world
    DUTIES.pop("note")


def the_note() -> Promise:
    db.session.rollback()
    return db.session.scalars(select(Promise).where(Promise.kind == "note")).one()


def test_staff_read_what_it_was_since_when_and_why(app, world):
    page = world.cast.browser("Dora").get(AT).get_data(as_text=True)

    assert "A mail" in page and "Something of the kind “note”" in page
    assert "ConnectionRefusedError" in page and "20 tries" in page
    assert "@example.org" not in page.split("<main", 1)[1]


def test_what_is_tried_again_is_kept_once_its_cause_is_mended(app, world):
    with app.app_context():
        of = name_of(the_note().id)
    world.is_mended.append(True)

    answer = world.cast.browser("Dora").post(f"{AT}/{of}/again")

    assert answer.status_code == 201
    with app.app_context():
        assert keeping.keep_due(app) == 1
        assert the_note().kept_at and the_note().parked_at is None


def test_nobody_else_sees_it_or_lets_it_be_tried(app, world):
    with app.app_context():
        of = name_of(the_note().id)
    for name in ("Ana", "Mo", "Cleo"):
        browser = world.cast.browser(name)
        assert browser.get(AT).status_code == 404
        assert browser.post(f"{AT}/{of}/again").status_code == 404
        assert AT not in browser.get("/me").get_data(as_text=True)
    with app.app_context():
        assert the_note().parked_at is not None


def test_what_was_not_given_up_is_not_there_and_no_number_names_a_row(app, world):
    with app.app_context():
        parked = the_note().id
        with quiet_change():
            promise("note", "c" * 22, due_at=clock.now() + timedelta(hours=1))
        waits = db.session.scalars(select(Promise.id).where(Promise.about == "c" * 22)).one()
    staff = world.cast.browser("Dora")

    for name in (name_of(waits), name_of(99999), parked):
        assert staff.post(f"{AT}/{name}/again").status_code == 404


def test_a_page_of_before_a_new_key_still_names_what_it_shows(app, world):
    with app.app_context():
        of = name_of(the_note().id)
    staff = world.cast.browser("Dora")
    seal.use_keys({"k2": bytes(reversed(range(32))), **SEAL_KEYS})

    try:
        answer = staff.post(f"{AT}/{of}/again")
    finally:
        seal.use_keys(SEAL_KEYS)

    assert answer.status_code == 201

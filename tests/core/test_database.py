"""How transactions begin: many at once, locks of others, a full disk, a database that is away."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text, update

from accountability.app import create_app
from accountability.core import database
from accountability.core.database import end_turn, take_turn, writing
from accountability.core.errors import Busy
from accountability.core.extensions import db
from accountability.core.streams import Stream
from tests.cast import Cast, apart
from tests.client.http import NoAnswer, make_key
from tests.kit import cast as kit
from tests.kit.service import Service
from tests.settings import settings_for
from tests.template import migrate

KEY = "k" * 22


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The real server on SQLite."""
    with Service(tmp_path_factory.mktemp("database") / "instance", LIMITS="off") as running:
        yield running


@pytest.fixture(scope="module")
def ana(service):
    """Ana with a circle of her own, in a real browser's place."""
    browser = kit.sign_up_new(service.origin, "Ana")
    browser.circle = kit.start_circle(browser)
    browser.stream = browser.stream_of(browser.circle)["id"]
    return browser


def said_until_done(browser, number: int) -> None:
    """Say something as a patient client does: again under the same key until it is acknowledged."""
    key = make_key()
    for _ in range(30):
        try:
            code = kit.say(browser, browser.circle, f"word {number}", key).code
        except NoAnswer:
            code = 503
        if code in {200, 201}:
            return
        assert code == 503
        time.sleep(0.5)
    raise AssertionError("never acknowledged")


def heads(browser) -> int:
    return browser.stream_of(browser.circle)["head"]


def test_400_requests_at_once_that_read_first_and_then_write_all_arrive_once(service, ana):
    before = heads(ana)

    with ThreadPoolExecutor(400) as at_once:
        list(at_once.map(lambda number: said_until_done(ana, number), range(400)))

    assert heads(ana) == before + 400
    assert "OperationalError" not in service.words(), "somebody met a lock instead of waiting"
    assert "Traceback" not in service.words()


def test_while_another_process_writes_the_service_waits_and_answers_others(service, ana):
    other = sqlite3.connect(service.folder / "steady.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = threading.Thread(target=said_until_done, args=(ana, 1))
    before = time.monotonic()
    waiting.start()
    time.sleep(0.3)

    reading = time.monotonic()
    page = ana.get("/sign-in")
    took = time.monotonic() - reading
    is_waiting = waiting.is_alive()
    other.execute("ROLLBACK")
    waiting.join(20)

    assert page.code in {200, 302} and is_waiting
    assert took < 2 and not waiting.is_alive()
    assert time.monotonic() - before < 20
    other.close()


@pytest.fixture(scope="module")
def app(light_app):
    """One service on SQLite for the tests below that need its file."""
    return light_app("database")


@pytest.fixture(scope="module")
def ben(app):
    """Ben's browser and the address where he says something in his circle."""
    people = Cast(app)
    with app.app_context():
        address = f"/circles/{people.circle().public_id}/messages"
    browser = people.browser("Ben")
    browser.address = address
    return browser


def test_a_commit_waits_until_the_disk_has_it(app):
    with app.app_context():
        kept = {
            name: db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert kept == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.fixture
def in_the_way(app):
    """Another process in the middle of a write."""
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


@pytest.mark.parametrize("page", [True, False], ids=["page", "json"])
def test_busy_is_said_with_the_words_kept_and_the_key_still_good(
    ben, in_the_way, monkeypatch, page
):
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    key = make_key()
    busy = ben.post(ben.address, key=key, page=page, text="my words")
    in_the_way.execute("ROLLBACK")

    sent = ben.post(ben.address, key=key, text="my words")

    assert busy.status_code == 503 and busy.headers["Retry-After"] == "2"
    said = busy.get_data(as_text=True)
    assert "my words" in said if page else busy.json["error"].endswith(".")
    assert sent.status_code == 201


def test_whoever_waits_too_long_for_their_turn_is_told(app, ben, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    take_turn()
    try:
        with pytest.raises(Busy):
            take_turn()
        busy = ben.post(ben.address, text="my words")
    finally:
        end_turn()

    assert busy.status_code == 503
    assert ben.post(ben.address, text="my words").status_code == 201


def test_a_fault_ends_the_write_and_the_turn(app):
    with app.app_context(), pytest.raises(ZeroDivisionError), writing():
        db.session.add(Stream(kind="account"))
        db.session.flush()
        1 / 0  # noqa: B018 - a fault in the middle

    take_turn()
    end_turn()
    with app.app_context():
        assert not db.session().in_transaction()


def test_on_a_full_disk_the_words_are_kept_and_sent_later(app, ben):
    def limit(pages: int) -> None:
        with app.app_context():
            for _ in range(3):  # whichever connection of the pool comes next
                db.session.execute(text(f"PRAGMA max_page_count = {pages}"))
                db.session.rollback()

    def say(page: bool):
        return ben.post(ben.address, key=KEY, page=page, text="a full heart " * 150)

    limit(1)  # never below what there is already
    filling = [ben.post(ben.address, text="a" * 2000) for _ in range(30)]
    full = say(page=True)
    limit(1_000_000)

    assert {one.status_code for one in filling} <= {201, 503}
    assert full.status_code == 503 and full.headers["Retry-After"]
    assert "a full heart a full heart" in full.get_data(as_text=True)
    assert say(page=False).status_code == 201


def test_on_postgresql_a_lock_held_by_another_is_said_as_busy(postgres, tmp_path):
    url = postgres.fresh_database(migrate)
    app = create_app(settings_for(tmp_path, url))
    people = Cast(app)
    with app.app_context():
        address = f"/circles/{people.circle().public_id}/messages"
        stream_id = people.circle().stream_id
    browser = people.browser("Ben")
    with app.app_context():
        db.session.execute(update(Stream).where(Stream.id == stream_id).values(head=Stream.head))

        busy = browser.post(address, key=KEY, text="my words")
        db.session.rollback()
        sent = browser.post(address, key=KEY, text="my words")
        db.engine.dispose()

    assert busy.status_code == 503 and busy.headers["Retry-After"] == "2"
    assert sent.status_code == 201


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_database_that_is_away_is_said_in_words(postgres, tmp_path, accept):
    url = postgres.fresh_database(migrate)
    app = create_app(settings_for(tmp_path, url))
    people = Cast(app)
    with app.app_context():
        people.account("Ana")
    browser = people.browser("Ana")
    with app.app_context():
        db.engine.dispose()
    postgres.drop(url)

    answer = apart(browser.client.get, "/circles", headers={"Accept": accept})

    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "." in answer.get_data(as_text=True)
    with app.app_context():
        db.engine.dispose()

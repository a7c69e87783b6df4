"""The assembled service keeps its house rules, and each rule sees what breaks it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from flask import Flask
from jinja2 import DictLoader

from accountability.app import create_app
from accountability.core import cards
from accountability.core.pages import private_blueprint, public_blueprint
from tests.house import app_rules
from tests.house.repo_rules import banned_words
from tests.house.template_rules import cards as card_files
from tests.house.tree import ROOT
from tests.settings import settings_for

# Anybody may open these: adding one here is the decision to let strangers in.
PUBLIC = {
    "front",  # the first page, the way out
    "help",  # help lines, which nobody should have to sign in for
    "install",  # how to put it on a home screen
    "shell",  # what a device may keep; it names nobody
    "running",  # whether the service is well, for machines; it names nobody
    "joining",  # what an invitation shows before its reader has signed in
}
# Posted to, and nothing of the domain is written.
NOT_WRITES = {
    "front.leave": "the quick exit ends this browser's sign-in; doing it twice is doing it once",
    "reached.arrive": "a device says that a push was shown; it only moves forward",
}

# What varies in these is no public id, and names no row.
NAMED_OTHERWISE = {
    "/static/<path:filename>": "a built file",
    "/help/<country>": "the code of a country",
    "/confirm/<token>": "a signed secret, by mail",
    "/password/reset/<token>": "a signed secret, by mail",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Flask:
    """The service with all its pages and no database: these rules ask how it is put together."""
    folder = tmp_path_factory.mktemp("house")
    settings = settings_for(folder, f"sqlite:///{folder}/unused.sqlite")
    return create_app(replace(settings, smtp_url="smtp://mail.example"))


@pytest.fixture
def planted() -> Flask:
    """A service with one private and one public blueprint, whose views keep no rule."""
    app = Flask("planted")
    app.secret_key = "planted"
    for bp in (private_blueprint("inner", "planted"), public_blueprint("outer", "planted")):
        bp.post("/urge")(lambda: "")
        app.register_blueprint(bp, url_prefix=f"/{bp.name}")
    return app


def test_every_blueprint_is_private_unless_listed(service):
    assert app_rules.open_blueprints(service, PUBLIC) == []


def test_every_private_page_sends_a_stranger_to_sign_in(service):
    assert app_rules.open_pages(service) == []


def test_every_post_is_keyed_unless_it_writes_nothing(service):
    assert app_rules.unkeyed_posts(service, NOT_WRITES) == []


def test_every_event_is_heard(service):
    events = app_rules.events_of(ROOT / "accountability")

    assert len(events) > 10
    assert app_rules.unheard_events(events) == []


def test_every_template_compiles_and_finds_its_parts(service):
    assert app_rules.broken_templates(service) == []


def test_every_link_by_name_leads_somewhere(service):
    assert app_rules.dead_links(service) == []


def test_no_address_says_what_the_service_is_for(service):
    assert app_rules.telling_addresses(service, banned_words()) == []


def test_no_address_names_the_number_of_a_row(service):
    assert app_rules.numbered_addresses(service, NAMED_OTHERWISE) == []


def test_the_rules_of_cards_know_every_card(service):
    registered = {ROOT / "templates" / kind.template for kind in cards.KINDS.values()}

    assert registered == set(card_files(ROOT))


def test_an_open_blueprint_is_seen(planted):
    assert app_rules.open_blueprints(planted, set()) == ["outer is open to anybody"]
    assert app_rules.open_blueprints(planted, {"outer", "gone"}) == ["gone is listed and not open"]


def test_an_open_page_is_seen(planted):
    planted.blueprints["outer"].is_private = True  # says so, and nothing stands behind it
    planted.add_url_rule("/open", "outer.open", lambda: "words")

    assert app_rules.open_pages(planted) == ["/open answers a stranger with 200"]


def test_a_write_without_a_key_is_seen(planted):
    found = app_rules.unkeyed_posts(planted, {})

    assert len(found) == 2 and all("is not keyed" in one for one in found)


def test_an_unheard_event_is_seen():
    @dataclass
    class Whispered:
        word: str

    assert len(app_rules.unheard_events([Whispered])) == 1


def test_a_broken_template_is_seen(planted):
    bad = {
        "a.html": "{% if %}",
        "b.html": '{% include "nowhere.html" %}',
        "c.html": "{{ name|no_such_filter }}",
    }
    planted.jinja_loader = DictLoader(bad)

    found = app_rules.broken_templates(planted)

    assert [one[:6] for one in found] == sorted(bad)


def test_a_dead_link_is_seen(planted):
    planted.jinja_loader = DictLoader({"a.html": "{{ url_for('no.where', x=y) }}"})

    assert app_rules.dead_links(planted) == ["a.html links to no.where"]


def test_a_telling_address_is_seen(planted):
    assert app_rules.telling_addresses(planted, banned_words()) == ["/inner/urge", "/outer/urge"]


@pytest.mark.parametrize("part", ["<int:of>", "<of>", "<any(here, there):of>"])
def test_an_address_with_a_number_is_seen(planted, part):
    planted.add_url_rule(f"/reports/{part}", "inner.report", lambda of: "")
    known = {"/static/<path:filename>": "a file", "/gone/<name>": "nothing"}

    assert app_rules.numbered_addresses(planted, known) == [
        f"/reports/{part} may name a row's number",
        "/gone/<name> is listed in vain",
    ]

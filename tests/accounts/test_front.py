"""The pages of accounts."""

import re
from datetime import timedelta

import pytest
from wtforms.widgets import Select

from accountability.accounts.forms import SettingsForm
from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.extensions import db
from accountability.words import LANGUAGES
from tests.cast import Browser, make_account
from tests.circles.kit import set_quietly
from tests.client.page import Page


@pytest.fixture
def ana(app, browser):
    with app.app_context():
        make_account("Ana")
    browser.sign_in("ana@example.org")
    return browser


@pytest.mark.parametrize(
    "path", ["/", "/safety", "/sign-in", "/sign-up", "/password/forgotten", "/outbox"]
)
def test_anybody_may_open_the_front(browser, path):
    page = browser.get(path)

    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "data-exit" in page.text


def test_whoever_is_signed_in_goes_to_their_circle(ana):
    answer = ana.get("/")

    assert (answer.status_code, answer.location) == (302, "/circles/mine")


def test_the_settings_page_shows_what_is_chosen(ana):
    page = ana.get("/me").text
    themes = [one.split(">")[0] for one in page.split("<input ")[1:] if 'name="theme"' in one]

    assert ["checked" in one for one in themes] == [True, False, False]
    assert "/staff/queue" not in page


@pytest.mark.parametrize("chosen", ["UTC", "Europe/Berlin", 'Mars/"Base>', None])
def test_a_choice_of_zones_looks_as_the_library_renders_it(app, chosen):
    with app.test_request_context():
        form = SettingsForm(formdata=None, zone=chosen)

        page = form.zone(class_="input")

        assert page == Select()(form.zone, class_="input", **form.zone.render_kw)
        assert page.count(" selected ") == (chosen in clock.ZONES)


def test_the_options_of_the_zones_are_rendered_once(app, monkeypatch):
    with app.test_request_context():
        form = SettingsForm(formdata=None, zone="UTC")
        first = form.zone()
        monkeypatch.setattr(Select, "render_option", None)

        assert form.zone() == first


def test_settings_are_kept(app, ana):
    fields = {"name": "Ana L", "zone": "Asia/Kolkata", "language": "en", "theme": "dark"}

    answer = ana.post("/me", **fields)

    assert answer.status_code == 201
    with app.app_context():
        kept = db.session.get(Account, 1)
        assert (kept.name, kept.zone, kept.theme) == ("Ana L", "Asia/Kolkata", "dark")
    assert 'data-theme="dark"' in ana.get("/me").text


def test_the_zone_that_somebody_chose_says_which_day_it_is(ana):
    noon = (clock.now() + timedelta(days=1)).replace(hour=12)
    days = []
    for zone in ("UTC", "Pacific/Kiritimati"):  # it is fourteen hours ahead
        ana.post("/me", name="Ana", zone=zone, language="en", theme="")
        with clock.at(noon):
            days += re.findall(r' max="([-0-9]{10})"', ana.client.get("/journey").text)

    today = noon.date()
    assert days == [today.isoformat(), (today + timedelta(days=1)).isoformat()]


def offered_languages(browser):
    """The languages that the page of settings lets one choose."""
    return Page(browser.get("/me").text).form("/me", "zone").choices["language"]


def test_the_languages_there_are_can_be_chosen_and_the_choice_is_kept(app, ana):
    with app.app_context():
        set_quietly(db.session.get(Account, 1), language="xx")  # one that is no more
    offered = offered_languages(ana)

    ana.post("/me", name="Ana", zone="UTC", language=offered[0], theme="")

    assert offered == list(LANGUAGES)
    with app.app_context():
        assert db.session.get(Account, 1).language == offered[0]


def test_where_there_are_two_languages_the_chosen_one_holds_in_every_browser(app, ana, monkeypatch):
    monkeypatch.setitem(LANGUAGES, "de", "Deutsch")
    assert offered_languages(ana) == ["en", "de"]

    ana.post("/me", name="Ana", zone="UTC", language="de", theme="")

    elsewhere = Browser(app)
    elsewhere.sign_in("ana@example.org")
    for browser in (ana, elsewhere):
        page = browser.get("/me", headers={"Accept-Language": "en"}).text
        assert '<html lang="de"' in page


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Mars/Base"}, {"theme": "pink"}, {"language": "xx"}, {"name": ""}, {"zone": ""}],
)
def test_settings_that_are_not_offered_are_refused(app, ana, wrong):
    fields = {"name": "Ana", "zone": "UTC", "language": "en", "theme": "", **wrong}

    answer = ana.post("/me", **fields)

    assert answer.status_code == 422
    with app.app_context():
        assert db.session.get(Account, 1).name == "Ana"


@pytest.mark.parametrize("path", ["/me", "/me/browsers", "/password/change", "/password/again"])
def test_pages_of_an_account_carry_the_token_for_scripts(ana, path):
    page = ana.get(path)

    assert page.status_code == 200
    assert '<meta name="csrf-token"' in page.text


def test_an_error_keeps_the_words_and_offers_to_send_them_again(ana):
    answer = ana.post("/me", page=True, key="bad", name="Ana", note="my own long words")

    assert answer.status_code == 400
    assert "my own long words</textarea>" in answer.text
    assert 'name="name" value="Ana"' in answer.text
    assert answer.text.count('name="key"') >= 1


@pytest.mark.parametrize("how", ["ended elsewhere", "cookie gone"])
def test_words_typed_while_the_sign_in_ended_are_shown_to_be_copied(app, ana, how):
    elsewhere = Browser(app)
    elsewhere.sign_in("ana@example.org")
    if how == "cookie gone":
        ana.client.delete_cookie("session")
    else:
        elsewhere.post("/me/browsers/end")

    answer = ana.post("/journey/slips", page=True, day="2026-01-01", note="my <own> long words")

    assert answer.status_code == 401
    assert "Please sign in first" in answer.text
    assert 'href="/sign-in?next=/journey"' in answer.text
    assert "my &lt;own&gt; long words</textarea>" in answer.text
    assert "Send again" not in answer.text and "<form" not in answer.text.split("<main")[1]


def test_a_script_without_a_sign_in_hears_so_before_anything_else(browser):
    answer = browser.post("/alerts")

    assert (answer.status_code, answer.json) == (401, {"error": "Please sign in first."})


def test_staff_is_added_by_address(app, ana):
    runner = app.test_cli_runner()

    done = runner.invoke(args=["staff", "add", "ANA@example.org"])
    unknown = runner.invoke(args=["staff", "add", "who@example.org"])

    assert (done.exit_code, unknown.exit_code) == (0, 1)
    with app.app_context():
        assert db.session.get(Account, 1).is_staff

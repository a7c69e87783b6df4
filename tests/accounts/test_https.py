"""Behind https everything works that works without: no browser says from which page it comes."""

from __future__ import annotations

import pytest

from tests.cast import Browser, make_account
from tests.databases import let_go

HTTPS = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "steady.example"}


@pytest.fixture
def browser(database_url, apps):
    """Noa's browser, which reaches the service by a proxy that speaks https."""
    app = apps(database_url, proxies=1, public_url="https://steady.example")
    with app.app_context():
        make_account("Noa")
    browser = Browser(app)
    browser.client.environ_base |= HTTPS
    yield browser
    let_go(app)


def test_one_signs_in_and_writes_without_saying_from_which_page(browser):
    browser.sign_in("noa@example.org")

    made = browser.post("/circles", name="Harbour", size=8, my_name="Noa", agreement="We are kind.")

    assert made.status_code == 201
    assert "Secure" in browser.get("/sign-in").headers.get("Set-Cookie", "Secure")


def test_without_its_token_nothing_is_written_there_either(browser):
    browser.sign_in("noa@example.org")
    browser.token = "another"

    made = browser.post("/circles", name="Harbour", size=8, my_name="Noa", agreement="We are kind.")

    assert (made.status_code, made.json["stale"]) == (400, "csrf_token")

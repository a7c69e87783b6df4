"""What may not come in is refused with a sentence, and nothing of it is stored."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from accountability.circles.models import Message
from accountability.core.extensions import db
from tests.cast import Cast, apart

KEY = "k" * 22
TAKEN = "7"  # the one text of this file that is good
NUL, LONE = "a\x00b", "a\ud800b"
DEEP = "[" * 1000 + "]" * 1000
STRANGE = {
    "NUL in JSON": json.dumps({"key": KEY, "text": NUL}),
    "NUL in a name": json.dumps({"key": KEY, "text": "hello", NUL: "x"}),
    "a lone surrogate": json.dumps({"key": KEY, "text": LONE}),
    "a lone surrogate in a name": json.dumps({"key": KEY, "text": "hello", LONE: "x"}),
    "a lone surrogate as key": json.dumps({"key": LONE * 8, "text": "hello"}),
    "nested 1,000 deep": f'{{"key": "{KEY}", "text": {DEEP}}}',
    "nested 100,000 deep": "[" * 30_000 + "]" * 30_000,
    "an array": '["text"]',
    "a string": '"text"',
    "a number": "7",
    "true": "true",
    "null": "null",
    "an object inside": json.dumps({"key": KEY, "text": {"a": "b"}}),
    "an array inside": json.dumps({"key": KEY, "text": ["a"]}),
    "a key that is a number": json.dumps({"key": 7, "text": "hello"}),
    "a key that is too long": json.dumps({"key": "k" * 65, "text": "hello"}),
    "no key": json.dumps({"text": "hello"}),
    "a huge number": '{"key": "' + KEY + '", "text": ' + "9" * 5000 + "}",
    "not JSON": "{",
    "nothing": "",
    "not UTF-8": b'{"key": "\xff\xfe"}',
    "200 fields": json.dumps({"key": KEY, "text": "hello", **{f"f{n}": "" for n in range(200)}}),
    "1 MB": json.dumps({"key": KEY, "text": "a" * 2**20}),
}


@pytest.fixture(scope="module")
def app(light_app):
    """One service for all of this file: what is refused leaves nothing behind."""
    return light_app("incoming")


@pytest.fixture(scope="module")
def ana(app):
    """Ana's browser and the address where she says something in her circle."""
    cast = Cast(app)
    with app.app_context():
        address = f"/circles/{cast.circle().public_id}/messages"
    return cast.browser("Ana"), address


def refused(app, answer) -> None:
    """A sentence, no fault, and no word stored."""
    assert 400 <= answer.status_code < 500, answer.get_data(as_text=True)
    body = answer.get_data(as_text=True)
    said = answer.json["error"] if answer.is_json else body
    assert "." in said and "Traceback" not in body
    with app.app_context():
        assert {said.text for said in db.session.scalars(select(Message))} <= {TAKEN}


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_strange_json_is_refused(app, ana, body):
    browser, address = ana
    sent = {"Accept": "application/json", "X-CSRFToken": browser.token}

    answer = apart(
        browser.client.post, address, data=body, content_type="application/json", headers=sent
    )

    refused(app, answer)


FORMS = {
    "NUL": {"text": NUL},
    "NUL in a name": {"text": "hello", NUL: "x"},
    "NUL in a second value": {"text": ["hello", NUL]},
    "1 MB": {"text": "a" * 2**20},
    "200 fields": {"text": "hello", **{f"f{n}": "x" for n in range(200)}},
    "one field too long": {"text": "a" * 2001},
    "nothing": {"text": ""},
    "blanks": {"text": " \t\n"},
}


@pytest.mark.parametrize("page", [True, False], ids=["page", "json"])
@pytest.mark.parametrize("fields", FORMS.values(), ids=FORMS)
def test_strange_forms_are_refused(app, ana, fields, page):
    browser, address = ana

    answer = browser.post(address, page=page, **fields)

    refused(app, answer)


def test_200_parts_are_refused(app, ana):
    browser, address = ana
    parts = {"key": KEY, "csrf_token": browser.token, **{f"f{n}": "x" for n in range(200)}}

    answer = apart(browser.client.post, address, data=parts, content_type="multipart/form-data")

    refused(app, answer)


@pytest.mark.parametrize(
    "query",
    ["x=%00", "x=1&x=%00", "%00=1", "before=%00", "before=%ED%A0%80", "before=" + "9" * 5000],
)
def test_a_strange_query_is_no_fault(ana, query):
    browser, address = ana

    answer = browser.get(f"{address.removesuffix('/messages')}?{query}")

    assert answer.status_code < 500
    if "%00" in query:
        assert answer.status_code == 400


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=%D9%A3", "after=1e9", "wait=x"])
def test_a_number_that_is_none_is_refused(ana, query):
    browser, _address = ana
    stream = browser.get("/me/streams").json["streams"][0]["id"]

    answer = browser.get(f"/streams/{stream}/changes?{query}", headers={"Accept": "text/html"})

    assert answer.status_code == 400


def test_a_number_beyond_all_numbers_is_no_fault(ana):
    browser, _address = ana
    stream = browser.get("/me/streams").json["streams"][0]["id"]

    for query in (f"changes?after={'9' * 400}", f"older?before={2**63}", "older?before=0"):
        assert browser.get(f"/streams/{stream}/{query}").status_code in {200, 400}


@pytest.mark.parametrize(
    "path", ["/circles/%00", "/circles/a%00b", "/%ED%A0%80", "/circles/" + "a" * 9000]
)
def test_a_strange_address_is_no_fault(app, path):
    answer = apart(app.test_client().get, path)

    assert 400 <= answer.status_code < 500


def test_true_and_false_and_numbers_are_words_of_a_form(app, ana):
    browser, address = ana
    body = json.dumps({"key": KEY, "text": int(TAKEN), "nothing": None})
    sent = {"Accept": "application/json", "X-CSRFToken": browser.token}

    answer = apart(
        browser.client.post, address, data=body, content_type="application/json", headers=sent
    )

    assert answer.status_code == 201

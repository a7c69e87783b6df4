"""The pages of alerts, as a browser without script and a script send and read them."""

import re

import pytest
import time_machine

from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges.models import UrgeAlert
from accountability.urges.responses import AlertResponse
from tests.cast import make_circle

NOTE = "lighthouse-marker"


@pytest.fixture
def circle(app, cast):
    with app.app_context():
        given = cast.circle().public_id
        cast.account("Cleo")
    return given


def text(answer):
    return answer.get_data(as_text=True)


def read(browser, path):
    """All that a browser gets, but for what is new in each answer: keys and tokens."""
    return re.sub(
        r'(name="(key|csrf_token|csrf-token)" (value|content)=")[^"]*',
        r"\1",
        text(browser.get(path)),
    )


def raised(browser, **fields):
    return browser.post("/alerts", **fields).get_json()["id"]


def test_one_press_without_script_leads_to_the_room_with_the_sheets_forms(cast, circle):
    ana = cast.browser("Ana")

    answer = ana.post("/alerts", page=True)

    page = text(ana.get(answer.location))
    assert answer.status_code == 303
    for part in ("withdrawal", "details", "responses", "resolution", "calls"):
        assert f"{answer.location}/{part}" in page
    assert "Nobody has answered yet." in page


def test_a_script_learns_the_kind_and_the_place_and_a_repeat_makes_nothing_new(app, cast, circle):
    ana = cast.browser("Ana")

    first = ana.post("/alerts", key="k" * 20)
    again = ana.post("/alerts", key="k" * 20)

    made = first.get_json()
    assert (first.status_code, made["kind"], made["replayed"]) == (201, "alert", False)
    assert made["location"] == f"/alerts/{made['id']}" and len(made["seqs"]) == 3
    assert (again.status_code, again.get_json()["id"]) == (200, made["id"])
    with app.app_context():
        assert db.session.query(UrgeAlert).count() == 1


def test_a_friend_answers_and_the_author_reads_it(app, cast, circle):
    ana, ben = cast.browser("Ana"), cast.browser("Ben")
    alert = raised(ana, strength="7", ask="distract", note=NOTE)

    page = text(ben.get(f"/alerts/{alert}"))
    claimed = ben.post(f"/alerts/{alert}/claims")
    said = ben.post(f"/alerts/{alert}/responses", text="I am on my way to the phone")
    ready = ben.post(f"/alerts/{alert}/responses", ready="breathe")

    assert NOTE in page and "Ana asks for company" in page and "resolution" not in page
    assert [one.status_code for one in (claimed, said, ready)] == [201, 201, 201]
    assert said.get_json()["kind"] == "response"
    mine = text(ana.get(f"/alerts/{alert}"))
    assert "Ben has you." in mine and "I am on my way" in mine and "Breathe with me." in mine
    assert "on my way" in text(ana.get(f"/responses/{said.get_json()['id']}"))


def test_to_cleo_nothing_of_it_is_there(cast, circle):
    ana, ben, cleo = (cast.browser(name) for name in ("Ana", "Ben", "Cleo"))
    alert = raised(ana, note=NOTE)
    said = ben.post(f"/alerts/{alert}/responses", text=NOTE).get_json()["id"]
    nowhere = "A" * 22

    for part in ("", "/sheet", "/resolution", "/passing"):
        answer = cleo.get(f"/alerts/{alert}{part}")
        assert answer.status_code == 404 and NOTE not in text(answer)
    assert cleo.get(f"/responses/{said}").status_code == 404
    for act in ACTS:
        theirs, none = cleo.post(f"/alerts/{alert}/{act}"), cleo.post(f"/alerts/{nowhere}/{act}")
        assert (theirs.status_code, theirs.data) == (404, none.data)


ACTS = [
    *("withdrawal", "details", "circles", "claims", "release", "passing", "responses"),
    *("declines", "sightings", "calls", "resolution", "cheers"),
]


@pytest.mark.parametrize("act", ["withdrawal", "details", "calls", "resolution", "circles"])
def test_what_is_the_authors_is_not_there_for_a_friend(cast, circle, act):
    alert = raised(cast.browser("Ana"))
    ben = cast.browser("Ben")

    assert ben.post(f"/alerts/{alert}/{act}", outcome="held").status_code == 404
    assert ben.get(f"/alerts/{alert}/sheet").status_code == 404


def test_the_author_never_learns_who_cannot_now(cast, circle):
    ana, ben = cast.browser("Ana"), cast.browser("Ben")
    alert = raised(ana)
    streams = [one["id"] for one in ana.get("/me/streams").get_json()["streams"]]
    addresses = [f"/streams/{stream}/snapshot?as=data" for stream in streams]
    addresses.append(f"/alerts/{alert}")

    with time_machine.travel(clock.now(), tick=False):  # the page counts seconds
        before = [read(ana, address) for address in addresses]
        declined = ben.post(f"/alerts/{alert}/declines")
        after = [read(ana, address) for address in addresses]

    assert declined.status_code == 201
    assert after == before
    assert "You said that you cannot now" in text(ben.get(f"/alerts/{alert}"))


def test_alone_the_press_leads_to_the_toolkit_and_says_so(app, cast):
    with app.app_context():
        make_circle(cast.account("Ida"))
        cast.account("Cleo")

    for name in ("Ida", "Cleo"):
        browser = cast.browser(name)
        told = browser.post("/alerts").get_json()
        page = browser.post("/alerts", page=True)
        assert told == {**NOTHING, "location": page.location}
        assert "Nobody was told." in text(browser.get(page.location))


NOTHING = {"kind": None, "id": None, "seqs": {}, "replayed": False}


@pytest.mark.parametrize(
    "fields", [{"strength": "11"}, {"strength": "9" * 500}, {"ask": "win"}, {"note": "x" * 501}]
)
def test_what_cannot_be_taken_is_said_in_words(app, cast, circle, fields):
    ana = cast.browser("Ana")
    alert = raised(ana)

    script = ana.post(f"/alerts/{alert}/details", **fields)
    page = ana.post(f"/alerts/{alert}/details", page=True, **fields)

    assert (script.status_code, page.status_code) == (422, 422)
    assert script.get_json()["error"] and "field-error" in text(page)


def test_empty_and_unknown_answers_make_no_row(app, cast, circle):
    alert = raised(cast.browser("Ana"))
    ben = cast.browser("Ben")

    for fields in ({}, {"text": "   "}, {"ready": "nonsense"}, {"text": "x" * 2001}):
        assert ben.post(f"/alerts/{alert}/responses", **fields).status_code == 422
    assert ben.post(f"/alerts/{alert}/passing", to="A" * 22).status_code == 404
    assert ben.post(f"/alerts/{alert}/cheers", word="proud").status_code == 409

    with app.app_context():
        assert db.session.query(AlertResponse).count() == 0


def test_own_numbers_are_nobody_elses(cast, circle):
    ana, ben = cast.browser("Ana"), cast.browser("Ben")
    kept = ana.post("/me/numbers", name="My sister", number="+44 20 7946 0958").get_json()["id"]
    assert ana.post("/me/numbers", name="x", number="call me").status_code == 422

    assert "My sister" not in text(ben.get("/me/numbers"))
    assert ben.post(f"/me/numbers/{kept}/deletion").status_code == 404
    for name in ("Dana", "Jo"):
        ana.post("/me/numbers", name=name, number="123456")
    assert ana.post("/me/numbers", name="One more", number="123456").status_code == 409
    assert "tel:+442079460958" in text(ana.get("/toolkit"))
    assert ana.post(f"/me/numbers/{kept}/deletion").status_code == 201
    assert "My sister" not in text(ana.get("/me/numbers"))

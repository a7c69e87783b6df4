"""The pages of reporting: who sees them, and what no byte of them says."""

import re

import pytest

from accountability.circles import services as circles
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.moderation import queries, services
from accountability.moderation.models import AuditEntry, Reason, Report, Sanction
from accountability.urges import services as urges
from accountability.urges.responses import AlertResponse
from tests.circles.kit import set_quietly
from tests.moderation.kit import MARK, reported, staff

NAMES = ("Ana", "Ben", "Mo", "Ida", "Cleo")


@pytest.fixture
def place(app, cast):
    """A circle in which Ida reported a message of Ben's; ids as the addresses name them."""
    with app.app_context():
        report = reported(cast, by="Ida")
        staff(cast)
        [cast.account(name) for name in NAMES]
        return {
            "report": report.public_id,
            "circle": cast.circle().public_id,
            "message": report.about_id,
            "reporter": cast.member("Ida").public_id,
            "account": cast.account("Ida").public_id,
            **{name: cast.member(name).public_id for name in ("Ana", "Ben", "Mo")},
        }


def page(browser, path):
    answer = browser.get(path)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_report_is_sent_and_followed_by_whoever_made_it(cast, place):
    ana = cast.browser("Ana")
    form = page(ana, f"/reports/new?about=message:{place['message']}")

    sent = ana.post(
        "/reports", about=f"message:{place['message']}", reason="unkind", to="moderators"
    )

    assert form[0] == 200
    assert (sent.status_code, sent.json["location"]) == (201, "/reports")
    assert "waits to be looked at" in page(ana, "/reports")[1]


def test_a_report_without_a_reason_comes_back_with_its_words(cast, place):
    ana = cast.browser("Ana")

    sent = ana.post(
        "/reports", page=True, about=f"message:{place['message']}", words="my words here"
    )

    assert sent.status_code == 422
    assert "my words here" in sent.get_data(as_text=True)


def test_sent_twice_it_is_one_report(app, cast, place):
    ana = cast.browser("Ana")
    sent = {"about": f"message:{place['message']}", "reason": "unkind", "to": "moderators"}

    answers = [ana.post("/reports", **sent), ana.post("/reports", **sent)]
    answers += [ana.post("/reports", key="k" * 20, **sent) for _ in range(2)]

    assert len({answer.json["id"] for answer in answers}) == 1
    assert len({answer.json["location"] for answer in answers}) == 1
    with app.app_context():
        assert db.session.query(Report).count() == 2  # Ida's and Ana's


def test_the_queue_covers_the_words_until_a_report_is_opened(cast, place):
    mo = cast.browser("Mo")

    queue = page(mo, f"/circles/{place['circle']}/queue")
    case = page(mo, f"/reports/{place['report']}")

    assert (queue[0], case[0]) == (200, 200)
    assert MARK not in queue[1]
    assert MARK in case[1]


def test_reported_words_to_a_call_outlive_the_words_and_their_author(app, cast, place):
    with app.app_context():
        alert = urges.raise_alert(cast.member("Ana"))
        said = urges.respond(cast.member("Ben"), alert, "pull yourself together").public_id
    about = {"about": f"response:{said}", "reason": "unkind", "to": "moderators"}
    made = cast.browser("Ana").post("/reports", **about).json["id"]
    with app.app_context(), quiet_change():
        db.session.delete(db.session.query(AlertResponse).filter_by(public_id=said).one())
    with app.app_context():
        circles.leave(cast.member("Ben"))

    mo = cast.browser("Mo")
    queue, case = page(mo, f"/circles/{place['circle']}/queue"), page(mo, f"/reports/{made}")

    assert made in queue[1] and "pull yourself together" not in queue[1]
    assert case[0] == 200
    assert re.search(r'class="evidence">pull yourself together<.*?\bBen\b', case[1], re.DOTALL)


def test_no_moderator_and_no_reported_person_learns_who_reported(app, cast, place):
    with app.app_context():
        set_quietly(cast.member("Ida"), name="Zebulon")  # a rename would stand among the acts
    mo, ben = cast.browser("Mo"), cast.browser("Ben")
    mo.post(f"/reports/{place['report']}/claim")
    care = f"/members/{place['Ben']}/care?report={place['report']}"
    decided = mo.post(
        f"/members/{place['Ben']}/sanctions",
        report=place["report"], kind="warn", rule="unkind", reason="That hurt.", lasts="24",
    )  # fmt: skip

    read = [
        page(mo, f"/reports/{place['report']}"),
        page(mo, f"/circles/{place['circle']}/queue"),
        page(mo, care),
        page(mo, f"/circles/{place['circle']}/acts"),
        page(ben, f"/circles/{place['circle']}/acts"),
        page(ben, f"/sanctions/{decided.json['id']}"),
    ]

    assert [one[0] for one in read] == [200] * 6
    for marker in ("Zebulon", place["reporter"], place["account"]):
        assert all(marker not in one[1] for one in read)
    shown = read[5][1].split("<main")[1].split("</main>")[0]
    assert not re.search(r"\bMo\b", shown)


def test_staff_see_who_reported(app, cast, place):
    with app.app_context():
        message = circles.post_message(cast.member("Mo"), "from Mo")
        made = services.report(cast.member("Ben"), message, reason=Reason.UNKIND).public_id
    sam = cast.browser("Sam")

    queue, case = page(sam, "/staff/queue"), page(sam, f"/reports/{made}")

    assert made in queue[1]
    assert place["report"] not in queue[1]
    assert "Reported by Ben" in case[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_about_a_moderator_does_not_exist_in_the_circle(app, cast, place, name):
    with app.app_context():
        message = circles.post_message(cast.member("Mo"), "from Mo")
        made = services.report(cast.member("Ida"), message, reason=Reason.UNKIND).public_id
    browser = cast.browser(name)

    assert browser.get(f"/reports/{made}").status_code == 404
    assert browser.post(f"/reports/{made}/claim").status_code == 404
    assert browser.post(f"/reports/{made}/dismissal", words="no").status_code == 404
    assert browser.get("/staff/queue").status_code == 404
    assert made not in page(browser, f"/circles/{place['circle']}/queue")[1]


@pytest.mark.parametrize("name", ["Ben", "Ida", "Cleo", "Sam"])
def test_the_circles_queue_is_for_its_keepers(cast, place, name):
    browser = cast.browser(name)

    for path in (
        f"/circles/{place['circle']}/queue",
        f"/reports/{place['report']}",
        f"/members/{place['Ben']}/care",
    ):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/reports/{place['report']}/claim").status_code == 404


def test_the_case_is_closed_by_form_and_its_reporter_hears_so(app, cast, place):
    mo, ida = cast.browser("Mo"), cast.browser("Ida")

    empty = mo.post(f"/reports/{place['report']}/resolution", words=" ")
    done = mo.post(f"/reports/{place['report']}/resolution", words="talked to him")
    late = cast.browser("Ana").post(f"/reports/{place['report']}/dismissal", words="no")

    assert [one.status_code for one in (empty, done, late)] == [422, 201, 409]
    told = page(ida, "/reports")[1]
    assert "looked at and dealt with" in told
    assert "talked to him" not in told
    with app.app_context():
        assert db.session.query(AuditEntry).count() == 1


def test_a_decision_sent_twice_is_one_decision(app, cast, place):
    mo = cast.browser("Mo")
    sent = {"kind": "remove", "rule": "unkind", "reason": "That hurt.", "lasts": "24"}

    first = mo.post(f"/members/{place['Ben']}/sanctions", key="r" * 20, **sent)
    again = mo.post(f"/members/{place['Ben']}/sanctions", key="r" * 20, **sent)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["id"] == again.json["id"]
    with app.app_context():
        assert db.session.query(Sanction).count() == 1


def test_nobody_reads_or_lifts_what_was_decided_about_another(app, cast, place):
    mo, ben = cast.browser("Mo"), cast.browser("Ben")
    sent = {"kind": "mute", "rule": "unkind", "reason": "That hurt.", "lasts": "24"}
    made = mo.post(f"/members/{place['Ben']}/sanctions", **sent).json["id"]

    assert ben.get(f"/sanctions/{made}").status_code == 200
    assert cast.browser("Ida").get(f"/sanctions/{made}").status_code == 404
    assert ben.post(f"/sanctions/{made}/lifting").status_code == 404
    assert mo.post(f"/sanctions/{made}/lifting").status_code == 201
    assert mo.post(f"/sanctions/{made}/lifting").status_code == 409


def test_an_equal_is_refused_and_offered_no_page(cast, place):
    mo = cast.browser("Mo")
    sent = {"kind": "ban", "rule": "unkind", "reason": "That hurt.", "lasts": "24"}

    assert mo.get(f"/members/{place['Ana']}/care").status_code == 404
    assert mo.post(f"/members/{place['Ana']}/sanctions", **sent).status_code == 409
    assert mo.post(f"/members/{place['Mo']}/sanctions", **sent).status_code == 409


def test_the_keeper_pages_hold_for_what_is_on_now(app, cast, place):
    mo = cast.browser("Mo")
    sent = {"kind": "ban", "rule": "pressure", "reason": "Again and again.", "lasts": "24"}
    made = mo.post(f"/members/{place['Ben']}/sanctions", **sent).json["id"]

    queue = page(mo, f"/circles/{place['circle']}/queue")[1]

    assert f"/sanctions/{made}/lifting" in queue
    with app.app_context():
        assert [one.public_id for one in queries.holding(cast.member("Mo"))] == [made]

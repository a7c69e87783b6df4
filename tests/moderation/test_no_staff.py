"""A report that nobody would see: it says so before it is sent, and is kept."""

import pytest

from accountability.circles import services as circles
from accountability.moderation import services
from accountability.moderation.models import GoesTo, Reason
from tests.moderation.kit import staff

NOBODY = "Nobody is there to look at it yet"
NO_STAFF = "Nobody answers for this service yet"
RUN = "so the people who run this service look at it"


def form_about(app, cast, name, by="Ben"):
    with app.app_context():
        about = cast.member(name).public_id
        cast.account(by)
    return cast.browser(by).get(f"/reports/new?about=member:{about}").get_data(as_text=True)


def test_without_staff_the_form_says_so(app, cast):
    about_keeper = form_about(app, cast, "Mo")
    about_member = form_about(app, cast, "Ben", by="Ana")

    assert NOBODY in about_keeper and RUN not in about_keeper
    assert NO_STAFF in about_member and NOBODY not in about_member


def test_with_staff_the_form_says_who_looks(app, cast):
    with app.app_context():
        staff(cast)

    about_keeper = form_about(app, cast, "Mo")
    about_member = form_about(app, cast, "Ben", by="Ana")

    assert RUN in about_keeper
    assert not [page for page in (about_keeper, about_member) if NOBODY in page or NO_STAFF in page]


def test_staff_whom_it_is_about_do_not_count(app, cast):
    with app.app_context():
        staff(cast, "Mo")

    assert NOBODY in form_about(app, cast, "Mo")


def test_a_report_that_nobody_else_here_could_decide_says_where_it_goes(app, cast):
    with app.app_context():
        staff(cast)
        circles.leave(cast.member("Mo"))

    page = form_about(app, cast, "Ben", by="Ana")

    assert "Nobody else keeps this circle" in page and 'type="radio" name="to"' not in page


@pytest.mark.usefixtures("context")
def test_it_is_kept_and_waits_for_staff(cast):
    made = services.report(cast.member("Ben"), cast.member("Mo"), reason=Reason.UNSAFE)

    assert (made.goes_to, made.state) == (GoesTo.STAFF, "open")

"""Every page of circles, as each of the cast sees it."""

import re

import pytest

from accountability.circles import access, services
from accountability.circles.models import Role
from tests.client.page import Page


@pytest.fixture
def placed(app, cast):
    """Addresses that hold ids of Ana's circle, by page."""
    with app.app_context():
        circle = cast.circle()
        ana, ben = cast.member("Ana"), cast.member("Ben")
        said = services.post_message(ben, "Lake at ten?")
        invitation = services.invite(ana)
        cast.account("Cleo")
        return {
            "room": f"/circles/{circle.public_id}",
            "people": f"/circles/{circle.public_id}/people",
            "settings": f"/circles/{circle.public_id}/settings",
            "member": f"/members/{ben.public_id}",
            "message": f"/messages/{said.public_id}",
            "invitation": f"/links/{invitation.public_id}",
        }


FACE = re.compile(r'class="face hue-\d+"[^>]*>([^<]*)</span>')
PAGES = ["room", "people", "settings", "member", "message", "invitation"]


@pytest.mark.parametrize("name", PAGES)
def test_a_host_opens_every_page_of_the_circle(placed, cast, name):
    page = cast.browser("Ana").get(placed[name])

    assert page.status_code == 200, page.get_data(as_text=True)


@pytest.mark.parametrize("name", PAGES)
def test_to_an_outsider_every_page_answers_as_one_that_does_not_exist(placed, cast, name):
    cleo = cast.browser("Cleo")
    address = placed[name]
    unknown = address.rpartition("/")[0] if name in {"people", "settings"} else address
    unknown = address.replace(unknown.split("/")[2], "A" * 22)

    answer, nothing = cleo.get(address), cleo.get(unknown)

    assert answer.status_code == nothing.status_code == 404
    assert _said(answer) == _said(nothing)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_a_visitor_to_sign_in(placed, app, name):
    answer = app.test_client().get(placed[name])

    assert answer.status_code == 302 and answer.location.startswith("/sign-in")


def test_a_member_who_left_opens_nothing_any_more(placed, app, cast):
    mo = cast.browser("Mo")
    with app.app_context():
        services.leave(cast.member("Mo"))

    codes = {name: mo.get(placed[name]).status_code for name in PAGES}

    assert set(codes.values()) == {404}


def test_a_member_sees_no_invitations(placed, cast):
    ben = cast.browser("Ben")

    assert ben.get(placed["invitation"]).status_code == 404
    assert "Make an invitation" not in ben.get(placed["people"]).get_data(as_text=True)


def test_the_page_of_a_circle_that_closed_is_gone_for_all(placed, app, cast):
    ben = cast.browser("Ben")
    with app.app_context():
        services.close_circle(cast.member("Ana"))

    assert ben.get(placed["room"]).status_code == 404
    assert ben.get(placed["message"]).status_code == 404


def test_my_circles_and_the_form_for_another_open(placed, cast):
    ana = cast.browser("Ana")

    assert "Sunday walkers" in ana.get("/circles").get_data(as_text=True)
    assert ana.get("/circles/mine").location.endswith(placed["room"])
    assert ana.get("/circles/new").status_code == 200


def test_somebody_without_a_circle_is_shown_how_to_start_one(placed, cast):
    cleo = cast.browser("Cleo")

    assert cleo.get("/circles/mine").location.endswith("/circles")
    assert "Start a circle" in cleo.get("/circles").get_data(as_text=True)


def test_a_form_sent_as_it_is_offered_starts_a_circle_of_eight_who_agree_on_something(app, cast):
    with app.app_context():
        cast.account("Cleo")
    cleo = cast.browser("Cleo")
    offered = Page(cleo.get("/circles/new").get_data(as_text=True)).form("/circles").fields

    sent = cleo.post("/circles", **{**offered, "name": "Harbour"})

    assert sent.status_code == 201, sent.get_data(as_text=True)
    with app.app_context():
        [cleos] = access.my_members(cast.account("Cleo").id)
        agreed = [line for line in cleos.circle.agreement.splitlines() if line]
        assert (cleos.circle.size, cleos.name) == (8, "Cleo")
    assert "What is said here stays here." in agreed and len(agreed) >= 4


def test_an_empty_circle_shows_its_host_what_to_do_first(app, cast):
    with app.app_context():
        services.start_circle(
            cast.account("Cleo"), name="Harbour", size=3, agreement="Kind.", my_name="Cleo"
        )

    page = cast.browser("Cleo").get("/circles/mine", follow_redirects=True).get_data(as_text=True)

    assert "Invite a friend" in page and "First steps" in page


def test_the_room_shows_each_member_by_their_initials(placed, cast):
    page = cast.browser("Ben").get(placed["room"]).get_data(as_text=True)

    here = page.partition("Here with you")[2].partition("</ul>")[0]
    ring = page.partition('data-region="members"')[2].partition("</ol>")[0]
    assert FACE.findall(here) == ["An", "Be", "Mo"]
    assert re.findall(r'face-ring"[^>]*>([^<]*)</span>', ring) == ["An", "Be", "Mo"]


def test_a_page_in_the_sheet_comes_without_its_frame(placed, cast):
    page = cast.browser("Ana").get(placed["message"], headers={"X-Fragment": "1"})

    assert "<html" not in page.get_data(as_text=True)


def test_a_moderator_is_named_as_one(placed, app, cast):
    with app.app_context():
        services.change_role(cast.member("Ana"), cast.member("Ben"), Role.MODERATOR)

    assert "moderator" in cast.browser("Mo").get(placed["member"]).get_data(as_text=True)


def _said(answer):
    return answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]

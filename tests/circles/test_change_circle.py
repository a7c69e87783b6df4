"""Starting a circle, and changing it and one's name in it."""

import pytest

from accountability.circles import services
from accountability.circles.models import Circle
from accountability.core.errors import Refused
from accountability.core.extensions import db

WELL = {"name": "Harbour", "size": "5", "agreement": "We are kind.", "my_name": "Cleo"}


@pytest.fixture
def cleo(app, cast):
    with app.app_context():
        cast.account("Cleo")
    return cast.browser("Cleo")


def test_the_same_press_twice_starts_one_circle(app, cleo):
    first = cleo.post("/circles", key="k" * 22, **WELL)
    again = cleo.post("/circles", key="k" * 22, **WELL)

    assert (first.status_code, again.status_code) == (201, 200)
    with app.app_context():
        assert db.session.query(Circle).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"size": "2"},
        {"size": "13"},
        {"size": "many"},
        {"size": ""},
        {"agreement": " "},
        {"agreement": "x" * 2001},
        {"my_name": ""},
    ],
)
def test_what_must_be_mended_is_said_and_nothing_is_stored(app, cleo, wrong):
    answer = cleo.post("/circles", **(WELL | wrong))

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == list(wrong)
    with app.app_context():
        assert db.session.query(Circle).count() == 0


def test_the_host_changes_what_the_circle_is(context, cast):
    circle = services.change_circle(cast.member("Ana"), name="Lake", size=3, agreement="Kind.")

    assert (circle.name, circle.size, circle.agreement) == ("Lake", 3, "Kind.")


def test_a_circle_is_never_smaller_than_its_members(context, cast):
    cast.member("Cleo")

    with pytest.raises(Refused):
        services.change_circle(cast.member("Ana"), name="Lake", size=3, agreement="Kind.")


def test_a_moderator_does_not_change_the_circle(context, cast):
    with pytest.raises(Refused):
        services.change_circle(cast.member("Mo"), name="Mine", size=8, agreement="Mine.")

    assert cast.circle().name == "Sunday walkers"


def test_a_name_belongs_to_one_member_at_a_time(context, cast):
    ben = cast.member("Ben")

    services.change_name(ben, "Benno")
    with pytest.raises(Refused):
        services.change_name(ben, "ANA")

    assert ben.name == "Benno"


def test_a_name_in_one_circle_is_not_the_name_elsewhere(context, cast):
    ben = cast.member("Ben")

    services.change_name(ben, "Benno")

    assert ben.account.name == "Ben"


def test_settings_are_changed_without_a_script(app, cast):
    with app.app_context():
        settings = f"/circles/{cast.circle().public_id}/settings"
    ana = cast.browser("Ana")

    answer = ana.post(settings, page=True, name="Lake", size="6", agreement="Kind.")

    assert answer.status_code == 303 and answer.location == settings
    assert "Lake" in ana.get(settings).get_data(as_text=True)


def test_a_member_cannot_change_the_circle_by_its_form(app, cast):
    with app.app_context():
        settings = f"/circles/{cast.circle().public_id}/settings"

    answer = cast.browser("Ben").post(settings, name="Mine", size="6", agreement="Mine.")

    assert answer.status_code == 409

"""Names that hide or pass for another's."""

from datetime import timedelta

import pytest

from accountability.circles import services
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.core.names import can_be_read, composed, skeleton
from accountability.moderation import queries
from accountability.moderation import services as moderation
from accountability.moderation.wording import act_words
from tests.moderation.kit import ground


@pytest.mark.parametrize(
    "name",
    ["A\u200bna", "\u202eanA", "\u3164", "An\u00ada", "\uffa0\u1160", "...", "a" + "\u0301" * 5],
)
def test_a_name_that_hides_is_refused(app, cast, name):
    with app.app_context():
        circle = cast.circle().public_id

    answer = cast.browser("Ben").post(f"/circles/{circle}/name", name=name)

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["Jürgen", "Анна", "李明", "Zoë 2", "O'Brien", "محمد", "สมชาย"])
def test_a_name_in_any_language_can_be_read(name):
    assert can_be_read(composed(name))


@pytest.mark.parametrize(
    "name",
    [
        "\u0410na",
        "\uff21\uff4e\uff41",
        "ana",
        "Aná",
        "A.n.a",
        "Ana (moderator)",
        "Ana host",
        "A n a",
    ],
)
def test_a_name_that_passes_for_another_is_refused(context, cast, name):
    with pytest.raises(Refused):
        services.change_name(cast.member("Ben"), name)

    assert cast.member("Ben").name == "Ben"


def test_names_that_only_begin_alike_are_two():
    assert len({skeleton(name) for name in ["Ana", "Anna", "Ana 2", "Ann", "Anja"]}) == 5


def test_the_circle_sees_that_somebody_is_called_something_else(context, cast):
    ben = cast.member("Ben")

    services.change_name(ben, "Benno")
    services.change_name(ben, "Benno")

    acts = queries.acts_of(cast.member("Ana"))
    assert [act_words(act) for act in acts] == ["Ben is called Benno now"]


def test_who_was_asked_to_pause_keeps_their_name(context, cast):
    ben = cast.member("Ben")
    moderation.mute(cast.member("Mo"), ben, ground(), clock.now() + timedelta(hours=1))

    with pytest.raises(Refused, match="pause"):
        services.change_name(ben, "Loud words")

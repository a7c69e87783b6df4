"""Names that hide or pass for another's."""

import unicodedata
from datetime import timedelta
from string import ascii_uppercase

import pytest

from accountability.circles import services
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.core.names import (
    can_be_read,
    can_be_seen,
    composed,
    is_of_one_script,
    is_taken_by,
    skeleton,
)
from accountability.moderation import queries
from accountability.moderation import services as moderation
from accountability.moderation.wording import act_words
from accountability.urges import services as urges
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


@pytest.mark.parametrize(
    "words", ["\u200b", "\u3164", "\u2800", "\u202e\u200b", "\u0301", "\u2028"]
)
def test_words_that_nobody_sees_are_none_and_hold_up_no_call(app, cast, words):
    with app.app_context():
        alert = urges.raise_alert(cast.circle() and cast.member("Ana"))
        circle, alert_id = alert.member.circle.public_id, alert.public_id
    ben = cast.browser("Ben")

    said = ben.post(f"/alerts/{alert_id}/responses", text=words)
    told = ben.post(f"/circles/{circle}/messages", text=words)

    assert (said.status_code, told.status_code) == (422, 422)
    assert "Please write something here." in said.get_data(as_text=True)


@pytest.mark.parametrize("words", ["ok", "?", "❤️", "👍🏽", "12", "…", "€"])
def test_a_sign_alone_is_words(words):
    assert can_be_seen(words)


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
        "\u1d00na",
        "A\u0274a",
    ],
)
def test_a_name_that_passes_for_another_is_refused(context, cast, name):
    with pytest.raises(Refused):
        services.change_name(cast.member("Ben"), name)

    assert cast.member("Ben").name == "Ben"


@pytest.mark.parametrize("letter", sorted({*ascii_uppercase} - {"X"}))  # of X there is none
def test_a_small_capital_looks_like_its_letter_wherever_it_stands(letter):
    small = unicodedata.lookup(f"LATIN LETTER SMALL CAPITAL {letter}")

    for name in ("{}en", "B{}n", "Be{}"):
        assert skeleton(name.format(small)) == skeleton(name.format(letter))


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


@pytest.mark.parametrize(
    "name", ["\ua4eena", "\u13aana", "\u13aa\u039d\u0391", "\U0001f170na", "\u20b3na", "\u0410na"]
)
def test_letters_of_two_scripts_in_one_word_stand_in_for_others(name):
    assert not is_of_one_script(name)


@pytest.mark.parametrize("name", ["Ana", "Ангелина", "アナ花", "안나", "Zoë", "Ana❤"])
def test_the_letters_of_one_language_belong_together(name):
    assert is_of_one_script(name)


@pytest.mark.parametrize(
    "name", ["Host", "moderator", "STAFF", "Steady", "Steady team", "St\u0435ady"]
)
def test_nobody_is_called_like_a_role_or_the_service(name):
    assert is_taken_by("Steady", name)


def test_a_look_alike_is_refused_where_a_name_is_chosen(cast):
    with cast.app.app_context():
        room = f"/circles/{cast.circle().public_id}"
    ben = cast.browser("Ben")

    for name in ("\ua4eena", "Staff", "Steady"):
        assert ben.post(f"{room}/name", name=name).status_code == 422
    assert ben.post(f"{room}/name", name="Benno").status_code == 201

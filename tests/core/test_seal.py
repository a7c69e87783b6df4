"""Private words: only whoever holds the key reads them, and only where they were put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.core import seal
from accountability.core.seal import Unsealable
from tests.settings import SEAL_KEYS

NEW = {"k2": bytes(reversed(range(32))), **SEAL_KEYS}
PLACE = "UrgeAlert.note_sealed:row:owner"
words = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(autouse=True)
def keys():
    """The key of the tests, put back afterwards: the keys belong to the process."""
    seal.use_keys(SEAL_KEYS)
    yield
    seal.use_keys(SEAL_KEYS)


@given(words, words)
def test_what_was_sealed_opens_in_its_place(said, place):
    assert seal.opened(seal.sealed(said, place), place) == said


@given(words, words, words)
def test_it_opens_nowhere_else(said, place, elsewhere):
    stored = seal.sealed(said, place)

    if place != elsewhere:
        with pytest.raises(Unsealable):
            seal.opened(stored, elsewhere)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "UrgeAlert.thanks_sealed:row:owner",
        "UrgeAlert.note_sealed:another:owner",
        "UrgeAlert.note_sealed:row:another",
        "Report.note_sealed:row:owner",
    ],
)
def test_moved_to_another_column_row_owner_or_table_it_stays_shut(elsewhere):
    stored = seal.sealed("call me", PLACE)

    with pytest.raises(Unsealable):
        seal.opened(stored, elsewhere)


def test_the_same_words_twice_are_other_bytes():
    stored = {seal.sealed("call me", PLACE) for _ in range(50)}

    assert len(stored) == 50
    assert not any(b"call me" in one for one in stored)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_anywhere_shuts_it(where, change):
    stored = bytearray(seal.sealed("call me", PLACE))
    stored[where % len(stored)] ^= change

    with pytest.raises(Unsealable):
        seal.opened(bytes(stored), PLACE)


@given(st.binary(max_size=80))
def test_what_was_never_sealed_does_not_open(stored):
    with pytest.raises(Unsealable):
        seal.opened(stored, PLACE)


@given(st.integers(min_value=0, max_value=40))
def test_what_was_cut_off_does_not_open(length):
    stored = seal.sealed("call me", PLACE)

    with pytest.raises(Unsealable):
        seal.opened(stored[: min(length, len(stored) - 1)], PLACE)


def test_old_words_open_under_a_new_key_and_new_words_use_it():
    old = seal.sealed("before", PLACE)
    seal.use_keys(NEW)

    new = seal.sealed("after", PLACE)

    assert seal.opened(old, PLACE) == "before"
    assert seal.opened(new, PLACE) == "after"
    assert old[2:4] == b"k1" and new[2:4] == b"k2"


def test_words_whose_key_is_gone_stay_shut_and_say_nothing():
    stored = seal.sealed("call me", PLACE)
    seal.use_keys({"k2": NEW["k2"]})

    with pytest.raises(Unsealable) as refused:
        seal.opened(stored, PLACE)

    assert str(refused.value) == "UrgeAlert.note_sealed"


def test_marks_are_one_for_each_key_the_newest_first_and_others_for_each_purpose():
    [before] = seal.marks("call me", "devices")
    seal.use_keys(NEW)

    marks = seal.marks("call me", "devices")

    assert len(set(marks)) == 2 and marks[1] == before
    assert not set(marks) & {*seal.marks("call me", "promises"), *seal.marks("call us", "devices")}

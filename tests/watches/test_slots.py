"""What a form may call an hour of the week."""

from __future__ import annotations

import pytest

from accountability.watches.forms import slot_of


@pytest.mark.parametrize(
    ("text", "slot"), [("0-0", (0, 0)), ("6-23", (6, 23)), ("3-09", (3, 9)), ("1-10", (1, 10))]
)
def test_an_hour_is_its_weekday_and_its_hour(text, slot):
    assert slot_of(text) == slot


@pytest.mark.parametrize(
    "text", ["", "7-1", "0-24", "-1-2", "0--1", "٣-٢", "+1-+2", "1-1_0", " 1 - 2", "1-2-3", "a-b"]
)
def test_anything_else_is_none(text):
    with pytest.raises(ValueError, match=r".*"):
        slot_of(text)

"""In the room of an alert its author sees that a friend who came is there, and nobody sees more."""

from __future__ import annotations

LINE = "[data-here-line]"


def test_a_friend_who_took_it_and_looks_is_said_to_be_here(visit, pair):
    path = pair.alert()
    pair.ben.post(f"{path}/claims").expect(201)
    ana = pair.window(lambda _: visit(), pair.ana, path)

    ben = pair.window(lambda _: visit(), pair.ben, path)

    ana.sees(LINE, "Ben is here")
    ben.misses(LINE, "Ben is here")

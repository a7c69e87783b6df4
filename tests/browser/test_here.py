"""In the room of an alert: who came is said to be there, and who writes to be writing; no more."""

from __future__ import annotations

LINE = "[data-here-line]"


def test_a_friend_who_took_it_and_looks_is_said_to_be_here(visit, pair):
    path = pair.alert()
    pair.ben.post(f"{path}/claims").expect(201)
    ana = pair.window(lambda _: visit(), pair.ana, path)

    ben = pair.window(lambda _: visit(), pair.ben, path)

    ana.sees(LINE, "Ben is here")
    ben.misses(LINE, "Ben is here")


def test_a_friend_sees_that_the_author_writes(visit, pair):
    path = pair.alert()
    ana = pair.window(lambda _: visit(), pair.ana, path)
    ben = pair.window(lambda _: visit(), pair.ben, path)

    ana.page.locator("textarea[data-typing]").press_sequentially("It is")

    ben.sees("[data-typing-line]", "Ana is writing")
    ana.misses("[data-typing-line]", "Ana is writing")

"""A friend whom the author doubts says "I have you": another one can take the call on any page."""

from __future__ import annotations

import pytest

from tests.browser import acts
from tests.kit import cast

CARD = ".slot[data-kind=alert]"


@pytest.fixture
def doubted(pair):
    """Ben had Ana, who says that she is still alone; he writes, and claims again. Mo looks on."""
    mo = cast.sign_up_new(pair.ana.origin, "Mo")
    cast.bring(pair.ana, pair.circle, mo, "Mo")
    address = pair.alert()
    pair.ben.post(f"{address}/claims").expect(201)
    pair.ana.post(f"{address}/calls").expect(201)
    pair.ben.post(f"{address}/responses", text="I am back.").expect(201)
    return mo, address


def test_each_reads_who_claims_and_who_else_can_take_it_does(pair, visit, doubted):
    mo, address = doubted
    ana = pair.window(lambda origin: visit(), pair.ana, address)
    ben = pair.window(lambda origin: visit(), pair.ben, address)
    other = pair.window(lambda origin: visit(), mo, address)

    pair.ben.post(f"{address}/claims").expect(201)

    ana.sees(".company-card .who", "Ben has you.")
    ana.sees(".alone", "Help lines")
    ben.sees(f"{CARD} button", "Let go")
    ben.misses(f"{CARD} [data-whom~=may-take]")
    other.sees(".company-card .who", "Ben has Ana.")
    other.sees(".company-card .next-step", "Whoever can may say “I have you”.")
    acts.press(other, "I have you")
    ana.sees(".company-card .who", "Mo has you.")
    for one in (ben, other):
        one.misses(f"{CARD} [data-whom~=may-take]")


def test_whatever_the_author_writes_another_friend_can_still_take_it(pair, visit, doubted):
    mo, address = doubted
    pair.ben.post(f"{address}/claims").expect(201)
    ana = pair.window(lambda origin: visit(), pair.ana, address)
    other = pair.window(lambda origin: visit(), mo, address)
    ana.sees(".alone", "Help lines")

    pair.ana.post(f"{address}/responses", text="Leave me alone, Ben.").expect(201)

    ana.misses(".alone")  # Ben counts again, and holds the next step off for a while
    acts.press(other, "I have you")
    ana.sees(".company-card .who", "Mo has you.")

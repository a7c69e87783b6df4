"""What moves on the screen, and that nothing does for who asked for stillness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser import acts

MILESTONE = ".slot.arrived[data-kind=milestone]"
# Each page writes down whether it came by a transition, how long each part of that takes, and what
# moved on it since.
WRITE_DOWN = """
    window.moved = [];
    addEventListener("animationstart", ({ animationName }) => window.moved.push(animationName));
    addEventListener("pagereveal", async ({ viewTransition }) => {
        await viewTransition?.ready.catch(() => null);
        const parts = viewTransition ? document.getAnimations() : [];
        window.revealed = parts.map((part) => part.effect.getTiming().duration);
    });
"""
MOVING = "document.getAnimations().map((one) => one.animationName)"


@pytest.fixture
def ben_who_wants(pair, visit):
    def make(motion):
        ben = visit(reduced_motion=motion).wear(pair.ben.cookies)
        ben.context.add_init_script(WRITE_DOWN)
        ben.enter(pair.room)
        return ben

    return make


def go_to_people(visitor):
    """Follow a link to another page; how long each part of the transition to it takes."""
    acts.follow(visitor, "People of this circle")
    visitor.page.wait_for_url("**/people")
    visitor.until(lambda: visitor.asks("window.revealed !== undefined"))
    return visitor.asks("window.revealed")


def keep_a_week(member):
    began = datetime.now(UTC).date() - timedelta(days=7)
    member.post("/journey", started_on=began.isoformat()).expect(201)
    member.get("/journey").expect(200)  # whoever looks at the day finds what it reached


def test_one_page_gives_way_to_the_next_by_one_short_transition(ben_who_wants, pair):
    ben = ben_who_wants("no-preference")

    def crosses():
        ben.enter(pair.room)
        return set(go_to_people(ben)) == {180}

    # The first time, while the worker takes over, the browser may leave it out, and says so.
    ben.until(crosses, within=40)
    ben.faults[:] = [one for one in ben.faults if "Transition was aborted" not in one]


def test_for_who_asked_for_stillness_a_page_is_there_at_once(ben_who_wants):
    ben = ben_who_wants("reduce")

    assert go_to_people(ben) == []


def test_a_milestone_that_arrives_glows_once_and_is_then_a_card_like_any_other(ben_who_wants, pair):
    ben = ben_who_wants("no-preference")

    keep_a_week(pair.ana)

    ben.sees(MILESTONE, "Ana: 7 days")
    ben.until(lambda: "glow" in ben.asks("window.moved"))
    ben.until(lambda: ben.asks(MOVING) == [])
    assert sorted(ben.asks("window.moved")) == ["arrive", "glow"]
    ben.sees(MILESTONE, "Ana: 7 days")


def test_for_who_asked_for_stillness_a_milestone_is_there_and_nothing_moves(ben_who_wants, pair):
    ben = ben_who_wants("reduce")

    keep_a_week(pair.ana)

    ben.sees(MILESTONE, "Ana: 7 days")
    assert (ben.asks(MOVING), ben.asks("window.moved")) == ([], [])

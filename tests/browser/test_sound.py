"""The sound of a friend's call: none until one is chosen, and then the chosen one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts

ALERT = ".slot[data-kind=alert]"
# Writes down the pitch of each tone that the page asks the browser for; the browser still makes it.
# And how the device is shaken, if it is.
LISTEN = """
    window.tones = [];
    window.felt = [];
    Navigator.prototype.vibrate = (pattern) => Boolean(window.felt.push(pattern));
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
        window.tones.push(Math.round(this.frequency.value));
        return start.call(this, at);
    };
"""
# As if twenty seconds had gone by since.
LATER = "(() => { const real = Date.now; Date.now = () => real() + 20_000; })()"
SOUNDS = ["Two soft notes", "A low bowl", "Three drops"]


@pytest.fixture
def ben_who_listens(pair, visit):
    ben = visit().wear(pair.ben.cookies)
    ben.context.add_init_script(LISTEN)
    return ben


def choose(visitor, name):
    visitor.page.get_by_role("radio", name=name, exact=True).check()


def tones(visitor):
    return visitor.asks("window.tones")


def test_it_sounds_only_after_a_sound_was_chosen(pair, ben_who_listens):
    ben = ben_who_listens
    ben.enter(pair.room)
    first = pair.alert()
    ben.sees(ALERT)
    quiet = tones(ben)
    pair.ana.post(f"{first}/withdrawal").expect(201)

    ben.enter("/me")
    choose(ben, "Two soft notes")
    heard = tones(ben)
    ben.enter(pair.room)
    pair.alert()

    ben.sees(ALERT, "Ana asks for company")
    assert (quiet, heard) == ([], [440, 554])
    assert ben.until(lambda: tones(ben)) == heard


@pytest.mark.parametrize(
    ("motion", "felt"), [("no-preference", [[120, 80, 120]]), ("reduce", [])], ids=["any", "little"]
)
def test_a_call_that_sounds_is_felt_too_unless_motion_is_unwelcome(
    pair, ben_who_listens, motion, felt
):
    ben = ben_who_listens
    ben.page.emulate_media(reduced_motion=motion)
    ben.enter("/me")
    choose(ben, "Two soft notes")
    ben.enter(pair.room)

    pair.alert()

    ben.until(lambda: tones(ben) == [440, 554])
    assert ben.asks("window.felt") == felt


def test_pressing_again_and_again_sounds_for_each_reason_once_in_twenty_seconds(
    pair, ben_who_listens
):
    ben = ben_who_listens
    ben.enter("/me")
    choose(ben, "Two soft notes")
    once = tones(ben)
    ben.enter(pair.room)

    for _ in range(4):
        address = pair.alert()
        ben.sees(f"{ALERT}[data-state=open]")
        pair.ana.post(f"{address}/withdrawal").expect(201)
        ben.misses(f"{ALERT}[data-state=open]")
    new_and_again = tones(ben)
    ben.asks(LATER)
    pair.alert()

    assert new_and_again == once * 2
    ben.until(lambda: tones(ben) == once * 3)


def test_each_sound_is_heard_when_chosen_and_is_its_own(ben_who_listens):
    ben = ben_who_listens
    ben.enter("/me")

    heard = []
    for name in SOUNDS:
        before = len(tones(ben))
        choose(ben, name)
        heard.append(tuple(tones(ben)[before:]))

    assert len(set(heard)) == len(SOUNDS) and all(heard)


def test_what_was_chosen_stays_chosen_and_can_be_heard_again(ben_who_listens):
    ben = ben_who_listens
    ben.enter("/me")
    choose(ben, "A low bowl")
    chosen = tones(ben)

    ben.enter("/me")
    acts.press(ben, "Test the sound")

    expect(ben.page.get_by_role("radio", name="A low bowl")).to_be_checked()
    assert tones(ben) == chosen
    ben.sees(".notice", "This is how it sounds.")


def test_no_sound_is_quiet_again_and_leaves_nothing_to_test(pair, ben_who_listens):
    ben = ben_who_listens
    ben.enter("/me")
    choose(ben, "Three drops")

    choose(ben, "No sound")

    ben.sees(".notice", "This browser stays quiet now.")
    ben.misses("[data-test-sound]")
    ben.enter(pair.room)
    pair.alert()
    ben.sees(ALERT)
    assert tones(ben) == []


def test_the_keyboard_alone_chooses_a_sound(ben_who_listens):
    ben = ben_who_listens
    ben.enter("/me")
    ben.page.get_by_role("radio", name="No sound").focus()

    ben.page.keyboard.press("ArrowUp")

    expect(ben.page.get_by_role("radio", name="Three drops")).to_be_focused()
    expect(ben.page.get_by_role("radio", name="Three drops")).to_be_checked()
    assert len(tones(ben)) == 3


def test_the_choices_are_a_group_with_a_name_and_say_what_they_are_for(ben):
    ben.enter("/me")

    group = ben.page.get_by_role("radiogroup", name="Which sound?")

    expect(group).to_have_accessible_description(
        "When a friend asks for company. This browser keeps your choice, and stays quiet until"
        " you make one."
    )


def test_without_script_there_is_no_sound_to_choose(pair, visit):
    ben = visit(script=False).wear(pair.ben.cookies)

    ben.open("/me")

    expect(ben.the("[data-sound]")).to_be_hidden()

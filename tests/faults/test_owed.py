"""The invariants of what is owed: each is silent on a good history and speaks on a bad one."""

from __future__ import annotations

import pytest

from tests.faults import owed

PRESSED = {"at": 1, "what": "pressed", "begun": 0.9, "who": "Ana", "alert": "a", "friends": ["Ben"]}
CLAIMED = {"at": 40, "what": "answered", "begun": 39.9, "alert": "a", "by": "Ben"}
OVER = {"at": 70, "what": "over"}
WORKS = {"at": 0, "what": "phone", "phone": "p", "who": "Ben", "works": True}
FINE = WORKS | {"answers": "201"}
MAILED = {"at": 70, "what": "mail", "who": "Ben", "alert": "a"}


def step(number, at, alert="a"):
    return {"at": at, "what": "step", "alert": alert, "number": number, "after": at - 0.05}


def push(at, delivery="d", how="201", wait=None, alert="a"):
    told = {"how": how, "is_taken": how == "201", "wait": wait}
    return {"at": at, "what": "push", "phone": "p", "delivery": delivery, "alert": alert} | told


GOOD = [step(0, 6.1), step(1, 31.5), step(2, 61.2)]


@pytest.mark.parametrize(
    ("steps", "answers", "wrong"),
    [
        (GOOD, [], 0),
        (GOOD[:2], [CLAIMED], 0),
        (GOOD[:2], [], 1),  # one never came
        ([], [CLAIMED], 2),
        ([*GOOD, step(1, 32)], [], 1),  # one came twice
        ([GOOD[0], step(2, 61.1), step(1, 31.5)], [], 1),  # in another order
        ([step(0, 5.5), *GOOD[1:]], [], 1),  # before its time
        ([step(0, 8.2), *GOOD[1:]], [], 1),  # after its time
        (GOOD, [CLAIMED], 1),  # after an answer
        (GOOD[:1], [CLAIMED | {"begun": 31.5}], 0),  # an answer that raced it
        ([*GOOD[:1], step(1, 31.5, "b"), GOOD[2]], [], 1),  # another call's
    ],
)
def test_each_step_comes_once_in_its_turn_and_time_until_somebody_does(steps, answers, wrong):
    assert len(list(owed.handed_on(2)([PRESSED, *steps, *answers, OVER]))) == wrong


@pytest.mark.parametrize(
    ("within", "at", "wrong"), [(2, 7.9, 0), (2, 8.2, 1), (8, 13.9, 0), (8, 14.2, 1)]
)
def test_how_late_a_step_may_be_is_said_by_the_trial(within, at, wrong):
    rows = [PRESSED, step(0, at), CLAIMED | {"begun": 15}, OVER]
    assert len(list(owed.handed_on(within)(rows))) == wrong


def test_no_phone_rings_before_a_step_was_made():
    assert list(owed.called_for([step(0, 6), push(6.2)])) == []
    assert len(list(owed.called_for([step(0, 6), push(5.8)]))) == 1
    assert len(list(owed.called_for([push(6.2)]))) == 1


@pytest.mark.parametrize(
    ("pushes", "kills", "wrong"),
    [
        ([push(6)], 0, 0),
        ([], 0, 1),
        ([push(6, how="reset")], 0, 1),
        ([push(6, how="reset"), push(9)], 0, 0),
        ([push(6, alert="b")], 0, 1),
        ([push(6), push(7)], 1, 0),
        ([push(6), push(7)], 0, 2),
        ([push(6), push(7), push(8)], 1, 1),
        ([push(6, "d"), push(31, "e")], 0, 0),
    ],
)
def test_each_phone_rings_and_again_only_after_a_kill(pushes, kills, wrong):
    assert len(list(owed.delivered(kills)([PRESSED, *pushes, WORKS]))) == wrong


def test_a_phone_that_never_works_or_is_new_and_one_of_nobody_who_hears_need_not_ring():
    rows = [PRESSED, WORKS | {"works": False}, WORKS | {"at": 2}, WORKS | {"who": "Cleo"}]
    assert list(owed.delivered()(rows)) == []


@pytest.mark.parametrize(
    ("pushes", "wrong"),
    [
        ([push(6, how="429-7", wait=7), push(13.5)], 0),
        ([push(6, how="429-7", wait=7), push(12.5)], 1),
        ([push(6, how="429-7", wait=7), push(15.5)], 1),
        ([push(6, how="429-7", wait=7)], 1),
        ([push(6, how="429-7", wait=7), push(13.5, "other")], 1),
    ],
)
def test_who_was_asked_to_stay_away_comes_again_in_time(pushes, wrong):
    assert len(list(owed.patient(2)(pushes))) == wrong


@pytest.mark.parametrize(
    ("pushes", "mails", "wrong"),
    [
        ([push(6, how="410")], [MAILED], 0),
        ([push(6, how="410")], [], 1),
        ([push(6, how="410")], [MAILED | {"alert": "b"}], 1),
        ([push(6, how="410"), push(20, "e", "410", alert="b")], [MAILED], 2),
    ],
)
def test_a_phone_that_is_gone_is_forgotten_and_a_mail_goes_instead(pushes, mails, wrong):
    assert len(list(owed.forgotten([*pushes, *mails, WORKS]))) == wrong


@pytest.mark.parametrize(("at", "wrong"), [(6.9, 0), (8.1, 1)])
def test_a_phone_that_rings_late_is_found(at, wrong):
    rows = [PRESSED, push(at), push(30, "e"), FINE]
    assert len(list(owed.rung_within(2)(rows))) == wrong


def day(what, who="Ana", days=7, on="2026-05-08"):
    return {"what": what, "who": who, "days": days, "on": on}


@pytest.mark.parametrize(
    ("marked", "wrong"),
    [
        ([day("milestone")], 0),
        ([], 1),
        ([day("milestone"), day("milestone")], 1),
        ([day("milestone", on="2026-05-09")], 2),
        ([day("milestone"), day("milestone", who="Ben")], 1),
    ],
)
def test_each_length_is_marked_once_on_its_day(marked, wrong):
    assert len(list(owed.marked_once([day("reached"), *marked]))) == wrong

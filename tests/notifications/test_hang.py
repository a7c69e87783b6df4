"""A push or mail server that hangs holds up nothing else: real processes, real time."""

from __future__ import annotations

import socket
import sqlite3
import time
from contextlib import ExitStack, closing, contextmanager

import pytest

from accountability.core import clock
from accountability.core.promises import Later
from accountability.notifications import sending, webpush
from accountability.notifications.webpush import Pushed
from tests.browser.pair import meet
from tests.client.http import Browser
from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Service
from tests.many.waiting import wait_until

AT_ONCE = 4  # pushes to one account
AT_MOST = 9.0  # five seconds to take it back, the rest for a busy machine; a hang lasts ten


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Service(
        tmp_path_factory.mktemp("hang") / "instance", PUSH_LOOPBACK="on", LIMITS="off"
    ) as service:
        yield service


def agree(browser, subscriber):
    browser.post("/me/devices", endpoint=subscriber.endpoint, **subscriber.keys).expect(201)


def accepted(service):
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        query = "SELECT count(*) FROM deliveries WHERE accepted_at IS NOT NULL"
        return database.execute(query).fetchone()[0]


@contextmanager
def silent_mail_server():
    """A port that takes lines and never says a word; yields its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def ask_for_letters(browser, times):
    """Have mails owed to somebody, as anybody may ask for."""
    guest = Browser(browser.origin)
    for _ in range(times):
        guest.post_form("/password/forgotten", "/password/forgotten", email=browser.email)


def unsent_mails(service):
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute("SELECT count(*) FROM mails WHERE sent_at IS NULL").fetchone()[0]


def seconds_until(phone, good, begun):
    while not good.to(phone) and time.monotonic() - begun < 30:
        time.sleep(0.05)
    return time.monotonic() - begun


def test_a_mail_server_that_hangs_delays_no_call_for_help(tmp_path):
    service = Service(tmp_path / "instance", PUSH_LOOPBACK="on", LIMITS="off")
    with push_service() as good, silent_mail_server() as url, service:
        pair = meet(service.origin)
        phone = good.subscriber()
        agree(pair.ben, phone)
        for name in ("Noa", "Mia", "Ida", "Uma", "Kim", "Pia", "Eva", "Lea"):
            ask_for_letters(cast.sign_up_new(service.origin, name), 3)
        service.stop()
        service.start(SMTP_URL=url, PUBLIC_URL=service.origin)

        begun = time.monotonic()
        pair.alert()

        took = seconds_until(phone, good, begun)
        assert unsent_mails(service) >= 24, "not enough of them hang"
        assert took < AT_MOST


@contextmanager
def many_under_way(services):
    """A push to each of these services goes on, each of somebody else's."""
    with ExitStack() as stack:
        for account, service in enumerate(services):
            stack.enter_context(sending._under_way(service, account))
        yield


def test_services_that_never_answer_share_a_few_places_however_many_names_they_have():
    services = [f"push{number}.example.org" for number in range(sending.PLACES)]
    with many_under_way(services[: sending.PLACES]):
        pass
    for service in services:
        sending.note_patience(service, Pushed(0))

    with many_under_way(services[: sending.AT_ALL_SLOW]):
        with pytest.raises(Later), sending._under_way(services[-1], 99):
            pass
        with sending._under_way("quick.example.org", 99):
            pass
    sending.note_patience(services[-1], Pushed(201))
    with many_under_way(services[: sending.AT_ALL_SLOW]), sending._under_way(services[-1], 99):
        pass
    sending._slow.clear()


def test_a_service_that_was_silent_once_waits_for_none_that_never_answered():
    sending.note_patience("good.example.org", Pushed(201))
    names = ["good.example.org", *(f"never{number}.example.org" for number in range(4))]
    for name in names:
        sending.note_patience(name, Pushed(0))

    others, own = many_under_way(names[1:]), many_under_way(names[:1] * sending.AT_ALL_SLOW)
    with others, own, pytest.raises(Later), sending._under_way(names[0], 99):
        pass
    sending._slow.clear()
    sending._answered.clear()


def test_of_services_that_ever_answered_only_so_many_are_remembered():
    names = [f"push{number}.example.org" for number in range(sending.MOST_KNOWN + 1)]
    for name in (*names, names[-1]):
        sending.note_patience(name, Pushed(201))

    assert list(sending._answered) == names[1:]
    sending._answered.clear()


def test_phones_of_one_person_that_hang_leave_room_for_their_phone_that_rings():
    with ExitStack() as stack:
        for _ in range(sending.OF_ONE_ACCOUNT_THERE):
            stack.enter_context(sending._under_way("hangs.example.org", 1))
        with pytest.raises(Later) as later, sending._under_way("hangs.example.org", 1):
            pass
        with sending._under_way("quick.example.org", 1):
            pass

    assert (later.value.at - clock.now()).total_seconds() < 1, "only their own are before it"
    assert later.value.is_due, "what finds no room is late meanwhile"


def test_a_push_service_that_hangs_delays_no_other(running):
    with push_service() as hanging, push_service() as good:
        pair = meet(running.origin)
        noa = cast.sign_up_new(running.origin, "Noa")
        cast.bring(pair.ana, pair.circle, noa, "Noa")
        for one in (pair.ben, noa):  # each browser counts once
            for browser in (one, *(cast.second_browser(one) for _ in range(AT_ONCE - 1))):
                agree(browser, hanging.subscriber("hang"))
        other, phone = meet(running.origin), good.subscriber()
        agree(other.ben, phone)
        pair.alert()
        pair.ben.until(lambda: len(hanging.received) >= 2 * AT_ONCE, within=20)

        begun = time.monotonic()
        other.alert()
        took = seconds_until(phone, good, begun)

        assert took < AT_MOST
        while not accepted(running) and time.monotonic() - begun < 20:
            time.sleep(0.05)
        assert accepted(running) == 1
        assert pair.ana.get(pair.room).code == 200


def give_phones_that_hang(opened, one):
    """Phones of three makers, none of which ever answers; more than ring at once for somebody."""
    services = [opened.enter_context(push_service()) for _ in range(3)]
    for service in (*services, *services):
        agree(cast.second_browser(one), service.subscriber("hang"))
    return services


def test_many_whose_phones_hang_hold_up_nobody_else(running):
    with ExitStack() as opened:
        pair, good = meet(running.origin), opened.enter_context(push_service())
        hanging = give_phones_that_hang(opened, pair.ben)
        for name in ("Noa", "Mia", "Eva"):
            one = cast.sign_up_new(running.origin, name)
            cast.bring(pair.ana, pair.circle, one, name)
            hanging += give_phones_that_hang(opened, one)
        other, phone = meet(running.origin), good.subscriber()
        agree(other.ben, phone)
        pair.alert()
        pair.ben.until(lambda: sum(len(one.received) for one in hanging) >= sending.PLACES)
        begun = time.monotonic()
        other.alert()
        took = seconds_until(phone, good, begun)

    assert took < AT_MOST


def test_a_push_that_was_taken_counts_though_the_rest_of_the_answer_drips_without_an_end(running):
    before = accepted(running)
    with push_service() as drips:
        pair = meet(running.origin)
        phone = drips.subscriber("201;")
        agree(pair.ben, phone)
        pair.alert()

        wait_until(lambda: accepted(running) > before, within=5 + webpush.WHOLE_PATIENCE + 9)
        assert len(drips.to(phone)) == 1

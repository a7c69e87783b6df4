"""Section 4: who gets a socket, how many, and under which headers."""

from __future__ import annotations

import contextlib
import time

import pytest

from tests.client.http import Browser
from tests.client.wire import SocketRefused, Wire, open_socket

SOCKET = "/socket.io/?EIO=4&transport=websocket"
POLLING = "/socket.io/?EIO=4&transport=polling"


def refusal(browser, **dial):
    with pytest.raises(SocketRefused) as refused:
        open_socket(browser, **dial).close()
    return refused.value


def test_without_a_sign_in_there_is_no_upgrade(service):
    refused = refusal(Browser(service.origin))

    assert refused.code == 401


def test_a_cookie_that_is_none_of_ours_is_no_sign_in(service):
    for cookie in ("session=forged", "session=", "session=" + "x" * 3000):
        assert refusal(Browser(service.origin), cookie=cookie).code == 401


def test_two_hundred_who_knock_unsigned_do_not_keep_others_waiting(service, quiet):
    nobody = Browser(service.origin)

    codes = {refusal(nobody).code for _ in range(200)}

    asked_at = time.monotonic()
    quiet.ana.get(f"/circles/{quiet.circle}").expect(200)
    assert codes <= {401, 429} and time.monotonic() - asked_at < 3


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.example",
        "file://",
    ],
)
def test_a_foreign_page_gets_no_socket(quiet, origin):
    assert refusal(quiet.ana, origin=origin).code == 403


def test_a_forged_host_does_not_make_a_foreign_origin_ours(quiet):
    answer = quiet.ana.ask(
        "GET",
        SOCKET,
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        Sec_WebSocket_Version="13",
        Origin="https://evil.example",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="https",
    )

    assert answer.code == 403


def test_there_is_no_way_but_the_socket(quiet):
    for path in (POLLING, POLLING + "&j=0", "/socket.io/", "/socket.io/?EIO=3&transport=polling"):
        answer = quiet.ana.ask("GET", path, Origin=quiet.ana.origin)
        assert 400 <= answer.code < 500, path
        posted = quiet.ana.ask("POST", path, b"40", Origin=quiet.ana.origin)
        assert 400 <= posted.code < 500, path


def test_answers_under_socket_io_carry_the_headers_of_every_answer(quiet, service):
    page = quiet.ana.get(f"/circles/{quiet.circle}")
    wanted = {
        name: page.headers[name]
        for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")
        if name in page.headers
    }

    answers = [quiet.ana.ask("GET", POLLING), Browser(service.origin).ask("GET", POLLING)]
    refused = [refusal(Browser(service.origin)), refusal(quiet.ana, origin="https://evil.example")]

    assert wanted["X-Content-Type-Options"] == "nosniff"
    for headers in [answer.headers for answer in answers] + [one.headers for one in refused]:
        told = {name.lower(): text for name, text in headers.items()}
        assert "content-security-policy" in told
        assert {name: told.get(name.lower()) for name in wanted} == wanted


def test_the_ninth_socket_of_an_account_closes_its_oldest(stranger, dial):
    person = stranger()

    wires = [dial(person) for _ in range(9)]

    assert wires[0].closed.wait(3)
    assert [wire.closed.is_set() for wire in wires[1:]] == [False] * 8
    assert all(wire.emit("hello", {}) is True for wire in wires[1:])


def test_sockets_of_one_account_that_never_join_do_not_fill_the_address(stranger):
    one, other = stranger(), stranger()
    with contextlib.ExitStack() as held:
        for _ in range(12):
            held.callback(open_socket(one).close)

        with pytest.raises(SocketRefused) as refused:
            open_socket(one)
        held.callback(open_socket(other).close)

    assert refused.value.code == 429


def test_one_address_has_at_most_forty_sockets(stranger):
    with contextlib.ExitStack() as held:
        codes = []
        for person in [stranger() for _ in range(6)]:
            for _ in range(8):
                try:
                    wire = Wire(person)
                except SocketRefused as refused:
                    codes.append(refused.code)
                else:
                    held.callback(wire.close)
                    codes.append(101)

    assert codes.count(101) <= 40 and set(codes[41:]) == {429}


def test_sockets_that_went_away_leave_their_places(stranger, dial):
    people = [stranger() for _ in range(4)]  # one account alone may not come so often

    for person in people * 15:
        dial(person).drop()

    assert dial(people[0]).emit("hello", {}) is True

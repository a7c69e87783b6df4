"""Every answer carries the same safe headers: of Flask, its errors, static files, sockets."""

from __future__ import annotations

import http.client

import pytest

from accountability.app import create_app
from accountability.core.headers import Headers
from tests.cast import apart
from tests.settings import settings_for

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self' ws://localhost; manifest-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types app"
)
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "private, no-store",
    "Vary": "Cookie, Accept",
}
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "a2tra2tra2tra2tra2traw==",
}
ANSWERS = [
    ("GET", "/sign-in", 200),
    ("GET", "/me", 302),
    ("GET", "/nowhere", 404),
    ("POST", "/nowhere", 404),
    ("PUT", "/sign-in", 405),
    ("POST", "/sign-in", 400),
    ("GET", "/circles/\x00", 400),
    ("GET", "/static/icon.svg", 200),
    ("GET", "/static/nothing.svg", 404),
    ("GET", "/static/build/nothing.js", 404),
    ("HEAD", "/sign-in", 200),
    ("OPTIONS", "/sign-in", 200),
]


@pytest.fixture(scope="module")
def app(light_app):
    """One service for all of this file: nothing here changes anything."""
    return light_app("headers")


@pytest.mark.parametrize(("method", "path", "code"), ANSWERS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_answer_carries_every_header_once(app, method, path, code, accept):
    asked = {"method": method, "headers": {"Accept": accept}}

    answer = apart(app.test_client().open, path, **asked)

    assert answer.status_code in {code, 401 if code == 302 else code}
    assert {name: answer.headers.getlist(name) for name in SAFE} == {
        name: [value] for name, value in SAFE.items()
    }
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()  # a file is open behind some


def answered(path: str, line: str, host: str = "localhost", *, is_https: bool = False) -> dict:
    """The headers that the layer puts on an answer which says something else about them."""
    told: dict[str, str] = {}

    def inner(_environ, start):
        start(line, [("cache-control", "no-store, must-revalidate, max-age=0"), ("vary", "*")])
        return [b""]

    layer = Headers(inner, is_https=is_https)
    layer({"PATH_INFO": path, "HTTP_HOST": host}, lambda _line, given: told.update(given))
    return told


def test_built_files_are_kept_for_ever_but_never_that_one_is_not_there():
    kept = answered("/static/build/app-1a2b.js", "200 OK")
    missing = answered("/static/build/app-1a2b.js", "404 NOT FOUND")

    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept["Vary"] == "Accept-Encoding"
    assert missing["Cache-Control"] == "private, no-store"


def test_what_inner_layers_say_about_caching_is_replaced():
    told = answered("/me", "200 OK")

    assert told["Cache-Control"] == "private, no-store"
    assert not {"cache-control", "vary"} & told.keys()


@pytest.mark.parametrize("host", ["evil;script-src *", "a b", "a,b", "a'b"])
def test_a_host_that_is_none_adds_nothing_to_the_policy(host):
    policy = answered("/", "200 OK", host)["Content-Security-Policy"]

    assert "connect-src 'self' ;" in policy
    assert "evil" not in policy


def test_by_https_the_socket_and_the_browser_stay_with_it():
    told = answered("/", "200 OK", "steady.example", is_https=True)

    assert told["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "wss://steady.example" in told["Content-Security-Policy"]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The real server."""
    from tests.kit.service import Service

    with Service(tmp_path_factory.mktemp("headers") / "instance", LIMITS="off") as running:
        yield running


@pytest.mark.parametrize(
    ("path", "asked", "code"),
    [
        ("/socket.io/?EIO=4&transport=polling", {}, 400),
        ("/socket.io/?EIO=4&transport=websocket", UPGRADE | {"Origin": "OWN"}, 401),
        ("/socket.io/?EIO=4&transport=websocket", UPGRADE, 403),
        ("/socket.io/?EIO=4&transport=websocket", UPGRADE | {"Origin": "http://evil.example"}, 403),
        ("/socket.io/", {}, 400),
        ("/nowhere", {}, 404),
    ],
)
def test_the_real_server_answers_with_them_too(service, path, asked, code):
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    own = {name: given.replace("OWN", service.origin) for name, given in asked.items()}
    connection.request("GET", path, headers=own)

    answer = connection.getresponse()

    policy = POLICY.replace("localhost", f"127.0.0.1:{service.port}")
    wanted = SAFE | {"Content-Security-Policy": policy}
    assert answer.status == code
    assert {name: answer.headers.get_all(name) for name in wanted} == {
        name: [value] for name, value in wanted.items()
    }
    connection.close()


def test_a_page_and_its_cookie_by_https(tmp_path):
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite")
    from dataclasses import replace

    app = create_app(replace(settings, public_url="https://steady.example"))

    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_SECURE"] and app.config["SESSION_COOKIE_HTTPONLY"]

"""A browser takes the service for an app, and everything it fetches for that is as it should be."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import json
import re

import pytest
from playwright.sync_api import expect

from tests.house.repo_rules import banned_words
from tests.house.tree import ROOT
from tests.kit import cast
from tests.kit.service import Service


def asked(service, path, **headers):
    """What the service answers to a program that is not a browser."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_browser_finds_nothing_that_keeps_it_from_installing(at_home):
    devtools = at_home.context.new_cdp_session(at_home.page)

    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    # A window of a test is a private one; a private window installs nothing.
    assert [one for one in found if one["errorId"] != "in-incognito"] == []


def test_the_manifest_is_neutral_and_its_icons_are_there(service):
    answer, body = asked(service, "/manifest.webmanifest")
    told = json.loads(body)

    assert answer.headers.get_content_type() == "application/manifest+json"
    assert (told["name"], told["start_url"], told["display"]) == ("Steady", "/", "standalone")
    assert not banned_words().search(body.decode())
    purposes = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert purposes == {(size, how) for size in ("192x192", "512x512") for how in PURPOSES}
    assert {asked(service, icon["src"])[0].status for icon in told["icons"]} == {200}


PURPOSES = ("any", "maskable")


def test_the_worker_is_asked_for_anew_and_may_be_loaded(service):
    answer, body = asked(service, "/sw.js")

    assert answer.headers.get_all("Cache-Control") == ["no-cache"]
    assert answer.headers.get_content_type() == "text/javascript"
    assert "require-trusted-types-for" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert len(gzip.compress(body)) < 8_000


def hash_of(body):
    return f"sha384-{base64.b64encode(hashlib.sha384(body).digest()).decode()}"


def test_the_worker_knows_each_page_that_it_keeps(service):
    _, body = asked(service, "/sw.js")
    pages = json.loads(re.search(rb"PAGES = ({.*?}), RULES", body)[1])

    assert {"/offline", "/help", "/help/de", "/help/other"} <= pages.keys()
    assert pages == {path: hash_of(asked(service, path)[1]) for path in pages}


def test_the_worker_knows_them_though_the_first_who_asks_is_signed_in(tmp_path):
    with Service(tmp_path / "instance", LIMITS="off") as fresh:
        body = cast.sign_up_new(fresh.origin).get("/sw.js").body
        pages = json.loads(re.search(rb"PAGES = ({.*?}), RULES", body)[1])

        assert pages["/offline"] == hash_of(asked(fresh, "/offline")[1])


def test_the_worker_answers_kept_pages_by_the_rules_of_the_service(service):
    _, body = asked(service, "/sw.js")
    page, _ = asked(service, "/offline")

    rules = json.loads(re.search(rb"RULES = ({.*?});", body)[1])

    assert {name: page.headers[name] for name in rules} == rules
    assert {"Content-Security-Policy", "X-Content-Type-Options"} <= rules.keys()


@pytest.mark.parametrize(("path", "names"), [("/", 2), ("/me/reached", 3)])
def test_every_script_and_style_of_a_page_is_known_by_its_hash(service, pair, path, names):
    page = pair.ana.get(path).text if names == 3 else asked(service, path)[1].decode()
    built = re.findall(r'(?:src|href)="(/static/build/[^"]+)" integrity="([^"]+)"', page)

    assert len(built) == names == page.count("/static/build/")
    assert [known for _, known in built] == [hash_of(asked(service, one)[1]) for one, _ in built]


def test_built_files_are_kept_for_ever_and_come_compressed(service):
    names = json.loads((ROOT / "static/build/manifest.json").read_text())["integrity"]
    squeezed = [name for name in names if name.endswith((".js", ".css"))]

    assert {name.rpartition(".")[2] for name in squeezed} == {"js", "css"}
    for name in squeezed:
        small, body = asked(service, f"/static/build/{name}", **{"Accept-Encoding": "gzip"})
        plain, whole = asked(service, f"/static/build/{name}")

        assert (name, small.headers["Content-Encoding"]) == (name, "gzip")
        assert gzip.decompress(body) == whole and plain.headers["Content-Encoding"] is None
        assert small.headers.get_content_type() == plain.headers.get_content_type()
        for one in (small, plain):
            assert one.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert one.headers.get_all("Vary") == ["Accept-Encoding"]


def test_the_worker_comes_compressed_and_only_when_it_is_another(service):
    own = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}

    small, body = asked(service, "/sw.js", **own)
    plain, whole = asked(service, "/sw.js")
    again, nothing = asked(service, "/sw.js", **own | {"If-None-Match": small.headers["ETag"]})

    assert small.headers["Content-Encoding"] == "gzip" and len(body) * 2 < len(whole)
    assert gzip.decompress(body) == whole and plain.headers["Content-Encoding"] is None
    assert small.headers.get_all("Vary") == plain.headers.get_all("Vary") == ["Accept-Encoding"]
    assert small.headers["ETag"].startswith("W/")  # the same script, in other bytes
    assert (again.status, nothing) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "given"),
    [("gzip;q=0", None), ("gzip;q=0, *", None), ("br, gzip;q=0.1", "gzip"), ("*", "gzip")],
)
def test_a_built_file_comes_as_its_reader_takes_it(service, accepted, given):
    names = json.loads((ROOT / "static/build/manifest.json").read_text())

    answer, _body = asked(
        service, f"/static/build/{names['app.js']}", **{"Accept-Encoding": accepted}
    )

    assert answer.headers["Content-Encoding"] == given


def test_an_offer_of_the_browser_waits_behind_a_button(at_home):
    at_home.open("/install")
    at_home.page.wait_for_load_state()

    kept = at_home.asks("""() => {
        const offer = new Event("beforeinstallprompt", {cancelable: true});
        offer.prompt = () => { window.prompted = true; return Promise.resolve(); };
        dispatchEvent(offer);
        return offer.defaultPrevented && window.prompted === undefined;
    }""")
    at_home.the("[data-install]").click()

    assert kept and at_home.asks("window.prompted")


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
STEPS = ["Touch Share", "Choose Add to Home Screen", "Open it from there"]


def test_an_iphone_is_told_step_by_step_and_finds_its_icon(pair, visit, service):
    ana = visit(user_agent=IPHONE).wear(pair.ana.cookies)

    ana.open("/install")

    steps = ana.page.locator("section", has_text="On an iPhone, in Safari").locator("ol > li")
    expect(steps.locator(".row-title")).to_have_text(STEPS)
    assert all(step.is_visible() for step in steps.all())
    answer, icon = asked(service, ana.the("link[rel=apple-touch-icon]").get_attribute("href"))
    assert (answer.status, answer.headers.get_content_type()) == (200, "image/png")
    assert icon[16:24] == (180).to_bytes(4) * 2  # how wide and how high the picture is

"""A newer version arrives while a page is open: nothing is missing, nothing stays old."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.app.conftest import NO_LINE, READY
from tests.browser.pair import meet
from tests.browser.visitor import answer
from tests.kit.service import ROOT, Service

COPIED = ("accountability", "frontend", "static", "templates", "wsgi.py", "package.json")
LINKED = ("migrations", "node_modules")
VERSION = "document.body.dataset.version"
CACHES = "caches.keys()"
OFFLINE = "caches.match('/offline', {ignoreVary: true}).then((one) => one.text())"
HELP = "caches.match('/help', {ignoreVary: true}).then((one) => one.text())"
LOOK = "navigator.serviceWorker.ready.then((one) => one.update()).then(() => true)"
# As the page asks for it: by the hash that it was given, and read to its end. A worker that still
# has an answer to give makes no way for a newer one.
FETCHES = """
    async ([address, integrity]) => {
        const answer = await fetch(address, {cache: "reload", integrity});
        await answer.text();
        return answer.status;
    }
"""
# Nothing that a worker says reaches this page, as if it had slept or was just loading.
DEAF = """
    navigator.serviceWorker.addEventListener("message", (said) => {
        if (window.deaf) said.stopImmediatePropagation();
    });
"""
SETTLED = """
    navigator.serviceWorker.getRegistration().then(
        ({installing, waiting, active}) => !installing && !waiting && active.state === "activated")
"""
# A browser without a screen covers no page; the page is told what it would be told then.
HIDE = """() => {
    Object.defineProperty(document, "hidden", {value: %s, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""
BUILT = """
    [...document.querySelectorAll("[src*=build], [href*=build]")]
        .map((one) => [one.src || one.href, one.integrity])
"""


class Release:
    """A copy of the project that is built anew, as an operator does it."""

    def __init__(self, folder):
        self.folder = folder
        for name in COPIED:
            one = ROOT / name
            ignored = shutil.ignore_patterns("__pycache__", "build")
            copied = folder / name
            shutil.copytree(one, copied, ignore=ignored) if one.is_dir() else shutil.copy(
                one, copied
            )
        for name in LINKED:
            (folder / name).symlink_to(ROOT / name)

    def build(self):
        subprocess.run(["node", "frontend/build.mjs"], cwd=self.folder, check=True)

    def change(self):
        """Another style, another script, and a sign in both of the new version."""
        styles = self.folder / "frontend/css/utilities.css"
        styles.write_text(styles.read_text() + "\n.second-version { color: inherit; }\n")
        script = self.folder / "frontend/app.ts"
        script.write_text(script.read_text() + '\ndocument.body.dataset["second"] = "";\n')
        self.build()


PATIENCE_S = 30
PATIENCE_MS = PATIENCE_S * 1_000


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    made = Release(folder)
    made.build()
    return made


@pytest.fixture(scope="module")
def renewed(release, tmp_path_factory):
    """A service that runs from the release."""
    folder = tmp_path_factory.mktemp("renewed") / "instance"
    with Service(folder, root=release.folder, LIMITS="off") as running:
        yield running


@pytest.fixture
def ana(renewed, window):
    """Ana in her room, in the middle of a sentence, with the worker in charge."""
    pair = meet(renewed.origin)
    ana = window(renewed.origin).wear(pair.ana.cookies)
    ana.forgives += NO_LINE
    ana.enter(pair.room)
    ana.until(lambda: ana.asks(READY))
    ana.the("textarea").fill("In the middle of a")
    return ana


def take_the_newer(ana):
    """Finish the sentence, and load what is offered then."""
    assert not ana.the("#notices [data-newer]").is_visible(), "somebody is typing"
    ana.the("textarea").fill("")
    ana.page.keyboard.press("Tab")
    offered = ana.the("#notices [data-newer]", "There is a newer version.")
    expect(offered).to_be_visible(timeout=PATIENCE_MS)  # the new worker takes over when it can
    ana.the("#notices [data-newer] button").click()
    ana.page.wait_for_selector("body[data-second]")
    ana.wait_live()


def is_tidy_after_a_visit(ana):
    """Former files go at a visit, once every page is known to be a new one: perhaps at the next."""
    ana.open("/journey")
    return ana.asks(CACHES) == [f"shell {ana.asks(VERSION)}"]


def put_in_place(ana, renewed):
    """Start the service with what was changed, and let her browser look for a newer worker."""
    renewed.stop()
    renewed.start()
    ana.asks(LOOK)


def test_one_visit_after_an_update_everything_is_new_and_nothing_was_missing(ana, renewed, release):
    missing = []
    ana.context.on("response", lambda one: one.status == 404 and missing.append(one.url))
    old, built = ana.asks(VERSION), ana.asks(BUILT)

    release.change()
    put_in_place(ana, renewed)

    ana.until(lambda: len(ana.asks(CACHES)) == 2)
    asked = [answer(ana.page, FETCHES, one) for one in built]
    assert len(asked) >= 2 and set(asked) == {200}, "the old page may still ask for its files"
    take_the_newer(ana)
    ana.until(lambda: is_tidy_after_a_visit(ana), within=30)
    ana.context.set_offline(True)
    ana.page.reload()
    ana.sees("[data-no-network]")
    assert ana.asks(VERSION) != old and missing == []


def test_other_words_alone_reach_the_page_that_a_device_keeps(ana, renewed, release):
    page = release.folder / "templates/shell/offline.html"
    assert "Still no line" not in ana.asks(OFFLINE)
    page.write_text(page.read_text().replace("No network just now", "Still no line"))

    put_in_place(ana, renewed)

    ana.until(lambda: "Still no line" in ana.asks(OFFLINE))
    ana.misses("#notices [data-newer]")  # no script or style is other, so nobody need load anything


def test_words_that_come_from_the_code_reach_the_page_that_a_device_keeps(ana, renewed, release):
    code = release.folder / "accountability/urges/help_wording.py"
    assert "Deutschland" not in ana.asks(HELP)
    code.write_text(code.read_text().replace("Germany", "Deutschland"))

    put_in_place(ana, renewed)

    ana.until(lambda: "Deutschland" in ana.asks(HELP))


@pytest.fixture
def out_of_date(ana, renewed, release):
    """Ana's page, which did not hear of the newer version."""
    ana.context.add_init_script(DEAF)
    ana.page.reload()
    ana.wait_live()
    old = ana.asks(VERSION)
    ana.asks("window.deaf = true")
    release.change()
    put_in_place(ana, renewed)
    ana.until(lambda: f"shell {old}" != ana.asks(CACHES)[-1] and ana.asks(SETTLED), PATIENCE_S)
    ana.misses("#notices [data-newer]")
    ana.asks("window.deaf = false")
    return ana


def test_who_did_not_hear_of_a_newer_version_learns_of_it_with_the_network(out_of_date):
    out_of_date.context.set_offline(True)
    out_of_date.context.set_offline(False)

    out_of_date.sees("#notices [data-newer]", "There is a newer version.")


def test_who_did_not_hear_of_a_newer_version_learns_of_it_when_shown_again(out_of_date):
    out_of_date.asks(HIDE % "true")
    out_of_date.misses("#notices [data-newer]")

    out_of_date.asks(HIDE % "false")

    out_of_date.sees("#notices [data-newer]", "There is a newer version.")

"""What is said of the line, and of a press that was not heard: to eyes, and to who hears a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.outbox.stage import BUTTON, PATIENCE_MS

# Four seconds are a short gap; tries that fail meanwhile do not put the words off.
SOON_MS = 8_000


def said(visitor, role, words):
    """Where a reader is told so by itself; `alert` interrupts, `status` does not."""
    return visitor.page.get_by_role(role).filter(has_text=words)


@pytest.mark.parametrize(
    ("is_offline", "words"),
    [
        (True, "You are offline. What you press is kept and sent."),
        (False, "The line is slow. We keep trying."),
    ],
    ids=["no network", "no service"],
)
def test_a_line_that_is_gone_says_so_and_then_that_it_is_back(stage, is_offline, words):
    stage.ana.context.set_offline(is_offline)

    stage.line.cut()

    gone, back = said(stage.ana, "status", words), said(stage.ana, "status", "You are back.")
    expect(gone).to_be_visible(timeout=SOON_MS)
    stage.ana.context.set_offline(False)
    stage.line.restore()
    expect(back).to_be_visible(timeout=PATIENCE_MS)
    expect(gone).to_have_count(0)
    expect(back).to_have_count(0)  # and then nothing more of it


def test_a_short_gap_is_not_worth_a_word(stage):
    stage.ana.asks("""() => {
        window.said = [];
        const place = document.querySelector("[data-live-line]");
        const note = () => window.said.push(place.textContent);
        new MutationObserver(note).observe(place, {childList: true});
    }""")

    stage.line.cut()
    stage.ana.page.locator("html[data-live=off]").wait_for(state="attached")
    stage.line.restore()

    stage.ana.wait_live()
    assert stage.ana.asks("window.said") == []


def test_a_press_that_is_not_heard_interrupts_who_hears_the_page(stage):
    stage.line.cut()

    stage.ana.page.locator(BUTTON).click()

    expect(said(stage.ana, "alert", "Not sent yet")).to_be_visible(timeout=PATIENCE_MS)

"""What a screen reader is told by itself: each thing once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

# Writes down every sentence that comes into a place which is read out by itself.
LISTEN = """() => {
  window.read = []
  const aloud = '[role=alert], [role=status], [role=log], [aria-live=polite]'
  new MutationObserver(changes => {
    for (const {target, addedNodes} of changes) {
      const place = (target.closest ? target : target.parentElement)?.closest(aloud)
      if (place && addedNodes.length)
        window.read.push([...addedNodes].map(one => one.textContent).join(' '))
    }
  }).observe(document.body, {childList: true, subtree: true, characterData: true})
}"""


@pytest.fixture
def heard(ben):
    ben.page.evaluate(LISTEN)
    return lambda: [words for words in ben.asks("window.read") if "asks for company" in words]


@pytest.mark.parametrize("is_in_sight", [True, False], ids=["in sight", "out of sight"])
def test_a_friends_alert_is_said_once_and_not_with_what_follows(pair, ben, heard, is_in_sight):
    if not is_in_sight:
        ben.asks("document.body.style.paddingTop = '0'")
        ben.asks("document.querySelector('[data-region=alerts]').style.marginTop = '-4000px'")

    alert = pair.alert()
    ben.until(heard)
    pair.ana.post(f"{alert}/details", strength="7", note="It grows.").expect(201)
    ben.the(".slot[data-kind=alert] .quote", "It grows.").wait_for(state="attached")

    assert len(heard()) == 1
    assert "Ana" in heard()[0]
    link = ben.page.locator(".notice a", has_text="Ana asks for company")
    expect(link).to_have_count(0 if is_in_sight else 1)

"""What is asked of a page in a real browser."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")  # a window is left in the last
LEAST_TARGET = 44
PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 700}
USUAL, LARGE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
LETTERS = "getComputedStyle(document.documentElement).fontSize"

RUN_AXE = """async (options) => {
  const found = await axe.run(document, {resultTypes: ['violations'], ...options})
  return found.violations.flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}
      ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))
}"""

# A link inside running text is as high as its line; everything else is as large as a thumb. A field
# with a label around it is touched by its label.
SMALL_TARGETS = """(least) => {
  const runs = one => one.matches('a') && getComputedStyle(one).display === 'inline' &&
    [...one.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
  const target = one => one.matches('input, select, textarea') && one.closest('label') || one
  const seen = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true})
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  const small = []
  for (const one of document.querySelectorAll(all)) {
    const it = target(one)
    const box = it.getBoundingClientRect()
    if (!seen(it) || runs(one) || one.closest('.skip, svg') || !box.width) continue
    if (box.width < least - 0.5 || box.height < least - 0.5)
      small.push(`${box.width.toFixed()}x${box.height.toFixed()}: ${it.outerHTML.slice(0, 160)}`)
  }
  return small
}"""

# Who is to blame for a page that is wider than the window.
OVERFLOW = """() => {
  const root = document.documentElement
  if (root.scrollWidth <= innerWidth) return []
  const wide = [...document.body.querySelectorAll('*')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5)
  return [`${root.scrollWidth} px`, ...wide.slice(0, 4).map(one => one.outerHTML.slice(0, 140))]
}"""

# What is cut by its own box, other than what is hidden from eyes or scrolls; and words that run out
# of the button, the mark or the heading they stand in.
CUT = """() => {
  const boxes = '.button, .pill, .choice, .exit, .urge-button, .reach, h1, h2, .row-title, .who'
  const seen = one => one.checkVisibility({visibilityProperty: true}) && one.clientWidth > 1
    && !one.closest('.visually-hidden, .company .top-words')
  const isCut = one => {
    const {fontSize, overflowX, textOverflow, webkitLineClamp} = getComputedStyle(one)
    const isLine = textOverflow === 'ellipsis' && webkitLineClamp === 'none'
    if (overflowX === 'visible' || isLine) return false
    // A very long name that somebody gave ends in dots; the scene's names have no Latin letter.
    if (webkitLineClamp !== 'none' && !/[a-z]/i.test(one.textContent)) return false
    const isHigh = one.scrollHeight > one.clientHeight + parseFloat(fontSize) / 2
    return one.scrollWidth > one.clientWidth + 1 || isHigh
  }
  const runsOut = one => {
    const words = document.createRange()
    words.selectNodeContents(one)
    return words.getBoundingClientRect().right > one.getBoundingClientRect().right + 1
  }
  return [...document.querySelectorAll(boxes)].filter(seen)
    .filter(one => isCut(one) || runsOut(one)).map(one => one.outerHTML.slice(0, 140))
}"""

# The bar of places stays where a thumb finds it: none of them lies beside or below the window.
OUT_OF_SIGHT = """() => [...document.querySelectorAll('.tab')]
  .filter(one => one.checkVisibility())
  .filter(one => {
    const {top, left, right, bottom} = one.getBoundingClientRect()
    return top < 0 || left < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5
  }).map(one => one.outerHTML.slice(0, 140))"""

# The big button is whole on the screen and where a thumb is; a finger on it touches nothing else.
BIG_BUTTON = """() => {
  const one = document.querySelector('.urge-button')
  if (!one?.checkVisibility({visibilityProperty: true, opacityProperty: true})) return ['not there']
  const {top, left, right, bottom} = one.getBoundingClientRect()
  const isWhole = left >= 0 && right <= innerWidth && bottom <= innerHeight
  const where = [left, top, right, bottom].map(Math.round).join(' ')
  if (!isWhole || top < innerHeight * 2 / 3) return [`it lies at ${where}`]
  const touched = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return one.contains(touched) ? [] : [`under ${touched?.outerHTML.slice(0, 140)}`]
}"""

HEADINGS = "() => [...document.querySelectorAll('h1')].filter(h => h.checkVisibility()).length"

# What markup in typed words would have made of itself.
MADE = "() => document.querySelectorAll('img[src=\"x\"], script:not([src]), [onerror]').length"


def load_axe(page: Page) -> None:
    """Put axe into the page, past its policy, as a tester's extension would."""
    page.evaluate(AXE_SCRIPT)


def axe_finds(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe has to say about the page as it is now."""
    found: list[str] = page.evaluate(RUN_AXE, options)
    return found


def small_targets(page: Page) -> list[str]:
    """What is too small for a thumb."""
    found: list[str] = page.evaluate(SMALL_TARGETS, LEAST_TARGET)
    return found


def overflow(page: Page) -> list[str]:
    """What is wider than the window, if anything is."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def cut(page: Page) -> list[str]:
    """What does not fit into its own box, or runs out of it."""
    found: list[str] = page.evaluate(CUT)
    return found


def out_of_sight(page: Page) -> list[str]:
    """Which places of the bar are not on the screen."""
    found: list[str] = page.evaluate(OUT_OF_SIGHT)
    return found


def button_out_of_reach(page: Page) -> list[str]:
    """Why a thumb does not reach the big button on the page as it is now, if it does not."""
    found: list[str] = page.evaluate(BIG_BUTTON)
    return [f"big button: {one}" for one in found]


def _unroll(page: Page) -> None:
    """Show the page in one piece: what lies under a bar is scrolled from under it by a thumb."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(PHONE | {"height": max(PHONE["height"], height)})


def _on_the_smallest(page: Page) -> list[str]:
    page.set_viewport_size(SMALLEST)
    found = [f"wide: {one}" for one in overflow(page)] + [f"cut: {one}" for one in cut(page)]
    found += [f"out of sight: {one}" for one in out_of_sight(page)]
    page.set_viewport_size(PHONE)
    return found


def _in_theme(page: Page, theme: Literal["dark", "light"]) -> list[str]:
    page.emulate_media(color_scheme=theme)
    _unroll(page)
    found = axe_finds(page, EVERYTHING)
    found += [f"small: {one}" for one in small_targets(page)]
    return [f"{theme}: {one}" for one in found + _on_the_smallest(page)]


def _in_large_letters(page: Page) -> list[str]:
    """Letters twice as large, as a person sets it in their browser; what styles ask grows too."""
    line = page.context.new_cdp_session(page)
    line.send("Page.setFontSizes", {"fontSizes": LARGE})
    assert page.evaluate(LETTERS) == f"{LARGE['standard']}px"
    found = [*overflow(page), *cut(page), *out_of_sight(page)]
    line.send("Page.setFontSizes", {"fontSizes": USUAL})
    line.detach()
    return [f"large: {one}" for one in found]


def faults(page: Page) -> list[str]:
    """All that is wrong with a page for somebody's eyes, thumbs or reader."""
    load_axe(page)
    found = [one for theme in THEMES for one in _in_theme(page, theme)] + _in_large_letters(page)
    headings = page.evaluate(HEADINGS)
    return found + ([] if headings == 1 else [f"{headings} visible h1"])

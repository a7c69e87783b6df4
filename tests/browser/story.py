"""The main job as Ana and Ben live it: they meet, talk, one calls and the other answers.

Each chapter works with the script of the pages and without it. What must come by itself is waited
for on a page that is not loaded anew.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.visitor import Visitor

CIRCLE = "Seven herons"
NAME = "Ana Quillfeather"
MESSAGE = "The marmalade is on the upper shelf."
NOTE = "The blue jacket hangs there again."
RESPONSE = "Hold on to my sleeve."
MARKERS = (CIRCLE, NAME, MESSAGE, NOTE, RESPONSE)
DAYS = 23
# One second is what it takes; the rest is for a machine that runs other tests meanwhile.
A_BLINK = 2.5
ALERT = ".slot[data-kind=alert]"


class Story:
    """Ana and Ben, each at a window of their own."""

    def __init__(self, ana: Visitor, ben: Visitor) -> None:
        self.ana = ana
        self.ben = ben
        self.room = ""
        self.alert = ""

    # --- they meet

    def meet(self) -> None:
        """Ana starts a circle and invites; Ben knocks, hears her yes, and comes in."""
        self.ana.open("/")
        acts.follow(self.ana, "Begin")
        acts.sign_up(self.ana, "Ana")
        self.room = acts.start_circle(self.ana, CIRCLE, NAME)
        link = acts.invite(self.ana, self.room)
        self.ana.enter(self.room)
        self.ana.mark()
        self._knock(link)
        self.ana.sees(".newcomer", "Ben asks to come in")
        acts.press(self.ana, "Let in")
        self.ana.misses(".newcomer")
        assert self.ana.stayed()
        self._come_in()

    def _knock(self, link: str) -> None:
        self.ben.page.goto(link)
        acts.follow(self.ben, "I am new here")
        acts.sign_up(self.ben, "Ben")
        acts.knock(self.ben, "Ben")
        if self.ben.script:
            self.ben.wait_live()

    def _come_in(self) -> None:
        if self.ben.script:
            self.ben.sees(".notification a").click()
        self.ben.sees("form[action$='/agreement']")
        acts.come_in(self.ben)

    def keep_days(self) -> None:
        """Ana says when she began; Ben sees her number, on his open page."""
        self.ben.enter(self.room)
        self.ben.mark()
        began = datetime.now(UTC).date() - timedelta(days=DAYS)
        self.ana.open("/journey")
        self.ana.page.locator("input[name=started_on]").fill(began.isoformat())
        acts.press(self.ana, "Begin")
        self.ben.sees(".member .ring-number", str(DAYS))
        assert self.ben.stayed()

    def talk(self) -> None:
        """Words go to and fro."""
        self.ana.enter(self.room)
        self.ana.mark()
        acts.say(self.ana, MESSAGE)
        self.ben.sees(".message .said", MESSAGE)
        acts.say(self.ben, "I found it.")
        self.ana.sees(".message .said", "I found it.")
        expect(self.ana.the(".composer textarea")).to_have_value("")
        assert self.ana.stayed() and self.ben.stayed()

    # --- one calls, the other answers

    def call(self) -> None:
        """Ana presses the big button; Ben sees it at once, and then what she says to it."""
        pressed = time.monotonic()
        self.ana.click(self.ana.page.locator(".urge-button:visible"))
        self.ben.sees(ALERT, f"{NAME} asks for company")
        if self.ben.script:
            assert time.monotonic() - pressed < A_BLINK
        self._say_more()
        self.alert = self.ana.until(self._address_of_alert)
        self.ben.sees(f"{ALERT} .quote", NOTE)
        self.ben.sees(f"{ALERT} .strength", "7 of 10")
        assert self.ben.stayed()

    def _address_of_alert(self) -> str:
        path = self.ana.page.url.removeprefix(self.ana.origin)
        return path if path.startswith("/alerts/") else ""

    def _say_more(self) -> None:
        page = self.ana.page
        if self.ana.script:
            self.ana.sees("dialog[open] .sheet-head", "Your friends are told.")
        else:
            self.ana.sees("details.more summary").click()
        if self.ana.script:
            page.locator("input[name=strength]:visible").fill("7")
        else:
            page.locator("select[name=strength]").select_option("7")
        page.get_by_role("radio", name="Just listen").locator("visible=true").check()
        page.locator("textarea[name=note]:visible").fill(NOTE)
        acts.press(self.ana, "Tell them this")

    def answer(self) -> None:
        """Ben takes her by one tap; she reads it, and how far it came; they write."""
        if self.ana.script:
            self.ana.wait_live()
        self.ana.mark()
        acts.press(self.ben, "I have you")
        self.ana.sees(".who", "Ben has you.")
        self.ana.sees(".reach", "seen by one")
        self.ben.sees(".who", f"You have {NAME}.")
        self._write()
        assert self.ana.stayed()

    def _write(self) -> None:
        if self.ben.script:
            self.ben.wait_live()
            self.ben.page.locator("textarea[data-typing]").press_sequentially("Hold")
            self.ana.sees("[data-typing-line]", "Ben is writing")
        self.ben.mark()
        acts.say(self.ben, RESPONSE)
        self.ana.sees(".response .said", RESPONSE)
        self.ana.misses("[data-typing-line]", "Ben is writing")
        acts.say(self.ana, "I do.")
        self.ben.sees(".response .said", "I do.")

    def hold(self) -> None:
        """Ana closes it as held and says thank you; Ben cheers; she sees it."""
        acts.follow(self.ana, "I held")
        self.ana.page.locator("textarea[name=thanks]").fill("For the sleeve.")
        acts.press(self.ana, "Close it so")
        self.ana.sees(".who", "You held.")
        self.ben.sees(".who", f"{NAME} held.")
        self.ben.sees(".quote", "For the sleeve.")
        acts.press(self.ben, "Proud of you")
        self.ana.sees(f"{ALERT} .pill", "Proud of you · 1")
        assert self.ana.stayed() and self.ben.stayed()

    def take_words_away(self) -> None:
        """Ana takes her words away; they leave Ben's open page."""
        self.ana.enter(self.room)
        self.ben.enter(self.room)
        self.ben.mark()
        slot = self.ana.sees(".slot.mine[data-kind=message]", MESSAGE)
        self.ana.click(slot.get_by_role("link", name="About these words"))
        acts.press(self.ana, "Take these words away")
        self.ben.misses(".message", MESSAGE)
        self.ana.misses(".message", MESSAGE)
        self.ben.sees(".message", "I found it.")
        assert self.ben.stayed()

"""What people do on the pages: by buttons and links, as they are named there.

Everything here works with the page's script and without it.
"""

from __future__ import annotations

import itertools
import re

from tests.browser.visitor import Visitor
from tests.kit.cast import PASSWORD

ROOM = re.compile(r"/circles/[\w-]{22}$")

_numbers = itertools.count(1)


def press(visitor: Visitor, name: str) -> None:
    """Press the button of this name."""
    visitor.click(visitor.page.get_by_role("button", name=name, exact=True).first)


def follow(visitor: Visitor, name: str) -> None:
    """Follow the link of this name."""
    visitor.click(visitor.page.get_by_role("link", name=name, exact=True).first)


def sign_up(visitor: Visitor, name: str) -> str:
    """Fill in the form of the page that is open, and be signed in; the address of mail."""
    page, email = visitor.page, f"{name.lower()}.{next(_numbers)}@example.org"
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=adult]").check()
    page.locator("input[name=consent]").check()
    press(visitor, "Sign up")
    page.wait_for_url(lambda address: "/sign-up" not in address)
    return email


def sign_in(visitor: Visitor, email: str) -> None:
    """Sign in by the page."""
    page = visitor.open("/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    press(visitor, "Sign in")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def start_circle(visitor: Visitor, name: str, my_name: str) -> str:
    """Start a circle from its page; the address of its room."""
    page = visitor.open("/circles/new")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=my_name]").fill(my_name)
    press(visitor, "Start the circle")
    page.wait_for_url(ROOM)
    return page.url.removeprefix(visitor.origin)


def invite(visitor: Visitor, room: str) -> str:
    """Make an invitation; the link to hand on."""
    page = visitor.open(f"{room}/people")
    press(visitor, "Make an invitation")
    return page.locator("#link").input_value()


def knock(visitor: Visitor, name: str) -> str:
    """Ask to come in under this name, at the door that is open; where one waits then."""
    page = visitor.page
    page.locator("input[name=name]").fill(name)
    press(visitor, "Ask to come in")
    page.wait_for_url("**/newcomers/*")
    return page.url.removeprefix(visitor.origin)


def come_in(visitor: Visitor) -> None:
    """Agree to what the circle agreed on."""
    press(visitor, "I agree, and come in")
    visitor.page.wait_for_url(ROOM)


def say(visitor: Visitor, words: str) -> None:
    """Write to the room that is open."""
    composer = visitor.page.locator("form.composer")
    composer.locator("textarea").fill(words)
    visitor.click(composer.get_by_role("button", name="Send", exact=True))


def leave(visitor: Visitor, way: str) -> None:
    """Go, by the way out or by signing out; the page outside is the test's own."""
    if way == "exit":
        follow(visitor, "Exit")
        visitor.until(lambda: "bbc" in visitor.page.url)
    else:
        visitor.open("/me")
        press(visitor, "Sign out")
        visitor.page.wait_for_url(lambda address: not address.endswith("/me"))

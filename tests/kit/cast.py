"""Ana, Ben, Mo and Cleo, and the circle they share or do not: made through the public pages alone.

Every name of a field or address that belongs to a page, and not to the protocol, stands here.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from tests.client.http import Answer, Browser, make_key
from tests.kit.service import Service

PASSWORD = "quiet-lantern-over-water"
INVITATION = re.compile(r"/invitations/[A-Za-z0-9_-]{22,}")
ALERT = re.compile(r"/alerts/([A-Za-z0-9_-]{22})")

_numbers = itertools.count(1)


@dataclass
class Room:
    """One circle and who is in it. `me` names each one's member there, `start` a head of it."""

    circle: str
    stream: str
    ana: Browser
    ben: Browser
    mo: Browser
    cleo: Browser
    me: dict[str, str] = field(default_factory=dict)
    start: int = 0


def sign_up_all(origin: str) -> dict[str, Browser]:
    """The four of every story, each in a browser of their own."""
    return {name: sign_up_new(origin, name) for name in ("Ana", "Ben", "Mo", "Cleo")}


def sign_up_new(origin: str, name: str = "Noa") -> Browser:
    """Somebody new under this name, signed in."""
    email = f"{name.lower()}{next(_numbers)}@example.org"
    browser = Browser(origin).sign_up(name, email, PASSWORD)
    browser.email = email
    return browser


def second_browser(browser: Browser) -> Browser:
    """The same person on another phone."""
    return at(browser, browser)


def at(place: Browser | Service, browser: Browser) -> Browser:
    """The same person in another browser, at that process."""
    there = Browser(place.origin).sign_in(browser.email, PASSWORD)
    there.email = browser.email
    return there


def end_other_browsers(browser: Browser) -> None:
    """Sign out everywhere but here."""
    browser.post_form("/me/browsers", "/me/browsers/end").expect(200)


def change_password(browser: Browser, new: str) -> None:
    """Choose another password."""
    typed = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    browser.post_form("/password/change", "/password/change", **typed).expect(200)
    browser.forget_token()


def start_room(people: dict[str, Browser]) -> Room:
    """A circle with Ana as host, Ben as member and Mo as moderator."""
    ana, ben, mo, cleo = (people[name] for name in ("Ana", "Ben", "Mo", "Cleo"))
    circle = start_circle(ana)
    bring(ana, circle, ben, "Ben")
    bring(ana, circle, mo, "Mo")
    room = Room(circle, ana.stream_of(circle)["id"], ana, ben, mo, cleo)
    for name, one in (("Ana", ana), ("Ben", ben), ("Mo", mo)):
        room.me[name] = one.stream_of(circle)["me"]
    make_moderator(ana, room.me["Mo"])
    return room


def start_circle(host: Browser, name: str = "Harbour", my_name: str = "Ana") -> str:
    """Start a circle; its public id."""
    rules = "We are kind here."
    made = host.post("/circles", name=name, size=8, my_name=my_name, agreement=rules)
    circle: str = made.expect(201).json["id"]
    return circle


def bring(host: Browser, circle: str, newcomer: Browser, name: str) -> None:
    """Invite, use the invitation, say yes, accept the agreement: the acts alone."""
    made = host.post(f"/circles/{circle}/invitations").expect(201).json
    link = link_on(host.get(made["location"]))
    waiting = newcomer.post(f"{link}/newcomers", name=name).expect(201).json["location"]
    host.post(f"{waiting}/welcome").expect(201)
    newcomer.post(f"{waiting}/agreement").expect(201)


def bring_by_pages(host: Browser, circle: str, newcomer: Browser, name: str) -> Answer:
    """The same with each page opened and each form filled in; the room they come into."""
    made = host.post_form(f"/circles/{circle}/people", f"/circles/{circle}/invitations")
    link = link_on(made)
    waiting = newcomer.post_form(link, f"{link}/newcomers", name=name).expect(200).path
    host.post_form(f"/circles/{circle}/people", f"{waiting}/welcome").expect(200)
    return newcomer.post_form(waiting, f"{waiting}/agreement").expect(200)


def link_on(page: Answer) -> str:
    """The path of the invitation that a page shows."""
    found = INVITATION.search(page.expect(200).text)
    assert found, page.text
    return found[0]


def make_moderator(host: Browser, member: str) -> None:
    host.post(f"/members/{member}/role", role="moderator").expect(201)


def remove(host: Browser, member: str) -> None:
    """Remove a member from the circle."""
    page, act = f"/members/{member}/care", f"/members/{member}/sanctions"
    host.post_form(page, act, kind="remove", reason="It is better so.").expect(200)


def insist(browser: Browser, circle: str, text: str) -> Answer:
    """Say something and, when told "later", send it again under the same key."""
    key = make_key()
    return browser.until(lambda: taken(say(browser, circle, text, key)), within=60)


def taken(answer: Answer) -> Answer | None:
    return None if answer.code in (429, 503) else answer.expect(200, 201)


def say(browser: Browser, circle: str, text: str, key: str | None = None) -> Answer:
    """Say something in the circle."""
    return browser.post(f"/circles/{circle}/messages", key=key, text=text)

"""A world in which every page has something to show, told by the real verbs.

Whatever people type in it goes through a tongue. `greek` leaves no Latin letter in it, so that a
Latin letter on a page was said by the service; `hostile` tries to be markup everywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import delete

from accountability.accounts.models import STAFF, Account, StaffRole
from accountability.circles import services as circles
from accountability.circles.models import Circle, Member, Newcomer, Role, Sharing
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.promises import Promise
from accountability.core.streams import Stream, StreamKind
from accountability.streaks import services as streaks
from accountability.streaks.models import CheerWord
from accountability.urges import services as urges
from accountability.urges.choices import Ask, Outcome
from accountability.urges.models import UrgeAlert
from tests.cast import PASSWORD
from tests.pages import reached, room_safety, watching

Tongue = Callable[[str], str]

LATIN = "abcdefghijklmnopqrstuvwxyz"
GREEK = "αβγδεζηθικλμνξοπρστυφχψωϊϋό"
TO_GREEK = str.maketrans(LATIN + LATIN.upper(), GREEK[:26] + GREEK[:26].upper())
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"

PEOPLE = (
    "Ana",
    "Ben",
    "Mo",
    "Noor",
    "Ida",
    "Tom",
    "Eve",
    "Cleo",
    "Nia",
    "Wim",
    "Dee",
    "Lou",
    "Dora",
)
STAFF_PERSON = "Sam"
LONG_NAME = "Maximiliana-Theodora-van-den-Bergenstein"
WITHOUT_BLANKS = "lookatthiswonderfullylongaddress/" * 9
AGREEMENT = "What is said here stays here.\nWe listen first.\nNobody has to answer at once."


def greek(text: str) -> str:
    """The same words without a Latin letter."""
    return text.translate(TO_GREEK)


def hostile(text: str) -> str:
    """Words that would do something if any page took them for markup."""
    return text[:8] + MARKUP


def _owe_nothing() -> None:
    """Withdraw what time would bring: a service would keep it while a test counts rows."""
    with quiet_change():
        db.session.execute(delete(Promise).where(Promise.kind != "mail"))


class Scene:
    """The people and what happened. `ids` names what the addresses of the places need."""

    def __init__(self, says: Tongue) -> None:
        self.says = says
        self.now = clock.now()
        self.ids: dict[str, str] = {}
        self._hash = hash_password(PASSWORD)
        self.people = {name: self._account(name) for name in (*PEOPLE, STAFF_PERSON)}

    def tell(self) -> dict[str, str]:
        """Let all of it happen; returns the ids."""
        walkers = self._gather()
        self._talk(walkers)
        self._walk_on(walkers)
        self._hard_hours(walkers)
        self._knock(walkers)
        watching.tell(self, walkers)
        room_safety.tell(self)
        reached.tell(self)
        self._dress()
        _owe_nothing()
        return self.ids

    def keep(self, name: str, thing: Any) -> Any:
        """Remember a thing's id under this name."""
        self.ids[name] = thing.public_id
        return thing

    def me(self, name: str, circle: Circle) -> Member:
        """Who this person is in the circle."""
        account_id = self.people[name].id
        db.session.expire(circle)
        return next(one for one in circle.members if one.account_id == account_id)

    def join(self, name: str, circle: Circle, called: str | None = None) -> Member:
        """Let somebody in by the whole way."""
        newcomer = self.ask(name, circle, called)
        circles.welcome(circle.members[0], newcomer)
        return circles.accept_agreement(self.people[name], newcomer)

    def ask(self, name: str, circle: Circle, called: str | None = None) -> Newcomer:
        """Let somebody ask to come in."""
        invitation = circles.invite(circle.members[0])
        return circles.ask_to_join(self.people[name], invitation, name=self.says(called or name))

    def _account(self, name: str) -> Account:
        with quiet_change():
            account = Account(
                name=self.says(name),
                email=f"{name.lower()}@example.org",
                password=self._hash,
                fs_uniquifier=secrets.token_hex(16),
                stream=Stream(kind=StreamKind.ACCOUNT),
                confirmed_at=self.now,
                adult_at=self.now,
                consented_at=self.now,
            )
            if name == STAFF_PERSON:
                account.roles.append(StaffRole(name=STAFF))
            db.session.add(account)
        return account

    def _start(self, host: str, name: str) -> Circle:
        words = {"name": self.says(name), "agreement": self.says(AGREEMENT)}
        return circles.start_circle(self.people[host], size=12, my_name=self.says(host), **words)

    def _gather(self) -> Circle:
        walkers = self.keep("circle", self._start("Ana", "Sunday walkers"))
        for name in ("Ben", "Mo", "Noor", "Ida", "Eve"):
            self.keep(f"{name}_member", self.join(name, walkers))
        self.keep("Tom_member", self.join("Tom", walkers, LONG_NAME))
        self.keep("Ana_member", self.me("Ana", walkers))
        circles.change_role(self.me("Ana", walkers), self.me("Mo", walkers), Role.MODERATOR)
        harbour = self.keep("second", self._start("Cleo", "Harbour" + "-and-lighthouse" * 3))
        ana = self.keep("Ana_second", self.join("Ana", harbour))
        cleo = self.keep("Cleo_host", self.me("Cleo", harbour))
        self.keep("offer", circles.offer_handover(cleo, ana))
        circles.choose_default(self.me("Ana", walkers))
        self.keep("empty", self._start("Dora", "Quiet"))
        return walkers

    def _talk(self, walkers: Circle) -> None:
        for name in ("Ana", "Noor", "Ida"):
            circles.post_message(self.me(name, walkers), self.says("Lake at ten tomorrow?"))
        circles.post_message(self.me("Tom", walkers), self.says(WITHOUT_BLANKS))
        said = circles.post_message(self.me("Ana", walkers), self.says("Soup is on."))
        self.keep("mine", said)
        said = circles.post_message(self.me("Ida", walkers), self.says("Oh well."))
        circles.delete_message(self.me("Ida", walkers), said)
        self.keep("message", circles.post_message(self.me("Ben", walkers), self.says("Yes.")))

    def _day(self, back: int) -> date:
        return clock.today_in("UTC") - timedelta(days=back)

    def _walk_on(self, walkers: Circle) -> None:
        streaks.choose_sharing(self.me("Noor", walkers), Sharing.HIDDEN)
        streaks.choose_sharing(self.me("Mo", walkers), Sharing.ROUGH)
        for name, back in (("Ana", 23), ("Ben", 61), ("Noor", 3), ("Mo", 31), ("Tom", 1)):
            streaks.begin_journey(self.people[name], self._day(back))
        streaks.log_slip(self.people["Ben"], self._day(40))
        found = [streaks.find_milestones(self.people[name]) for name in ("Ana", "Ben", "Mo")]
        for milestones in found:
            for one in milestones:
                if one.member.circle_id == walkers.id:
                    streaks.cheer_milestone(self.me("Ida", walkers), one, CheerWord.PROUD)
                    self.keep("milestone", one)
        for name in ("Noor", "Tom"):
            streaks.find_milestones(self.people[name])

    def _ago(self, **some: int) -> Any:
        return clock.at(self.now - timedelta(**some))

    def _raise(self, name: str, walkers: Circle) -> UrgeAlert:
        note = self.says("I have the phone in my hand.")
        return urges.raise_alert(self.me(name, walkers), strength=7, ask=Ask.DISTRACT, note=note)

    def _hard_hours(self, walkers: Circle) -> None:
        with self._ago(hours=30):
            self.keep("lapsed", self._raise("Ida", walkers))
        urges.end_lapsed_alerts()  # or a service would tell of it while a test counts rows
        with self._ago(hours=20):
            over = self.keep("taken_back", self._raise("Tom", walkers))
            urges.take_back(self.me("Tom", walkers), over)
        self._ended("Ben", "held", walkers, Outcome.HELD)
        self._ended("Mo", "slipped", walkers, Outcome.SLIPPED)
        self._ended("Eve", "still_hard", walkers, Outcome.STILL_HARD)
        with self._ago(minutes=4):
            self.keep("nobody", self._raise("Noor", walkers))
        noor = self.people["Noor"]
        kept = urges.keep_number(noor, self.says("My sister"), "+44 20 7946 0000")
        self.keep("number", kept)
        urges.keep_number(noor, self.says("Bea"), "112")
        self.keep("open", urges.raise_alert(self.me("Ida", walkers)))
        self._claimed(walkers)

    def _ended(self, author: str, name: str, walkers: Circle, outcome: Outcome) -> None:
        with self._ago(hours=5):
            alert = self.keep(name, self._raise(author, walkers))
            urges.claim(self.me("Ana", walkers), alert)
            words = {"helped": self.says("A walk."), "thanks": self.says("Thank you.")}
            urges.resolve(self.me(author, walkers), alert, outcome, **words)
        if outcome is Outcome.HELD:
            urges.cheer_alert(self.me("Noor", walkers), alert, CheerWord.STRONG)

    def _claimed(self, walkers: Circle) -> None:
        alert = self.keep("claimed", self._raise("Ana", walkers))
        urges.claim(self.me("Ben", walkers), alert)
        words = self.says("Put the kettle on. I do the same.")
        self.keep("response", urges.respond(self.me("Ben", walkers), alert, words))
        urges.respond_ready(self.me("Mo", walkers), alert, "here")
        urges.respond(self.me("Ana", walkers), alert, self.says(WITHOUT_BLANKS))

    def _knock(self, walkers: Circle) -> None:
        self.keep("waiting", self.ask("Nia", walkers))
        welcomed = self.keep("welcomed", self.ask("Wim", walkers))
        circles.welcome(self.me("Mo", walkers), welcomed)
        declined = self.keep("declined", self.ask("Dee", walkers))
        circles.decline(self.me("Ana", walkers), declined)
        invitation = self.keep("link", circles.invite(self.me("Ana", walkers)))
        self.ids["token"] = invitation.token
        revoked = self.keep("revoked", circles.invite(self.me("Ana", walkers)))
        self.ids["shut"] = revoked.token
        circles.revoke_invitation(self.me("Ana", walkers), revoked)

    def _dress(self) -> None:
        """Name what the remaining addresses need."""
        ana = self.people["Ana"]
        self.ids["stream"] = ana.stream.public_id
        with db.session.no_autoflush:
            self.ids["reset"] = generate_reset_password_token(self.people["Lou"])
        self.ids["unknown"] = secrets.token_urlsafe(16)[:22]

"""The cast: Ana, Ben her friend, Mo who moderates, Cleo who is signed in but outside.

`apart` matters: Flask reuses a context that is already pushed, and Flask-Login keeps the signed-in
account on it. With a context held open around the test, everybody's browser would answer as one
person.
"""

from __future__ import annotations

import contextvars
import secrets
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from flask_security import hash_password
from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles import services as circles
from accountability.circles.models import Circle, Member, Role
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.streams import Stream, StreamKind
from tests.remembered import again

if TYPE_CHECKING:
    from flask import Flask

CIRCLE = "Sunday walkers"
PASSWORD = "a lamp in the kitchen"


def apart(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call as the server would: with none of the test's own context around it."""
    return contextvars.Context().run(function, *args, **kwargs)


@cache
def _hashed() -> str:
    """What is kept of PASSWORD; a hash takes as long as half a test."""
    return hash_password(PASSWORD)


def make_account(name: str, zone: str = "UTC") -> Account:
    """Add an account in the context under way; its password is PASSWORD."""
    with quiet_change():
        account = Account(
            name=name,
            email=f"{name.lower()}@example.org",
            password=_hashed(),
            fs_uniquifier=secrets.token_hex(16),
            stream=Stream(kind=StreamKind.ACCOUNT),
            zone=zone,
            confirmed_at=clock.now(),
            adult_at=clock.now(),
            consented_at=clock.now(),
        )
        db.session.add(account)
    return account


def make_circle(host: Account, name: str = CIRCLE) -> Circle:
    """Start a circle with this host."""
    return circles.start_circle(
        host, name=name, size=8, agreement="We are kind.", my_name=host.name
    )


def join(circle: Circle, account: Account) -> Member:
    """Let an account join by the whole way: invited, asked, welcomed, agreed."""
    host = next(member for member in circle.members if member.role is Role.HOST)
    invitation = circles.invite(host)
    newcomer = circles.ask_to_join(account, invitation, name=account.name)
    circles.welcome(host, newcomer)
    return circles.accept_agreement(account, newcomer)


def hand_over(member: Member, other: Member) -> None:
    """Let another member be the host by the whole way: asked, and a yes."""
    circles.accept_offer(other, circles.offer_handover(member, other))


class Cast:
    """The people of a test. They are looked up anew, so that they may be used in any context."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._circle = ""

    def knows_circle(self) -> bool:
        """Whether the cast lives in this database already; takes its circle up if so."""
        known = db.session.scalar(select(Circle).where(Circle.name == CIRCLE).order_by(Circle.id))
        self._circle = known.public_id if known else ""
        return known is not None

    def account(self, name: str) -> Account:
        """The account of this name, made when first asked for."""
        email = f"{name.lower()}@example.org"
        known = db.session.scalar(select(Account).where(Account.email == email))
        return known or make_account(name)

    def circle(self) -> Circle:
        """A circle with Ana as host, Ben as member and Mo as moderator."""
        if not self._circle:
            self._circle = again(self.app, self._begin)
        return db.session.scalars(select(Circle).where(Circle.public_id == self._circle)).one()

    def _begin(self) -> str:
        circle = make_circle(self.account("Ana"))
        join(circle, self.account("Ben"))
        mo = join(circle, self.account("Mo"))
        host = next(member for member in circle.members if member.role is Role.HOST)
        circles.change_role(host, mo, Role.MODERATOR)
        return circle.public_id

    def member(self, name: str) -> Member:
        """The member of the circle with this name; joins it when new."""
        circle = self.circle()
        db.session.expire(circle)
        found = [member for member in circle.members if member.name == name]
        return found[0] if found else join(circle, self.account(name))

    def browser(self, name: str) -> Browser:
        """A browser in which this person is signed in."""
        browser = Browser(self.app)
        browser.sign_in(f"{name.lower()}@example.org")
        return browser


class Browser:
    """A test client that calls the app as the server would, keys each write and sends the token."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token = ""

    def get(self, path: str, **more: Any) -> Any:
        """Get a page."""
        return apart(self.client.get, path, **more)

    def post(self, path: str, *, key: str | None = None, page: bool = False, **fields: Any) -> Any:
        """Send a write as a script does (JSON answer), or as a page's form does."""
        form = {"key": key or secrets.token_urlsafe(16), "csrf_token": self.token, **fields}
        accept = "text/html" if page else "application/json"
        return apart(self.client.post, path, data=form, headers={"Accept": accept})

    def come(self) -> None:
        """Come as nobody: forms may be sent."""
        page = self.get("/sign-in").get_data(as_text=True)
        self.token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]

    def sign_in(self, email: str) -> None:
        """Sign in by the page."""
        self.come()
        answer = self.post("/sign-in", page=True, email=email, password=PASSWORD)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        self.token = self.get("/me/now").get_json()["csrf_token"]

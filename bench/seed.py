"""Fills an empty folder with people, by the service's own verbs, and prints how to be them.

Run as a program with INSTANCE_PATH set: `python -m bench.seed CIRCLES PEOPLE`. What it prints is
one JSON object: who is signed in with which cookie, in which circle. The first eight share the
first circle, and so on; eight more share one in which 200 things were said.
"""

import json
import secrets
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from gevent import monkey

monkey.patch_all()

from flask import Flask, session  # noqa: E402
from flask_migrate import upgrade  # noqa: E402
from flask_security import hash_password, login_user  # noqa: E402
from flask_wtf.csrf import generate_csrf  # noqa: E402

from accountability.accounts.models import Account  # noqa: E402
from accountability.app import create_app  # noqa: E402
from accountability.circles import services as circles  # noqa: E402
from accountability.circles.models import Circle, Member  # noqa: E402
from accountability.core import clock  # noqa: E402
from accountability.core.change import quiet_change  # noqa: E402
from accountability.core.config import instance_path  # noqa: E402
from accountability.core.extensions import db  # noqa: E402
from accountability.core.secrets_file import ensure_secrets  # noqa: E402
from accountability.core.streams import Stream, StreamKind  # noqa: E402

SIZE = 8
CARDS = 200
AGREEMENT = "What is said here stays here."
SAID = "slept through for the first time, and had forgotten what that is like."


def _account(number: int, password: str) -> int:
    with quiet_change():
        account = Account(
            name=f"Person {number}",
            email=f"person{number}@example.org",
            password=password,
            fs_uniquifier=secrets.token_hex(16),
            stream=Stream(kind=StreamKind.ACCOUNT),
            confirmed_at=clock.now(),
            adult_at=clock.now(),
            consented_at=clock.now(),
        )
        db.session.add(account)
        db.session.flush()
        return account.id


def _join(host: Member, account: Account) -> None:
    newcomer = circles.ask_to_join(account, circles.invite(host), name=account.name)
    circles.welcome(host, newcomer)
    circles.accept_agreement(account, newcomer)


def _circle(number: int, ids: list[int]) -> Circle:
    host, *others = [db.session.get_one(Account, account_id) for account_id in ids]
    circle = circles.start_circle(
        host, name=f"Circle {number}", size=SIZE, agreement=AGREEMENT, my_name=host.name
    )
    for account in others:
        _join(circle.members[0], account)
    return circle


def _room_of(number: int, ids: list[int]) -> str:
    return _circle(number, ids).public_id


def _long_room(ids: list[int]) -> str:
    """A circle in which much was said."""
    circle = _circle(0, ids)
    members = circle.members
    for number in range(CARDS):
        circles.post_message(members[number % SIZE], f"Word {number}: {SAID}")
    return circle.public_id


def _sign_in(app: Flask, account_id: int) -> dict[str, str]:
    """What the browser of this account holds after its sign-in."""
    with app.test_request_context("/"):
        login_user(db.session.get_one(Account, account_id), authn_via=["password"])
        token, answer = generate_csrf(), app.response_class()
        app.session_interface.save_session(app, session, answer)
    return {"cookie": answer.headers["Set-Cookie"].partition(";")[0], "token": token}


def _people(app: Flask, many: int) -> list[int]:
    with app.app_context():
        password = hash_password(secrets.token_urlsafe(16))
        return [_account(number, password) for number in range(many)]


def _room(app: Flask, make: Callable[[], str]) -> str:
    """Make a circle in a context of its own: a session that remembers all grows slow."""
    with app.app_context():
        return make()


def seed(app: Flask, many_circles: int, many_people: int) -> dict[str, Any]:
    """Make the people and their circles: the first eight are in the first circle, and so on."""
    ids = _people(app, many_people)
    tables = [ids[at : at + SIZE] for at in range(0, many_people, SIZE)][: many_circles + 1]
    people = [_sign_in(app, account_id) | {"circle": ""} for account_id in ids]
    for number, table in enumerate(tables[:many_circles]):
        room = _room(app, partial(_room_of, number, table))
        for one in people[number * SIZE : (number + 1) * SIZE]:
            one["circle"] = room
    if many_circles and len(tables) > many_circles:
        reader = people[many_circles * SIZE]
        reader["circle"] = _room(app, partial(_long_room, tables[many_circles]))
    return {"people": people}


def main(many_circles: str, many_people: str) -> None:
    """Seed the instance folder and print who is in it."""
    ensure_secrets(instance_path())
    app = create_app()
    with app.app_context():
        upgrade()
    print(json.dumps(seed(app, int(many_circles), int(many_people))))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Flask-Security's mails as rows of ours, owed in the same transaction as their cause."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_security import MailUtil
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accountability.accounts.addresses import tidy_address
from accountability.accounts.asked import take_letter_turn
from accountability.accounts.models import Account
from accountability.core.change import commit_sign_in, quiet_change, something_unsaved, written
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.core.mail import absolute, owe_letter

# A sign-up's own letter has turns of its own: asked for again and again, the other kept it back.
FIRST = {"confirm": "signed_up"}
LINKS = ("confirmation_link", "reset_link", "recovery_link")
# Where a sign-up may lead on to from its letter. Nothing else that a stranger typed is ever mailed.
LEADS_ON = re.compile(r"/invitations/[A-Za-z0-9_-]{22}")


@contextmanager
def _one_write() -> Iterator[None]:
    """What Flask-Security has begun to write and does not always commit, or a write of its own."""
    if not something_unsaved():
        with quiet_change():
            yield
        return
    try:
        db.session.flush()
        yield
        commit_sign_in()
    except IntegrityError:
        db.session.rollback()
        raise Refused(_("Please look into your mail, or try to sign in.")) from None


def _leading_on(name: str, link: str) -> str:
    """The link, and where its reader wanted to go: a mail is often opened in another browser."""
    place = request.form.get("next", "") if name == "confirmation_link" else ""
    return f"{absolute(link)}?next={place}" if LEADS_ON.fullmatch(place) else absolute(link)


class Letters(MailUtil):
    """Owes mails instead of sending them; templates are folders of `templates/mail`."""

    def send_mail(self, template: str, *_given: Any, **context: Any) -> None:
        """Owe one mail, stored with what caused it; silently none to a mailbox that got enough."""
        user = context["user"]
        links = {one: _leading_on(one, context[one]) for one in LINKS if context.get(one)}
        with _one_write():
            if take_letter_turn(FIRST.get(template, template), user.email):
                owe_letter(user.email, template, language=user.language, **links)

    def normalize(self, email: str) -> str:
        """The one spelling of an address, or a complaint."""
        return tidy_address(super().normalize(tidy_address(email)))

    def validate(self, email: str) -> str:
        """The same: whether mail arrives there is seen when it is sent."""
        return self.normalize(email)


def _stand_in(address: str) -> Account:
    """An account that is not there, for the work that must not tell so."""
    return Account(email=address, fs_uniquifier="x" * 32, password="x" * 97, language="en")


def ask_for(
    letter: str, address: str, *, is_due: Callable[[Account], bool], links: Callable[..., Any]
) -> None:
    """Owe a letter with a link to the account of this address, if it is due one.

    With or without an account the same is looked up, made and written, so that neither the answer
    nor its time tells who has one; what was written for nobody is taken back before the commit.
    """
    with quiet_change():
        known = db.session.scalar(select(Account).where(Account.email == address))
        account = known if known is not None and is_due(known) else None
        # What nobody gets takes no turn from a mailbox that is written alike.
        if not take_letter_turn(letter if account else f"no {letter}", address):
            return
        with written(kept=account is not None):
            _write(letter, account or _stand_in(address), links)


def _write(letter: str, account: Account, links: Callable[..., Any]) -> None:
    with db.session.no_autoflush:
        link = links(account)[0]
    named = {one: _leading_on(one, link) for one in LINKS}  # each letter knows its own
    owe_letter(account.email, letter, language=account.language, **named)

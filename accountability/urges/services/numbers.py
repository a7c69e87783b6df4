"""The numbers that a member keeps for a bad hour."""

from flask_babel import gettext as _

from accountability.accounts.models import Account
from accountability.core.change import change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.urges import access
from accountability.urges.events import NumberForgotten, NumberKept
from accountability.urges.own_numbers import MOST_NUMBERS, OwnNumber


def keep_number(account: Account, name: str, number: str) -> OwnNumber:
    """Keep one more number, of at most three. Nobody else ever sees it."""
    with change(account.stream, by=account) as announce:
        if len(access.numbers_of(account.id)) >= MOST_NUMBERS:
            raise Refused(_("Three are enough for a bad hour. Take one away first."))
        kept = OwnNumber(account=account, name=name, number=number)
        db.session.add(kept)
        announce(NumberKept(kept))
    return kept


def forget_number(account: Account, number: OwnNumber) -> OwnNumber:
    """Take a number away for good."""
    with change(account.stream, by=account) as announce:
        if access.number_of(account.id, number.public_id) is None:
            raise Gone
        db.session.delete(number)
        announce(NumberForgotten(number))
    return number

"""The verbs of accounts: ending sign-ins, choosing how the service looks and counts."""

from accountability.accounts.access import unended_of
from accountability.accounts.events import (
    OtherSignInsEnded,
    SettingsChanged,
    SignInEnded,
    tell_ended,
)
from accountability.accounts.models import Account, SignIn
from accountability.core import clock
from accountability.core.change import change
from accountability.core.errors import Gone


def end_sign_in(account: Account, sign_in: SignIn) -> SignIn:
    """End one signed-in browser of this account; its cookie and its sockets are dead at once."""
    with change(account.stream, by=account) as announce:
        if sign_in.account_id != account.id:
            raise Gone
        sign_in.ended_at = sign_in.ended_at or clock.now()
        announce(SignInEnded(sign_in))
        ended = sign_in.id
    tell_ended([ended])
    return sign_in


def end_other_sign_ins(account: Account, but: SignIn | None) -> Account:
    """End every signed-in browser of this account except one."""
    with change(account.stream, by=account) as announce:
        ended = end_all(account, but)
        announce(OtherSignInsEnded(account))
    tell_ended(ended)
    return account


def end_all(account: Account, but: SignIn | None = None) -> list[int]:
    """Mark the account's sign-ins as ended in the transaction under way; answers their ids.

    Those that ran out too: a phone that was lost would be rung for as long as nobody ended its own.
    """
    others = [one for one in unended_of(account) if but is None or one.id != but.id]
    for sign_in in others:
        sign_in.ended_at = clock.now()
    return [sign_in.id for sign_in in others]


def change_settings(
    account: Account, *, name: str, zone: str, language: str, theme: str | None
) -> Account:
    """Change what the account is called here and how pages look and count for it."""
    with change(account.stream, by=account) as announce:
        zone_was = account.zone
        account.name = name
        account.zone = zone
        account.language = language
        account.theme = theme or None
        announce(SettingsChanged(account, zone_was))
    return account

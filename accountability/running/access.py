"""Who may read figures, and who may look at what was given up."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from accountability.accounts.models import Account
from accountability.core import owed
from accountability.core.config import Settings
from accountability.core.loopback import is_loopback, is_passed_on
from accountability.core.promises import Promise
from accountability.moderation.access import staff


def may_measure(settings: Settings, address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether figures are for this request: with the token, or without one from this machine.

    Behind a proxy everybody comes from this machine; so does a page of anybody that a browser here
    shows, under a name that leads here.
    """
    if settings.metrics_token is not None:
        given = headers.get("Authorization", "")
        wanted = f"Bearer {settings.metrics_token}"
        return hmac.compare_digest(given.encode(), wanted.encode())
    if settings.public_url:  # people come from elsewhere, by a proxy that may not say so
        return False
    came_by_proxy = settings.proxies > 0 or is_passed_on(headers.keys())
    is_named = is_loopback(urlsplit(f"//{headers.get('Host', '')}").hostname)
    return not came_by_proxy and is_named and is_loopback(address)


def parked_for(account_id: int, name: str) -> tuple[Account, Promise] | None:
    """A promise that was given up, for staff alone."""
    account = staff(account_id)
    found = owed.parked_one(name) if account is not None else None
    return (account, found) if account is not None and found is not None else None

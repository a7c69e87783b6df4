"""Which addresses only this machine can reach."""

from collections.abc import Iterable
from ipaddress import ip_address

# What proxies add, each their own.
BY_PROXY = ("forwarded", "x-forwarded", "x-real-ip", "via", "cf-", "true-client-ip", "x-client-ip")


def is_loopback(host: str | None) -> bool:
    """Whether the address means this machine itself."""
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_passed_on(names: Iterable[str]) -> bool:
    """Whether a proxy stands between, by the headers of a request: then nobody sits here.

    A proxy that adds no header at all cannot be told.
    """
    return any(name.lower().startswith(BY_PROXY) for name in names)

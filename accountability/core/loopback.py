"""Which addresses only this machine can reach."""

from ipaddress import ip_address


def is_loopback(host: str | None) -> bool:
    """Whether the address means this machine itself."""
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"

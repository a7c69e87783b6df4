"""E-mail addresses as this service compares them: one spelling for each."""

import unicodedata

DOTLESS = {"gmail.com", "googlemail.com"}


def tidy_address(address: str) -> str:
    """The one spelling of an address: width, blanks and capitals make no difference."""
    return unicodedata.normalize("NFKC", str(address)).strip().casefold()


def canonical(address: str) -> str:
    """One spelling for all that reach one mailbox: no case, no +tag, no dots where none count."""
    name, _, domain = tidy_address(address).rpartition("@")
    name = name.partition("+")[0] or name
    if domain in DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"

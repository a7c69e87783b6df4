"""E-mail addresses as this service compares them: one spelling for each."""

import unicodedata


def tidy_address(address: str) -> str:
    """The one spelling of an address: width, blanks and capitals make no difference."""
    return unicodedata.normalize("NFKC", str(address)).strip().casefold()

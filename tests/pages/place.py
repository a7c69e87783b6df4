"""What a place is: one page as somebody sees it, in one state."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Place:
    """One page as somebody sees it.

    `sent` makes it a form that was sent, with these fields; `form` is the action of a form that
    must be there; `is_page` is False for redirects and for answers that a script reads.
    """

    name: str
    who: str
    address: str
    code: int = 200
    sent: dict[str, str] | None = None
    form: str | None = None
    is_page: bool = True

    def path(self, ids: dict[str, str]) -> str:
        """Its address in a scene."""
        return self.address.format(**{name: quote(one, safe="") for name, one in ids.items()})

    def action(self, ids: dict[str, str]) -> str | None:
        """Where its form leads."""
        return self.form.format(**ids) if self.form else None


def page(name: str, who: str, address: str, form: str | None = None, code: int = 200) -> Place:
    return Place(name, who, address, code=code, form=form)


def away(name: str, who: str, address: str) -> Place:
    return Place(name, who, address, code=302, is_page=False)


def sent(name: str, who: str, address: str, code: int = 422, /, **sent: str) -> Place:
    return Place(name, who, address, code=code, sent=sent)


def json(name: str, address: str) -> Place:
    return Place(name, "Ana", address, is_page=False)

"""The words of circles that more than one page says."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.circles.models import Role

ROLES: dict[Role, Any] = {
    Role.HOST: _l("host"),
    Role.MODERATOR: _l("moderator"),
    Role.MEMBER: _l("member"),
}


def role_words(role: Role) -> str:
    """A role as people say it."""
    return str(ROLES[role])

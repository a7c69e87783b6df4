"""The words of watches that more than one page says."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

NAMED = 2


def on_watch_words(names: Sequence[str]) -> str:
    """Who is on watch now, in one line."""
    if not names:
        return _("Nobody is on watch now")
    if len(names) == 1:
        return _("%(name)s is on watch", name=names[0])
    first, second, *others = names
    if not others:
        return _("%(first)s and %(second)s are on watch", first=first, second=second)
    return ngettext(
        "%(first)s, %(second)s and one more are on watch",
        "%(first)s, %(second)s and %(num)s more are on watch",
        len(others),
        first=first,
        second=second,
    )

"""What is owed to an account, and that it was seen. Others tell people by this door alone."""

from collections.abc import Iterator

from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.change import change
from accountability.core.mail import absolute, owe_letter
from accountability.notifications import access, owing
from accountability.notifications.choices import Road, matter_of
from accountability.notifications.events import NewsRead, Notified
from accountability.notifications.wanting import choices_of
from accountability.urges.models import UrgeAlert

MOST_LATELY = 3


def tell(
    account: Account,
    kind: str,
    location: str,
    *,
    letter: str | None = None,
    link: str | None = None,
    **names: str,
) -> Notified:
    """Owe an account one thing, in the transaction under way; answers the event to announce.

    It is pushed, and mailed if it has a letter of its own, as far as the account wants that. The
    same within the hour is the old line, unread again: whoever asks and takes back without end
    rings nobody, and neither does a fourth about one place under other names.
    """
    lately = access.told_lately(account, kind, location)
    same = next((one for one in lately if one.fills == names), None)
    if same is not None:
        same.read_at = None
        return Notified(same)
    told, matter = owing.write_down(account, kind, location, names), matter_of(kind)
    if len(lately) >= MOST_LATELY:
        return Notified(told)
    wanted = choices_of(account.id)
    if letter and wanted[matter, Road.MAIL]:
        name = owing.note_handed(told).public_id
        place = absolute(link or location)
        owe_letter(account.email, letter, name, language=account.language, link=place)
    if wanted[matter, Road.PUSH]:
        owing.owe([told])
    return Notified(told)


def take_down(account: Account, kind: str, location: str, **names: str) -> Iterator[NewsRead]:
    """What somebody asked is asked no more: it is no news, and rings nobody from now on."""
    lately = access.told_lately(account, kind, location)
    gone = tuple(one for one in lately if not one.read_at and one.fills == names)
    for one in gone:
        one.read_at = clock.now()
    if gone:
        yield NewsRead(account, gone)


def ring(
    accounts: list[Account],
    alert: UrgeAlert,
    step: int,
    *,
    loud: bool = False,
    by_mail: bool = False,
) -> None:
    """Owe pushes about an alert, and mails, in the transaction under way: once each for a step.

    Whatever was shown before is replaced. A loud one is shown anew, stays, and shakes; it goes
    through the quiet hours of whoever allowed it. Whether it is wanted is asked at the last moment.
    """
    place = f"/alerts/{alert.public_id}"
    roads = (Road.PUSH, Road.MAIL) if by_mail else owing.BY_PUSH
    owing.owe_about(accounts, "alert", place, step=step, loud=loud, roads=roads)


def read_news(account: Account, seq: int | None = None) -> Account:
    """Note that an account saw its news, up to a number of its stream or all of it."""
    with change(account.stream, by=account) as announce:
        unread = access.unread_of(account, seq)
        for notification in unread:
            notification.read_at = clock.now()
        announce(NewsRead(account, tuple(unread)))
    return account

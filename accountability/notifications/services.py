"""What is owed to an account, and that it was seen. Others tell people by this door alone."""

from collections.abc import Iterator

from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.change import change
from accountability.core.mail import absolute, owe_letter
from accountability.notifications import access, owing
from accountability.notifications.choices import Road, matter_of
from accountability.notifications.events import NewsRead, Notified
from accountability.notifications.models import Notification
from accountability.notifications.tidings import Tidings
from accountability.notifications.wanting import choices_of_all
from accountability.urges.models import UrgeAlert

MOST_LATELY = 3


def tell(*several: Tidings) -> list[Notified]:
    """Owe accounts what is told here, in the transaction under way; the events to announce.

    Each is pushed, and mailed if it has a letter of its own, as far as its account wants that. The
    same within the hour is the old line, unread again: whoever asks and takes back without end
    rings nobody, and neither does a fourth about one place under other names. So it is for what is
    told at once here, too.
    """
    lately = access.told_lately(several) if several else {}
    lines: list[Notification] = []
    anew: list[tuple[Tidings, Notification]] = []
    for one in several:
        told = _same_of(lately[one.same], one)
        if told is not None:
            told.read_at = None
        else:
            told = owing.write_down(one.account, one.kind, one.location, one.names)
            if one.rings and len(lately[one.same]) < MOST_LATELY:
                anew.append((one, told))
            lately[one.same].insert(0, told)
        lines.append(told)
    _owe_roads(anew)
    return [Notified(told) for told in dict.fromkeys(lines)]


def _same_of(lately: list[Notification], one: Tidings) -> Notification | None:
    return next((told for told in lately if told.fills == one.names), None)


def _owe_roads(anew: list[tuple[Tidings, Notification]]) -> None:
    wanted = choices_of_all([one.account.id for one, _ in anew])
    pushed = []
    for one, told in anew:
        choices, matter = wanted[one.account.id], matter_of(one.kind)
        if one.letter and choices[matter, Road.MAIL]:
            account, name = one.account, owing.note_handed(told).public_id
            place = absolute(one.link)
            owe_letter(account.email, one.letter, name, language=account.language, link=place)
        if choices[matter, Road.PUSH]:
            pushed.append(told)
    owing.owe(pushed)


def take_down(one: Tidings) -> Iterator[NewsRead]:
    """What somebody asked is asked no more: it is no news, and rings nobody from now on."""
    lately = access.told_lately([one])[one.same]
    gone = tuple(told for told in lately if not told.read_at and told.fills == one.names)
    for told in gone:
        told.read_at = clock.now()
    if gone:
        yield NewsRead(one.account, gone)


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

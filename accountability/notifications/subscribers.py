"""Who is told what, inside the transaction that makes it true."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from accountability.circles.events import (
    CircleClosed,
    HandedOver,
    HandoverOffered,
    MemberChanged,
    NewcomerAsked,
    NewcomerDeclined,
    NewcomerWelcomed,
    OfferEnded,
)
from accountability.circles.models import Circle, Member, Newcomer, Role
from accountability.circles.offers import QuestionEnd
from accountability.core import cards
from accountability.moderation.events import ReportClosed, ReportMade, SanctionLifted, SanctionMade
from accountability.moderation.models import Report, Sanction
from accountability.moderation.queries import waiting_about, who_decides
from accountability.notifications import access
from accountability.notifications.events import NewsRead, Notified
from accountability.notifications.services import take_down, tell
from accountability.notifications.spacing import rang_of_pause
from accountability.notifications.tidings import Tidings, tidings
from accountability.urges import access as urges
from accountability.urges.events import FollowedUp

NEWS = "/news"  # an address that tells nothing, for a mail that somebody else may see


def _room(circle: Circle) -> str:
    return f"/circles/{circle.public_id}"


def _door(newcomer: Newcomer) -> str:
    return f"/newcomers/{newcomer.public_id}"


def _case(report: Report) -> str:
    return f"/reports/{report.public_id}"


@cards.before_commit(NewcomerAsked)
def tell_keepers(event: NewcomerAsked) -> Iterable[Notified]:
    """The host and the moderators hear that somebody waits, here and by mail."""
    circle, place = event.newcomer.circle, f"{_room(event.newcomer.circle)}/people"
    names = {"name": event.newcomer.name, "circle": circle.name}
    letter = {"letter": "newcomer_asked", "link": NEWS}
    asked = [keeper.account for keeper in circle.keepers]
    return tell(*(tidings(one, "newcomer_asked", place, **letter, **names) for one in asked))


@cards.before_commit(NewcomerWelcomed)
def tell_welcomed(event: NewcomerWelcomed) -> Iterable[Notified]:
    """The newcomer hears of the yes, here and by mail."""
    newcomer, place = event.newcomer, _door(event.newcomer)
    circle = newcomer.circle.name
    return tell(tidings(newcomer.account, "welcomed", place, letter="welcomed", circle=circle))


@cards.before_commit(NewcomerDeclined)
def tell_declined(event: NewcomerDeclined) -> Iterable[Notified]:
    """The newcomer hears of the no, without a name."""
    return tell(tidings(event.newcomer.account, "declined", _door(event.newcomer)))


@cards.before_commit(MemberChanged)
def tell_role(event: MemberChanged) -> Iterable[Notified]:
    """A member hears of another role; of another host, everybody does."""
    if event.role is None or event.member is event.by:
        return ()
    if event.role is Role.HOST:
        return _tell_of_host(event.member, event.member.circle.members)
    kind = "made_moderator" if event.role is Role.MODERATOR else "made_member"
    circle = event.member.circle
    place = f"{_room(circle)}/people"
    return tell(tidings(event.member.account, kind, place, circle=circle.name))


def _tell_of_host(host: Member, hearers: Iterable[Member]) -> Iterable[Notified]:
    circle, place = host.circle, f"{_room(host.circle)}/people"
    names = {"circle": circle.name, "name": host.name}
    kinds = {one: "made_host" if one is host else "handed_over" for one in hearers}
    return tell(*(tidings(one.account, kind, place, **names) for one, kind in kinds.items()))


@cards.before_commit(HandoverOffered)
def tell_asked(event: HandoverOffered) -> Iterable[Notified]:
    """Whoever is asked to be the host hears so, and where to say yes or no."""
    offer, place = event.offer, f"{_room(event.offer.circle)}/people"
    names = {"name": offer.by.name, "circle": offer.circle.name}
    return tell(tidings(offer.to.account, "host_offered", place, **names))


@cards.before_commit(OfferEnded)
def take_offer_down(event: OfferEnded) -> Iterable[NewsRead]:
    """An offer that was taken back is no news any more."""
    offer, place = event.offer, f"{_room(event.offer.circle)}/people"
    if offer.end is QuestionEnd.WITHDRAWN:
        names = {"name": offer.by.name, "circle": offer.circle.name}
        yield from take_down(tidings(offer.to.account, "host_offered", place, **names))


@cards.before_commit(OfferEnded)
def tell_declined_offer(event: OfferEnded) -> Iterable[Notified]:
    """The host hears of a no; of a yes, everybody hears."""
    offer, place = event.offer, f"{_room(event.offer.circle)}/people"
    if offer.end is QuestionEnd.DECLINED:
        names = {"name": offer.to.name, "circle": offer.circle.name}
        yield from tell(tidings(offer.by.account, "offer_declined", place, **names))


@cards.before_commit(HandedOver)
def tell_all_of_host(event: HandedOver) -> Iterable[Notified]:
    """Everybody hears who the host is; the one who said yes knows."""
    return _tell_of_host(event.new, event.new.friends)


@cards.before_commit(MemberChanged)
def tell_staff_of_role(event: MemberChanged) -> Iterable[Notified]:
    """What is about a member who keeps the room now moves to staff."""
    return _tell_of_moved(event.member) if event.role is not None else []


@cards.before_commit(HandedOver)
def tell_staff_of_host(event: HandedOver) -> Iterable[Notified]:
    """What is about a member who is the host now moves to staff."""
    return _tell_of_moved(event.new)


def _tell_of_moved(member: Member) -> Iterable[Notified]:
    """Staff hear once of each report that only they decide about from now on."""
    waiting = waiting_about(member) if member.keeps else []
    known = access.told_before("report_for_staff", [_case(report) for report in waiting])
    return tell(
        *(
            tidings(account, "report_for_staff", _case(report), circle=report.circle.name)
            for report, account in who_decides(*waiting)
            if (account.id, _case(report)) not in known
        )
    )


@cards.before_commit(CircleClosed)
def tell_all_of_end(event: CircleClosed) -> Iterable[Notified]:
    """Everybody hears that the circle ended; whoever ended it knows."""
    members = event.circle.members
    names = {"circle": event.circle.name, "name": event.by.name}
    hearers = [member.account for member in members if member is not event.by]
    ended = [tidings(one, "circle_closed", "/circles", **names) for one in hearers]
    return tell(*ended, *_of_asking(members, "/circles"))


def _of_asking(members: Collection[Member], place: str) -> Iterable[Tidings]:
    """Whose call ends here hears where help is; the keepers who heard the call hear of that."""
    asking = urges.tellings_of(*members)
    for member in [one for one in members if asking[one]]:
        yield tidings(member.account, "still_help", "/help")
        for keeper in member.circle.keepers:
            if keeper is not member and keeper.since_seq < asking[member][0].seq:
                yield tidings(keeper.account, "was_asking", place, name=member.name)


@cards.before_commit(FollowedUp)
def tell_the_day_after(event: FollowedUp) -> Iterable[Notified]:
    """Its author is asked how it is, and who had them last may say a word."""
    alert = event.alert
    if alert.authors_circle is not None:
        yield from tell(tidings(alert.member.account, "day_after", _room(alert.authors_circle)))
    had = next((one.member for one in reversed(alert.claims) if not one.is_asked), None)
    if had is not None and had.belongs and alert.hears(had):
        place, name = _room(had.circle), alert.member.name
        yield from tell(tidings(had.account, "had_yesterday", place, name=name))


@cards.before_commit(ReportMade)
def tell_who_decides(event: ReportMade) -> Iterable[Notified]:
    """Whoever decides hears that something waits: never the reported person, nor who reported."""
    report = event.report
    kind = "report_for_staff" if report.is_for_staff else "report_made"
    letter, circle = {"letter": "report_made", "link": NEWS}, report.circle.name
    decide = [account for _, account in who_decides(report)]
    return tell(*(tidings(one, kind, _case(report), **letter, circle=circle) for one in decide))


@cards.before_commit(ReportClosed)
def tell_reporter(event: ReportClosed) -> Iterable[Notified]:
    """The reporter hears that it was handled, and nothing of what befell somebody."""
    return tell(tidings(event.report.reporter, "report_closed", "/reports"))


def _decided(kind: str, sanction: Sanction, letter: str | None = None) -> Tidings:
    account, place = sanction.member.account, f"/sanctions/{sanction.public_id}"
    told = tidings(account, kind, place, letter=letter, link=NEWS, circle=sanction.circle.name)
    return replace(told, rings=not rang_of_pause(kind, sanction))


@cards.before_commit(SanctionMade)
def tell_sanctioned(event: SanctionMade) -> Iterable[Notified]:
    """The person hears what and why, here and by mail: who is removed may not look here again."""
    sanction = event.sanction
    if not sanction.is_told:
        return
    yield from tell(_decided("sanctioned", sanction, letter="decided"))
    if sanction.member.left_at is not None:
        yield from tell(*_of_asking([sanction.member], f"{_room(sanction.circle)}/people"))


@cards.before_commit(SanctionLifted)
def tell_lifted(event: SanctionLifted) -> Iterable[Notified]:
    """The person hears that it holds no longer."""
    sanction = event.sanction
    if not sanction.is_told:
        return
    yield from tell(_decided("lifted", sanction))

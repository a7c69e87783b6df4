"""What a member can do about a journey, and what friends can do about its milestones."""

from datetime import date

from flask_babel import gettext as _

from accountability.accounts.models import Account
from accountability.circles.models import Member, Sharing
from accountability.core import clock
from accountability.core.change import change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.core.streams import Stream
from accountability.streaks import access, counting
from accountability.streaks.events import (
    JourneyBegun,
    MilestoneCheered,
    MilestoneReached,
    SharingChosen,
    SlipLogged,
)
from accountability.streaks.models import Cheer, CheerWord, Journey, Milestone, Slip

OLDEST_YEARS = 50


def streams_of(account: Account) -> list[Stream]:
    """A journey is shown in all circles of its account: all of them are locked."""
    circles = [member.circle.stream for member in access.present(account.id)]
    return [account.stream, *circles]


def begin_journey(account: Account, started_on: date) -> Journey:
    """Set out from a day, or set another first day; it may lie in the past, not in the future."""
    with change(*streams_of(account), by=account) as announce:
        announce.hold(streams_of(account))
        today = clock.today_in(account.zone)
        if started_on > today:
            raise Refused(_("A journey begins today or earlier."))
        if started_on.year < today.year - OLDEST_YEARS:
            raise Refused(_("That is further back than we can count."))
        journey = access.journey_of(account.id)
        was = journey.streak().days if journey else None
        if journey is None:
            journey = Journey(account=account, started_on=started_on)
            db.session.add(journey)
        journey.started_on = started_on
        announce(JourneyBegun(journey, was))
    return journey


def log_slip(account: Account, day: date) -> Slip:
    """Log a day of contact. The streak begins anew; the total and the best run stay."""
    with change(*streams_of(account), by=account) as announce:
        announce.hold(streams_of(account))
        journey = access.journey_of(account.id)
        if journey is None:
            raise Refused(_("Begin your journey first, then a slip has a place in it."))
        if not journey.may_hold(day):
            raise Refused(_("Choose a day between the start of your journey and today."))
        was = journey.streak().days
        slip = journey.log(day)
        announce(SlipLogged(slip, was))
    return slip


def choose_sharing(member: Member, sharing: Sharing) -> Member:
    """Choose how much of the streak this circle sees from now on."""
    with change(member.circle.stream, by=member) as announce:
        member.sharing = sharing
        announce(SharingChosen(member))
    return member


def _mark(member: Member, journey: Journey, days: list[int]) -> Milestone | None:
    """Mark these lengths for one circle; the longest is shown there unless streaks are hidden."""
    streak = journey.streak()
    longest = None
    for length in days:
        is_shown = length == days[-1] and member.sharing is not Sharing.HIDDEN
        milestone = Milestone(
            member=member,
            journey=journey,
            days=length,
            reached_on=streak.since + (date.resolution * length),
            is_shown=is_shown,
        )
        db.session.add(milestone)
        longest = milestone if is_shown else None
    return longest


def _due(account: Account, journey: Journey) -> list[tuple[Member, list[int]]]:
    """The lengths that each circle of the account has not seen of this journey, where any is."""
    known, reached = access.lengths_known(journey), counting.reached(journey.streak().days)
    new = [
        (member, [length for length in reached if length not in known[member.circle_id]])
        for member in access.present(account.id)
    ]
    return [(member, days) for member, days in new if days]


def find_milestones(account: Account) -> list[Milestone]:
    """Mark what today's streak has reached for the first time, in each circle, once for ever.

    Reads first and writes only if there is something: it is called whenever the day is looked at.
    """
    journey = access.journey_of(account.id)
    if journey is None or not _due(account, journey):
        return []
    with change(*streams_of(account), by=account) as announce:
        announce.hold(streams_of(account))
        found = mark_due(account, journey)
        for milestone in found:
            announce(MilestoneReached(milestone))
    return found


def mark_due(account: Account, journey: Journey) -> list[Milestone]:
    """Mark in the change under way what no circle has seen yet; answers what is to be shown."""
    marked = [_mark(member, journey, days) for member, days in _due(account, journey)]
    return [milestone for milestone in marked if milestone is not None]


def cheer_milestone(member: Member, milestone: Milestone, word: CheerWord) -> Cheer:
    """Cheer a friend's milestone with one word; another word replaces it."""
    with change(milestone.member.circle.stream, by=member) as announce:
        if milestone.member.account_id == member.account_id:
            raise Refused(_("This one is yours. Your friends can cheer it."))
        cheer = access.cheer_of(member, "milestone", milestone.public_id)
        if cheer is None:
            cheer = Cheer(member=member, of_kind="milestone", of_id=milestone.public_id, word=word)
            db.session.add(cheer)
        cheer.word = word
        announce(MilestoneCheered(cheer, milestone))
    return cheer

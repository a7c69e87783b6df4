"""The verbs about members: warn, mute, remove, ban, and taking a decision back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from accountability.circles import access as circles
from accountability.circles.events import CircleClosed, MemberChanged, MemberLeft
from accountability.circles.models import Departure, Member, Role
from accountability.core import clock
from accountability.core.change import Announce, change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.moderation import addresses, queries, rules
from accountability.moderation.access import Keeper, staff
from accountability.moderation.events import SanctionLifted, SanctionMade
from accountability.moderation.models import (
    BannedAddress,
    Reason,
    Report,
    Sanction,
    SanctionKind,
)
from accountability.moderation.recording import record_lifting, record_sanction

LONGEST_MUTE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is decided: the rule, the reason in words, the report it follows from."""

    rule: Reason
    reason: str
    report: Report | None = None


def _still_decides(report: Report, account_id: int) -> bool:
    if report.is_for_staff:
        return staff(account_id) is not None
    member = circles.member_of(account_id, report.circle.public_id)
    return member is not None and member.keeps


def check_free(keeper: Keeper, report: Report) -> None:
    """Refused once a report is closed, or while somebody else who may still decide has it."""
    if report.end is not None:
        raise Refused(_("Somebody has closed this report already."))
    mine = rules.account_of(keeper).id
    holder = report.claimed_by_id
    if holder not in {None, mine} and _still_decides(report, holder):
        raise Refused(_("Somebody else has taken this report on."))


def _take(keeper: Keeper, report: Report | None) -> None:
    """Whoever acts on a report has it: two who act at once do not both decide.

    It is part of that act, whose one row in the record names the report.
    """
    if report is None:
        return
    check_free(keeper, report)
    report.claimed_by = rules.account_of(keeper)
    report.claimed_at = report.claimed_at or clock.now()


def _decide(
    announce: Announce,
    keeper: Keeper,
    member: Member,
    kind: SanctionKind,
    ground: Ground,
    until: datetime | None = None,
) -> Sanction:
    rules.check_cares(keeper, member, ground.report)
    if member.left_at is not None and kind is not SanctionKind.BAN:
        raise Refused(_("%(name)s is not in the circle any more.", name=member.name))
    if queries.standing(member, kind) is not None:
        raise Refused(_("This holds already."))
    _take(keeper, ground.report)
    made = Sanction(circle=member.circle, member=member, kind=kind, rule=ground.rule, until=until)
    made.reason = ground.reason if member.left_at is None else None
    made.made_by_id = rules.account_of(keeper).id
    made.made_as = keeper.role if isinstance(keeper, Member) else None
    made.by_staff = made.made_as is None
    made.report_id = ground.report.id if ground.report else None
    db.session.add(made)
    announce(SanctionMade(made))
    record_sanction(announce, keeper, made)
    return made


def _succeed(announce: Announce, gone: Member) -> None:
    """Give a circle whose host is gone its next one, or end it with nobody left."""
    rest = sorted(gone.circle.members, key=lambda one: (-one.role.rank, one.joined_at, one.id))
    if rest:
        rest[0].role = Role.HOST
        announce(MemberChanged(rest[0], by=gone, role=Role.HOST))
    else:
        gone.circle.closed_at = clock.now()
        announce(CircleClosed(gone.circle, by=gone))


def _part(announce: Announce, member: Member, how: Departure) -> None:
    was_host = member.role is Role.HOST
    member.depart(how)
    announce(MemberLeft(member))
    if was_host:
        _succeed(announce, member)


def warn(keeper: Keeper, member: Member, ground: Ground) -> Sanction:
    """Tell a member that a rule was broken. Refused to whoever did so within the last day."""
    with change(member.circle.stream, by=keeper) as announce:
        if queries.has_warned(rules.account_of(keeper), member):
            raise Refused(_("You gave a word of warning today. Please wait until tomorrow."))
        return _decide(announce, keeper, member, SanctionKind.WARN, ground)


def mute(keeper: Keeper, member: Member, ground: Ground, until: datetime) -> Sanction:
    """Let a member read but not write messages until then. It never stops a call for company."""
    with change(member.circle.stream, by=keeper) as announce:
        if not clock.now() < until <= clock.now() + LONGEST_MUTE:
            raise Refused(_("A pause ends within thirty days."))
        return _decide(announce, keeper, member, SanctionKind.MUTE, ground, until)


def remove(keeper: Keeper, member: Member, ground: Ground) -> Sanction:
    """Take a member out of the circle. They may be invited again."""
    with change(member.circle.stream, by=keeper) as announce:
        made = _decide(announce, keeper, member, SanctionKind.REMOVE, ground)
        _part(announce, member, Departure.REMOVED)
    return made


def _keep_out(sanction: Sanction) -> None:
    name, hashed = next(addresses.hashes(sanction.circle, sanction.member.account.email))
    row = (sanction.circle_id, hashed)
    if db.session.get(BannedAddress, row) is None:
        db.session.add(
            BannedAddress(
                circle_id=sanction.circle_id,
                address_hash=hashed,
                key_name=name,
                sanction_id=sanction.id,
            )
        )


def ban(keeper: Keeper, member: Member, ground: Ground) -> Sanction:
    """Take a member out for good: neither the account nor its address comes back."""
    with change(member.circle.stream, by=keeper) as announce:
        made = _decide(announce, keeper, member, SanctionKind.BAN, ground)
        db.session.flush()
        _keep_out(made)
        if member.left_at is None:
            _part(announce, member, Departure.BANNED)
    return made


def lift_sanction(keeper: Keeper, sanction: Sanction) -> Sanction:
    """Take a decision back. Somebody who was removed is not put back: they can be invited."""
    with change(sanction.circle.stream, by=keeper) as announce:
        rules.check_lifts(keeper, sanction)
        if sanction.kind is SanctionKind.REMOVE or not sanction.is_on:
            raise Refused(_("There is nothing left to take back here."))
        sanction.lifted_at = clock.now()
        db.session.execute(delete(BannedAddress).where(BannedAddress.sanction_id == sanction.id))
        announce(SanctionLifted(sanction))
        record_lifting(announce, keeper, sanction)
    return sanction

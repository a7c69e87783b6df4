"""What is read of moderation: queues, cases, records."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from accountability.accounts.models import STAFF, Account, StaffRole
from accountability.circles.models import Circle, Member, Role
from accountability.core import clock
from accountability.core.extensions import db
from accountability.moderation import addresses
from accountability.moderation.access import Keeper
from accountability.moderation.models import (
    AuditEntry,
    BannedAddress,
    CaseEnd,
    GoesTo,
    Report,
    Sanction,
    SanctionKind,
)

MOST = 100
ONE_DAY = timedelta(days=1)


def _on() -> ColumnElement[bool]:
    """`Sanction.is_on`, as a query."""
    lasts = or_(Sanction.until.is_(None), Sanction.until > clock.now())
    return and_(Sanction.lifted_at.is_(None), lasts)


def _of_person(member: Member) -> ColumnElement[bool]:
    """In this circle, under whatever membership: leaving and coming back changes nothing."""
    return and_(Sanction.circle_id == member.circle_id, Member.account_id == member.account_id)


def standing(member: Member, kind: SanctionKind) -> Sanction | None:
    """The mute or ban of this person that holds now; what has no length never stands in the way."""
    if kind not in {SanctionKind.MUTE, SanctionKind.BAN}:
        return None
    return db.session.scalars(
        select(Sanction)
        .join(Sanction.member)
        .where(_of_person(member), Sanction.kind == kind, _on())
        .order_by(Sanction.id.desc())
    ).first()


def has_warned(account: Account, member: Member) -> bool:
    """Whether this account gave this person a word of warning within the last day."""
    query = (
        select(Sanction.id)
        .join(Sanction.member)
        .where(_of_person(member), Sanction.kind == SanctionKind.WARN)
        .where(Sanction.made_by_id == account.id, Sanction.made_at > clock.now() - ONE_DAY)
    )
    return db.session.scalars(query).first() is not None


def is_banned(account: Account, circle: Circle) -> bool:
    """Whether this account, or an account with the same address, was banned from this circle."""
    known = [hashed for _, hashed in addresses.hashes(circle, account.email)]
    by_address = select(BannedAddress.sanction_id).where(
        BannedAddress.circle_id == circle.id, BannedAddress.address_hash.in_(known)
    )
    by_account = (
        select(Sanction.id)
        .join(Sanction.member)
        .where(Sanction.circle_id == circle.id, Member.account_id == account.id)
        .where(Sanction.kind == SanctionKind.BAN, _on())
    )
    return db.session.scalars(by_address.union(by_account)).first() is not None


def _newest(*conditions: ColumnElement[bool]) -> Sequence[Report]:
    query = select(Report).join(Report.about_member).where(*conditions)
    return db.session.scalars(query.order_by(Report.id.desc()).limit(MOST)).all()


def reports_by(account: Account) -> Sequence[Report]:
    """What this account reported, the newest first."""
    return _newest(Report.reporter_id == account.id)


def queue_of(keeper: Member) -> Sequence[Report]:
    """What the circle's moderators decide about, without what is about this one."""
    return _newest(
        Report.circle_id == keeper.circle_id,
        Report.goes_to == GoesTo.MODERATORS,
        Member.role == Role.MEMBER,
        Member.account_id != keeper.account_id,
    )


def staff_queue(account: Account) -> Sequence[Report]:
    """What staff decide about, without what is about this one."""
    for_staff = or_(Report.goes_to == GoesTo.STAFF, Member.role != Role.MEMBER)
    return _newest(for_staff, Member.account_id != account.id)


def all_staff() -> Sequence[Account]:
    """Those who help to run the service."""
    query = select(Account).join(Account.roles).where(StaffRole.name == STAFF, Account.active)
    return db.session.scalars(query).unique().all()


def has_staff_for(reporter: Member, about: Member) -> bool:
    """Whether anybody at all would see what goes to staff, other than these two."""
    involved = {reporter.account_id, about.account_id}
    return any(account.id not in involved for account in all_staff())


def waiting_about(member: Member) -> Sequence[Report]:
    """What is about this member and not closed yet, the oldest first."""
    query = select(Report).where(Report.about_member_id == member.id, Report.end.is_(None))
    return db.session.scalars(query.order_by(Report.id)).all()


def who_decides(*reports: Report) -> Iterable[tuple[Report, Account]]:
    """Whom new reports are told to: never the person one is about, nor the one who made it."""
    staff = all_staff() if any(report.is_for_staff for report in reports) else ()
    for report in reports:
        keepers = [keeper.account for keeper in report.circle.keepers]
        involved = {report.reporter_id, report.about_member.account_id}
        for account in staff if report.is_for_staff else keepers:
            if account.id not in involved:
                yield report, account


def sanctions_of(member: Member, keeper: Keeper) -> Sequence[Sanction]:
    """What was decided about this person before: in the circle; for staff, everywhere."""
    person = Member.account_id == member.account_id
    here = person if isinstance(keeper, Account) else _of_person(member)
    query = select(Sanction).join(Sanction.member).where(here).order_by(Sanction.id.desc())
    return db.session.scalars(query).all()


def holding(keeper: Member) -> Sequence[Sanction]:
    """The mutes and bans of the circle that hold now and that its moderators decided."""
    query = select(Sanction).where(Sanction.circle_id == keeper.circle_id, _on())
    lasting = query.where(Sanction.kind.in_([SanctionKind.MUTE, SanctionKind.BAN]))
    return db.session.scalars(
        lasting.where(Sanction.by_staff.is_(False)).order_by(Sanction.id.desc())
    ).all()


def reports_before(report: Report) -> tuple[int, int]:
    """How many other reports its reporter made, and how many of them were dismissed."""
    others = select(func.count()).where(
        Report.reporter_id == report.reporter_id, Report.id != report.id
    )
    dismissed = others.where(Report.end == CaseEnd.DISMISSED)
    return db.session.scalar(others) or 0, db.session.scalar(dismissed) or 0


def acts_of(member: Member) -> Sequence[AuditEntry]:
    """The circle's record as this member may see it: from when they joined, the newest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.circle_id == member.circle_id, AuditEntry.is_shown)
        .where(AuditEntry.acted_at >= member.joined_at)
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    ).all()

"""The doors of moderation: who may report what, and who may decide.

A door answers None alike for what is not there and for what is not theirs. What is about a person
is never shown to that person here, whatever else they are.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.circles.models import Member, Message
from accountability.core.extensions import db
from accountability.moderation.models import Report, Sanction
from accountability.urges import access as urges
from accountability.urges.models import UrgeAlert
from accountability.urges.responses import AlertResponse

Reportable = Message | UrgeAlert | AlertResponse | Member
Keeper = Member | Account  # a host or moderator of the circle, or staff


DOORS: dict[str, Callable[[int, str], tuple[Member, Any] | None]] = {
    "message": circles.message_to_report,
    "alert": urges.alert_for,
    "response": urges.response_for,
    "member": circles.other_member,
}


def thing_for(account_id: int, about: str) -> tuple[Member, Reportable] | None:
    """The viewer and what `kind:id` names, if the viewer may see it."""
    kind, _, thing_id = about.partition(":")
    return DOORS[kind](account_id, thing_id) if kind in DOORS else None


def staff(account_id: int) -> Account | None:
    """The account, if it helps to run the service."""
    account = db.session.get(Account, account_id)
    return account if account is not None and account.active and account.is_staff else None


def keeper_of(account_id: int, circle_id: str) -> Member | None:
    """Who this account is in the circle, if they keep it safe."""
    member = circles.member_of(account_id, circle_id)
    return member if member is not None and member.keeps else None


def case_for(account_id: int, report_id: str) -> tuple[Keeper, Report] | None:
    """Who decides about a report, and the report; None to whom it is about."""
    report = db.session.scalar(select(Report).where(Report.public_id == report_id))
    if report is None or report.about_member.account_id == account_id:
        return None
    circle_id = report.circle.public_id
    keeper = staff(account_id) if report.is_for_staff else keeper_of(account_id, circle_id)
    return (keeper, report) if keeper is not None else None


def care_for(
    account_id: int, member_id: str, report_id: str = ""
) -> tuple[Keeper, Member, Report | None] | None:
    """Who decides about a member, the member, and the report that it follows from, if any.

    Staff decide about nobody without a report: they do not look into circles by themselves.
    """
    if report_id:
        case = case_for(account_id, report_id)
        if case is None or case[1].about_member.public_id != member_id:
            return None
        return case[0], case[1].about_member, case[1]
    found = db.session.scalar(select(Member).where(Member.public_id == member_id))
    member = circles.last_here(found.circle, found.account_id) if found is not None else None
    keeper = keeper_of(account_id, member.circle.public_id) if member is not None else None
    return (keeper, member, None) if keeper is not None and member is not None else None


def sanction_of(account_id: int, sanction_id: str) -> Sanction | None:
    """What was decided about this account itself."""
    sanction = db.session.scalar(select(Sanction).where(Sanction.public_id == sanction_id))
    if sanction is None or not sanction.is_told or sanction.member.account_id != account_id:
        return None
    return sanction


def keeper_and_sanction(account_id: int, sanction_id: str) -> tuple[Keeper, Sanction] | None:
    """Who may take a decision back, and the decision. What staff decided only staff take back."""
    sanction = db.session.scalar(select(Sanction).where(Sanction.public_id == sanction_id))
    if sanction is None:
        return None
    circle_id = sanction.circle.public_id
    keeper = staff(account_id) if sanction.by_staff else keeper_of(account_id, circle_id)
    return (keeper, sanction) if keeper is not None else None

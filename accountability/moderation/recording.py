"""The record of acts: one row for each, holding nobody's words."""

from typing import Any

from accountability.circles.models import Member, Role
from accountability.core.change import Announce
from accountability.core.extensions import db
from accountability.moderation.access import Keeper
from accountability.moderation.events import ActRecorded
from accountability.moderation.models import AuditEntry, Report, Sanction
from accountability.moderation.rules import account_of

VERBS = {"warn": "warned", "mute": "muted", "remove": "removed", "ban": "banned"}


def _record(announce: Announce, keeper: Keeper, **more: Any) -> None:
    act = AuditEntry(actor_id=account_of(keeper).id, **more)
    db.session.add(act)
    announce(ActRecorded(act))


def record_report(announce: Announce, keeper: Keeper, report: Report, *, before: str) -> None:
    """Record what became of a report.

    The circle sees that one was looked at, not that one came, and nothing of what is for staff.
    """
    _record(
        announce,
        keeper,
        circle=report.circle,
        about=report.about_member,
        verb=f"report_{report.state}",
        before=before,
        after=report.state,
        rule=report.reason.value,
        report_id=report.id,
        is_shown=report.end is not None and not report.is_for_staff,
    )


def record_sanction(announce: Announce, keeper: Keeper, sanction: Sanction) -> None:
    """Record what was decided about a member."""
    until = f" until {sanction.until.isoformat(timespec='seconds')}" if sanction.until else ""
    _record(
        announce,
        keeper,
        circle=sanction.circle,
        about=sanction.member,
        verb=VERBS[sanction.kind.value],
        before=sanction.member.role.value,
        after=f"{VERBS[sanction.kind.value]}{until}",
        rule=sanction.rule.value,
        report_id=sanction.report_id,
    )


def record_lifting(announce: Announce, keeper: Keeper, sanction: Sanction) -> None:
    """Record that a decision was taken back."""
    _record(
        announce,
        keeper,
        circle=sanction.circle,
        about=sanction.member,
        verb="lifted",
        before=VERBS[sanction.kind.value],
        after="lifted",
        rule=sanction.rule.value,
        report_id=sanction.report_id,
    )


def record_name(member: Member, was: str) -> AuditEntry:
    """Record that a member is called something else: nobody turns into another unseen."""
    act = AuditEntry(circle=member.circle, about=member, actor_id=member.account_id)
    act.verb, act.before, act.after = "renamed", was, member.name
    db.session.add(act)
    return act


def record_host(host: Member) -> AuditEntry:
    """Record that a member said yes and is the host: all see who it is."""
    act = AuditEntry(circle=host.circle, about=host, actor_id=host.account_id)
    act.verb, act.after = "became_host", Role.HOST.value
    db.session.add(act)
    return act

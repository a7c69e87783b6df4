"""The verbs of moderation. Those about members stand in `sanctioning` and are handed on here."""

from flask_babel import gettext as _
from sqlalchemy import select

from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.change import Announce, change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import evidence, rules
from accountability.moderation.access import Keeper, Reportable
from accountability.moderation.events import (
    ReportClaimed,
    ReportClosed,
    ReportMade,
    ReportRepeated,
)
from accountability.moderation.models import CaseEnd, GoesTo, Reason, Report
from accountability.moderation.recording import record_report
from accountability.moderation.sanctioning import (
    Ground,
    ban,
    check_free,
    lift_sanction,
    mute,
    remove,
    warn,
)

__all__ = [
    "Ground",
    "ban",
    "claim_report",
    "dismiss_report",
    "goes_to",
    "lift_sanction",
    "mute",
    "remove",
    "report",
    "resolve_report",
    "warn",
]


def _earlier(reporter: Member, kind: str, thing: Reportable) -> Report | None:
    return db.session.scalar(
        select(Report).where(
            Report.reporter_id == reporter.account_id,
            Report.about_kind == kind,
            Report.about_id == thing.public_id,
        )
    )


def goes_to(reporter: Member, about: Member, *, to_staff: bool) -> GoesTo:
    """Staff, when it is about a moderator, or when nobody else in the circle could decide."""
    involved = {reporter.account_id, about.account_id}
    others = [keeper for keeper in about.circle.keepers if keeper.account_id not in involved]
    return GoesTo.STAFF if to_staff or about.keeps or not others else GoesTo.MODERATORS


def _write(reporter: Member, thing: Reportable, *, reason: Reason, to_staff: bool) -> Report:
    about = evidence.about(thing, reporter)
    return Report(
        circle=about.circle,
        reporter=reporter.account,
        about_kind=evidence.kind_of(thing),
        about_id=thing.public_id,
        about_member=about,
        reason=reason,
        goes_to=goes_to(reporter, about, to_staff=to_staff),
        evidence=evidence.copied(thing, about),
    )


def report(
    reporter: Member, thing: Reportable, *, reason: Reason, words: str = "", to_staff: bool = False
) -> Report:
    """Report a message, an alert, a response or a person; its words are copied now.

    A second report of the same thing by the same person is the first one.
    """
    about = evidence.about(thing, reporter)
    with change(about.circle.stream, reporter.circle.stream, by=reporter) as announce:
        if evidence.is_gone(thing):
            raise Gone
        if about.account_id == reporter.account_id:
            raise Refused(_("This is your own."))
        made = _earlier(reporter, evidence.kind_of(thing), thing)
        if made is not None:
            announce(ReportRepeated(made))
        else:
            made = _write(reporter, thing, reason=reason, to_staff=to_staff)
            made.words = words or None
            db.session.add(made)
            announce(ReportMade(made))
    return made


def claim_report(keeper: Keeper, report: Report) -> Report:
    """Take a report on: nobody else acts on it meanwhile."""
    with change(report.circle.stream, by=keeper) as announce:
        rules.check_decides(keeper, report)
        check_free(keeper, report)
        account = rules.account_of(keeper)
        if report.claimed_by_id == account.id:
            raise Refused(_("You have taken this on already."))
        before = report.state
        report.claimed_by, report.claimed_at = account, clock.now()
        announce(ReportClaimed(report))
        record_report(announce, keeper, report, before=before)
    return report


def _close(announce: Announce, keeper: Keeper, report: Report, end: CaseEnd, words: str) -> None:
    rules.check_decides(keeper, report)
    check_free(keeper, report)
    before = report.state
    report.end, report.closed_at = end, clock.now()
    report.closed_by_id = rules.account_of(keeper).id
    report.closing = words
    announce(ReportClosed(report))
    record_report(announce, keeper, report, before=before)


def resolve_report(keeper: Keeper, report: Report, words: str) -> Report:
    """Close a report that was right, with closing words for those who decide."""
    with change(report.circle.stream, by=keeper) as announce:
        _close(announce, keeper, report, CaseEnd.RESOLVED, words)
    return report


def dismiss_report(keeper: Keeper, report: Report, words: str) -> Report:
    """Close a report that needs nothing more, with closing words for those who decide."""
    with change(report.circle.stream, by=keeper) as announce:
        _close(announce, keeper, report, CaseEnd.DISMISSED, words)
    return report

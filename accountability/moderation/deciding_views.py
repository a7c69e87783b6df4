"""Pages of those who decide: the queues, the case, the care for a member."""

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for
from flask_login import current_user

from accountability.accounts.models import Account
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.moderation import access, evidence, queries, rules, services, wording
from accountability.moderation.access import Keeper
from accountability.moderation.forms import ClosingForm, LiftingForm, SanctionForm
from accountability.moderation.models import Report, Sanction, SanctionKind

bp = private_blueprint("deciding", __name__)
bp.context_processor(wording.for_pages)


def _case(keeper: Keeper, report: Report) -> dict[str, Any]:
    is_staff = isinstance(keeper, Account)
    account = rules.account_of(keeper)
    return {
        "report": report,
        "is_staff": is_staff,
        "is_mine": report.reporter_id == account.id,
        "has_it": report.claimed_by_id == account.id,
        "evidence": evidence.read(report.evidence),
        "sanctions": queries.sanctions_of(report.about_member, keeper),
        "before": queries.reports_before(report) if is_staff else None,
        "closing": ClosingForm(),
    }


def _place_of(report: Report) -> str:
    """Where to go after a report was acted on; for a repeat that came too late, the own list."""
    may_see = access.case_for(current_user.id, report.public_id)
    return url_for("deciding.case", report_id=report.public_id) if may_see else "/"


def _queue_place(keeper: Keeper) -> str:
    if isinstance(keeper, Account):
        return url_for("deciding.staff_queue")
    return url_for("deciding.queue", circle_id=keeper.circle.public_id)


def _place_after(sanction: Sanction) -> str:
    if sanction.by_staff:
        return url_for("deciding.staff_queue")
    return url_for("deciding.queue", circle_id=sanction.circle.public_id)


@bp.get("/circles/<id:circle_id>/queue")
def queue(circle_id: str) -> str:
    """What waits to be looked at in a circle, its words still covered."""
    keeper = access.keeper_of(current_user.id, circle_id) or abort(404)
    return render_template(
        "moderation/queue.html",
        circle=keeper.circle,
        reports=queries.queue_of(keeper),
        holding=queries.holding(keeper),
        may_lift=partial(rules.may_lift, keeper),
        page="room",
    )


@bp.get("/staff/queue")
def staff_queue() -> str:
    """What waits for those who run the service."""
    account = access.staff(current_user.id) or abort(404)
    reports = queries.staff_queue(account)
    return render_template("moderation/queue.html", circle=None, reports=reports, holding=[])


@bp.get("/reports/<id:report_id>")
def case(report_id: str) -> str:
    """One report, opened: its evidence and what can be done."""
    keeper, report = access.case_for(current_user.id, report_id) or abort(404)
    place = _queue_place(keeper)
    return render_template("moderation/case.html", **_case(keeper, report), queue=place)


@bp.post("/reports/<id:report_id>/claim")
@writes(_place_of)
def claim(report_id: str) -> Any:
    """Take a report on."""
    keeper, report = access.case_for(current_user.id, report_id) or abort(404)
    return services.claim_report(keeper, report)


@bp.post("/reports/<id:report_id>/resolution")
@writes(_place_of)
def resolve(report_id: str) -> Any:
    """Close a report that was right."""
    return _closed(report_id, services.resolve_report)


@bp.post("/reports/<id:report_id>/dismissal")
@writes(_place_of)
def dismiss(report_id: str) -> Any:
    """Close a report that needs nothing more."""
    return _closed(report_id, services.dismiss_report)


def _closed(report_id: str, verb: Any) -> Any:
    keeper, report = access.case_for(current_user.id, report_id) or abort(404)
    form = ClosingForm()
    if not form.validate():
        context = _case(keeper, report) | {"closing": form, "queue": _queue_place(keeper)}
        return invalid(form, "moderation/case.html", **context)
    return verb(keeper, report, form.words.data)


def _care(keeper: Keeper, member: Any, report: Report | None) -> dict[str, Any]:
    return {
        "member": member,
        "report": report,
        "sanctions": queries.sanctions_of(member, keeper),
        "is_staff": isinstance(keeper, Account),
        "lifting": LiftingForm(),
    }


@bp.get("/members/<id:member_id>/care")
def care(member_id: str) -> str:
    """What can be decided about a member."""
    report_id = request.args.get("report", "")
    found = access.care_for(current_user.id, member_id, report_id) or abort(404)
    if not rules.may_care(*found):
        abort(404)
    form = SanctionForm(report=report_id)
    return render_template("moderation/care.html", form=form, **_care(*found))


@bp.post("/members/<id:member_id>/sanctions")
@writes(_place_after)
def decide(member_id: str) -> Any:
    """Warn, mute, remove or ban a member."""
    form = SanctionForm()
    found = access.care_for(current_user.id, member_id, form.report.data or "") or abort(404)
    if not form.validate():
        return invalid(form, "moderation/care.html", **_care(*found))
    keeper, member, report = found
    return _decided(keeper, member, form, report)


def _decided(keeper: Keeper, member: Any, form: SanctionForm, report: Report | None) -> Sanction:
    ground = services.Ground(form.chosen_rule, form.reason.data, report)
    if form.sanction is SanctionKind.MUTE:
        return services.mute(keeper, member, ground, form.until)
    verbs = {
        SanctionKind.WARN: services.warn,
        SanctionKind.REMOVE: services.remove,
        SanctionKind.BAN: services.ban,
    }
    return verbs[form.sanction](keeper, member, ground)


@bp.post("/sanctions/<id:sanction_id>/lifting")
@writes(_place_after)
def lift(sanction_id: str) -> Any:
    """Take a decision back."""
    keeper, sanction = access.keeper_and_sanction(current_user.id, sanction_id) or abort(404)
    return services.lift_sanction(keeper, sanction)

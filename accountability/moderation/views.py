"""Pages of reporting: what I reported, what was decided about me, what the circle knows."""

from http import HTTPStatus

from flask import Response, abort, render_template, request, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user

from accountability.accounts.context import looking
from accountability.circles import access as circles
from accountability.circles.models import Member
from accountability.core.extensions import limiter
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.moderation import access, evidence, queries, services, wording
from accountability.moderation import audience as _audience  # noqa: F401 - who may follow
from accountability.moderation import shapes as _shapes  # noqa: F401 - the card of an act
from accountability.moderation import subscribers as _subscribers  # noqa: F401 - mutes and bans
from accountability.moderation.access import Reportable
from accountability.moderation.deciding_views import bp as deciding
from accountability.moderation.forms import ReportForm
from accountability.moderation.models import GoesTo, Reason

bp = private_blueprint("moderation", __name__)
bp.add_app_template_global(wording.act_words)
bp.context_processor(wording.for_pages)
BLUEPRINTS = (bp, deciding)


def _who_asks() -> str:
    return str(getattr(current_user, "id", None) or get_remote_address())


def _was_stored(answer: Response) -> bool:
    """A try that failed takes nothing from whoever wants to report."""
    return answer.status_code < HTTPStatus.BAD_REQUEST


def _subject(viewer: Member, thing: Reportable) -> dict:
    who = evidence.about(thing, viewer)
    only_staff = services.goes_to(viewer, who, to_staff=False) is GoesTo.STAFF
    return {
        "viewer": viewer,
        "kind": evidence.kind_of(thing),
        "who": who,
        "only_staff": only_staff,
        "has_staff": queries.has_staff_for(viewer, who),
    }


@bp.get("/reports/new")
def new():
    """Where somebody says that something is wrong."""
    about = request.args.get("about", "")
    found = access.thing_for(current_user.id, about) or abort(404)
    form = ReportForm(about=about, to=GoesTo.MODERATORS.value)
    return render_template("moderation/new.html", form=form, **_subject(*found))


@bp.post("/reports")
@limiter.limit("30 per hour", key_func=_who_asks, deduct_when=_was_stored)
@writes(lambda _report: url_for("moderation.mine"))
def report():
    """Report something."""
    form = ReportForm()
    viewer, thing = access.thing_for(current_user.id, form.about.data or "") or abort(404)
    if not form.validate():
        return invalid(form, "moderation/new.html", **_subject(viewer, thing))
    reason, said = Reason(form.reason.data), form.words.data or ""
    return services.report(viewer, thing, reason=reason, words=said, to_staff=form.is_to_staff)


@bp.get("/reports")
def mine():
    """What I reported, and what became of it."""
    account = looking()
    reports = queries.reports_by(account)
    return render_template("moderation/mine.html", reports=reports, page="me")


@bp.get("/circles/<id:circle_id>/acts")
def acts(circle_id: str):
    """What was done to keep the circle safe, in neutral words."""
    member = circles.member_of(current_user.id, circle_id) or abort(404)
    found = queries.acts_of(member)
    return render_template("moderation/acts.html", member=member, acts=found, page="room")


@bp.get("/sanctions/<id:sanction_id>")
def sanction(sanction_id: str):
    """What was decided about me: what, which rule, why, until when."""
    found = access.sanction_of(current_user.id, sanction_id) or abort(404)
    return render_template("moderation/sanction.html", sanction=found, page="me")

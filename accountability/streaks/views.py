"""The pages of a journey."""

from flask import abort, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.exc import DBAPIError

from accountability.accounts.context import looking
from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.circles.models import Sharing
from accountability.core import clock
from accountability.core.errors import Busy
from accountability.core.extensions import db
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.streaks import access, calendar, services, shapes, wording
from accountability.streaks import midnight as _midnight  # noqa: F401 - for its effect
from accountability.streaks.forms import CheerForm, JourneyForm, SharingForm, SlipForm
from accountability.streaks.models import CheerWord

bp = private_blueprint("streaks", __name__)
bp.add_app_template_global(wording.cheer_words)
bp.add_app_template_filter(wording.day_words)
bp.add_app_template_filter(wording.squares)


@bp.before_app_request
def look_at_the_day() -> None:
    """Find what today's streaks have reached before a room shows them."""
    if request.method != "GET" or request.endpoint != "circles.room":
        return
    circle_id = (request.view_args or {}).get("circle_id", "")
    if current_user.is_authenticated and (member := circles.member_of(current_user.id, circle_id)):
        _find(access.accounts_with_news(member.circle))


def _find(accounts: list[Account]) -> None:
    """Mark what was reached; a database that cannot take it now must not close the page."""
    try:
        for account in accounts:
            services.find_milestones(account)
    except (Busy, DBAPIError):
        db.session.rollback()


def _page(account: Account) -> dict:
    journey = access.journey_of(account.id)
    today = clock.today_in(account.zone)
    slips = [slip.day for slip in journey.slips] if journey else []
    return {
        "page": "journey",
        "journey": journey,
        "today": today,
        "streak": journey.streak(today) if journey else None,
        "weeks": calendar.weeks(journey.started_on, slips, today) if journey else [],
        "begin": JourneyForm(obj=journey),
        "slip": SlipForm(day=today),
    }


@bp.get("/journey")
def journey():
    """The days of this account, for its owner alone."""
    account = looking() or abort(401)
    _find([account])
    return render_template("streaks/journey.html", **_page(account))


@bp.post("/journey")
@writes(lambda _journey: url_for("streaks.journey"))
def begin_journey():
    """Set out, or set another first day."""
    form, me = JourneyForm(), looking() or abort(401)
    if not form.validate():
        return invalid(form, "streaks/journey.html", **_page(me) | {"begin": form})
    return services.begin_journey(me, form.started_on.data)


@bp.post("/journey/slips")
@writes(lambda _slip: url_for("streaks.journey"))
def log_slip():
    """Log a day of contact."""
    form, me = SlipForm(), looking() or abort(401)
    if not form.validate():
        return invalid(form, "streaks/journey.html", **_page(me) | {"slip": form})
    return services.log_slip(me, form.day.data)


@bp.post("/circles/<id:circle_id>/sharing")
@writes(lambda member: url_for("people.settings", circle_id=member.circle.public_id))
def choose_sharing(circle_id: str):
    """Choose what one circle sees."""
    member = circles.member_of(current_user.id, circle_id) or abort(404)
    form = SharingForm()
    if not form.validate():
        return invalid(form, "streaks/sharing.html", member=member)
    return services.choose_sharing(member, Sharing(form.sharing.data))


@bp.get("/milestones/<id:milestone_id>")
def milestone(milestone_id: str):
    """One milestone and its cheers."""
    member, found = access.milestone_for(current_user.id, milestone_id) or abort(404)
    card = shapes.MILESTONE(found)
    return render_template("streaks/milestone.html", member=member, card=card, page="room")


@bp.post("/milestones/<id:milestone_id>/cheers")
@writes(lambda cheer: url_for("circles.room", circle_id=cheer.member.circle.public_id))
def cheer(milestone_id: str):
    """Cheer a friend's milestone."""
    member, found = access.milestone_for(current_user.id, milestone_id) or abort(404)
    form = CheerForm()
    if not form.validate():
        card = shapes.MILESTONE(found)
        return invalid(form, "streaks/milestone.html", member=member, card=card, page="room")
    return services.cheer_milestone(member, found, CheerWord(form.word.data))


BLUEPRINTS = (bp,)

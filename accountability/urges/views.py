"""Pages of alerts: the room of one, the sheet after the press, how it went."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.core import clock
from accountability.core.database import begin_snapshot
from accountability.core.pages import private_blueprint
from accountability.core.web import older_than
from accountability.streaks import access as streaks
from accountability.urges import (
    access,
    answering_views,
    asking_views,
    forms,
    help_views,
    kit_views,
    order_views,
    queries,
    wording,
)
from accountability.urges import carrying as _carrying  # noqa: F401 - for its effect
from accountability.urges import subscribers as _subscribers  # noqa: F401 - for its effect
from accountability.urges.choices import Outcome

bp = private_blueprint("urges", __name__)
bp.add_app_template_filter(wording.telephone)
bp.add_app_template_global(wording.title_of, "alert_title")
bp.add_app_template_global(wording.presence_of, "alert_presence")
bp.add_app_template_global(wording.company_of, "company_of")
bp.add_app_template_global(queries.calls_declined)
bp.add_app_template_global(wording.said, "said_in")
bp.add_app_template_global(wording.wants_of, "alert_wants")

BLUEPRINTS = (
    bp,
    asking_views.bp,
    answering_views.bp,
    order_views.bp,
    kit_views.bp,
    help_views.bp,
)


@bp.context_processor
def words() -> dict[str, object]:
    """The choices that forms of alerts offer."""
    return {"asks": wording.ASKS, "ready_answers": wording.READY, "outcomes": wording.OUTCOMES}


@bp.get("/alerts/<id:alert_id>")
def room(alert_id: str) -> ResponseReturnValue:
    """The room of an alert, or older words in it."""
    begin_snapshot()
    found = access.alert_for(current_user.id, alert_id) or abort(404)
    before = older_than()
    shown = queries.room_of(*found, before)
    template = "urges/older.html" if before else "urges/room.html"
    return render_template(template, room=shown, alert=found[1], page="alert")


@bp.get("/alerts/<id:alert_id>/sheet")
def sheet(alert_id: str) -> ResponseReturnValue:
    """What rises after the press: take it back, say more, tell others."""
    begin_snapshot()
    found = access.authored_alert(current_user.id, alert_id) or abort(404)
    return render_template("urges/sheet.html", room=queries.room_of(*found), alert=found[1])


@bp.get("/alerts/<id:alert_id>/resolution")
def resolution(alert_id: str) -> ResponseReturnValue:
    """Where its author says how it went."""
    _member, alert = access.authored_alert(current_user.id, alert_id) or abort(404)
    chosen = request.args.get("outcome")
    outcome = chosen if chosen in set(Outcome) else Outcome.HELD.value
    form = forms.ResolutionForm(
        formdata=None, outcome=outcome, day=clock.today_in(current_user.zone)
    )
    journey = streaks.journey_of(current_user.id)
    return render_template("urges/resolution.html", form=form, alert=alert, journey=journey)


@bp.get("/alerts/<id:alert_id>/passing")
def passing(alert_id: str) -> ResponseReturnValue:
    """Whom one may ask to stay instead."""
    member, alert = access.alert_for(current_user.id, alert_id) or abort(404)
    others = [one for one in access.friends_of(alert) if one.account_id != member.account_id]
    return render_template("urges/passing.html", alert=alert, others=others)


@bp.get("/responses/<id:response_id>")
def response(response_id: str) -> ResponseReturnValue:
    """Words of an alert's room by themselves, and what the viewer may do about them."""
    viewer, found = access.response_for(current_user.id, response_id) or abort(404)
    return render_template("urges/response.html", response=found, viewer=viewer)


@bp.get("/alerts/guide")
def guide() -> ResponseReturnValue:
    """How to be with a friend in a bad hour."""
    return render_template("urges/guide.html")

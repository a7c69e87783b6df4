"""What the author of an alert sends."""

from flask import abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.circles import access as circles
from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.pages import private_blueprint, wants_json
from accountability.core.web import invalid
from accountability.core.writes import urgent_writes, writes
from accountability.streaks import access as streaks
from accountability.urges import access, services
from accountability.urges.addresses import room_of
from accountability.urges.choices import Outcome
from accountability.urges.forms import DetailsForm, ResolutionForm, TellForm
from accountability.urges.models import UrgeAlert
from accountability.urges.wording import ASKS

bp = private_blueprint("asking", __name__)

Made = UrgeAlert | ResponseReturnValue


def _nobody_told() -> ResponseReturnValue:
    """To the toolkit, which says that nobody was told."""
    place = url_for("kit.toolkit", told="nobody")
    if not wants_json(request):
        return redirect(place, 303)
    return jsonify({"kind": None, "id": None, "location": place, "seqs": {}, "replayed": False})


def _raise(member: Member | None) -> Made:
    form = DetailsForm()
    if not form.validate():
        return invalid(form, "urges/details.html", action=request.path, asks=ASKS)
    if member is None:
        return _nobody_told()
    try:
        return services.raise_alert(member, **form.given())
    except services.Alone:
        return _nobody_told()


@bp.post("/alerts")
@urgent_writes(room_of)
def raise_alert() -> Made:
    """The big button: ask the default circle."""
    return _raise(circles.default_member(current_user.id))


@bp.post("/circles/<id:circle_id>/alerts")
@urgent_writes(room_of)
def raise_in_circle(circle_id: str) -> Made:
    """Ask one circle."""
    return _raise(circles.member_of(current_user.id, circle_id) or abort(404))


@bp.post("/alerts/<id:alert_id>/withdrawal")
@urgent_writes(room_of)
def take_back(alert_id: str) -> Made:
    """Take it back."""
    return services.take_back(*(access.authored_alert(current_user.id, alert_id) or abort(404)))


@bp.post("/alerts/<id:alert_id>/details")
@writes(room_of)
def say_more(alert_id: str) -> Made:
    """Say more."""
    member, alert = access.authored_alert(current_user.id, alert_id) or abort(404)
    form = DetailsForm()
    if not form.validate():
        return invalid(form, "urges/details.html", alert=alert, action=request.path, asks=ASKS)
    return services.say_more(member, alert, **form.given())


@bp.post("/alerts/<id:alert_id>/circles")
@writes(room_of)
def also_tell(alert_id: str) -> Made:
    """Tell another circle too."""
    member, alert = access.authored_alert(current_user.id, alert_id) or abort(404)
    form = TellForm()
    if not form.validate():
        return invalid(form, "urges/one_field.html", alert=alert)
    mine = circles.member_of(current_user.id, form.circle.data or "") or abort(404)
    return services.also_tell(member, alert, mine.circle)


@bp.post("/alerts/<id:alert_id>/calls")
@urgent_writes(room_of)
def call_again(alert_id: str) -> Made:
    """Say that one is still alone."""
    return services.call_again(*(access.authored_alert(current_user.id, alert_id) or abort(404)))


@bp.post("/alerts/<id:alert_id>/resolution")
@writes(room_of)
def resolve(alert_id: str) -> Made:
    """Say how it went."""
    member, alert = access.authored_alert(current_user.id, alert_id) or abort(404)
    form = ResolutionForm()
    if not form.validate():
        journey = streaks.journey_of(current_user.id)
        return invalid(form, "urges/resolution.html", alert=alert, journey=journey)
    day = form.day.data or clock.today_in(current_user.zone)
    slip = day if form.log_slip.data and form.outcome.data == Outcome.SLIPPED else None
    said = (form.helped.data, form.thanks.data)
    return services.resolve(member, alert, Outcome(form.outcome.data), *said, log_slip=slip)

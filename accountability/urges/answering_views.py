"""What friends send to an alert; its author writes in its room as well."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import urgent_writes, writes
from accountability.streaks.forms import CheerForm
from accountability.streaks.models import Cheer, CheerWord
from accountability.urges import access, services
from accountability.urges.addresses import room_of
from accountability.urges.claims import Claim
from accountability.urges.forms import PassForm, ResponseForm
from accountability.urges.models import UrgeAlert
from accountability.urges.responses import AlertResponse

bp = private_blueprint("answering", __name__)


def _found(alert_id: str) -> access.Found:
    return access.alert_for(current_user.id, alert_id) or abort(404)


@bp.post("/alerts/<id:alert_id>/claims")
@writes(room_of)
def claim(alert_id: str) -> Claim:
    """I have you."""
    return services.claim(*_found(alert_id))


@bp.post("/alerts/<id:alert_id>/release")
@writes(room_of)
def let_go(alert_id: str) -> Claim:
    """Let go."""
    return services.let_go(*_found(alert_id))


@bp.post("/alerts/<id:alert_id>/passing")
@writes(room_of)
def pass_on(alert_id: str) -> Claim | ResponseReturnValue:
    """Ask another friend to stay instead."""
    member, alert = _found(alert_id)
    form = PassForm()
    if not form.validate():
        return invalid(form, "urges/one_field.html", alert=alert)
    to = access.friend_of(alert, form.to.data or "") or abort(404)
    return services.pass_on(member, alert, to)


@bp.post("/alerts/<id:alert_id>/responses")
@writes(room_of)
def respond(alert_id: str) -> AlertResponse | ResponseReturnValue:
    """Say something, or give a ready-made answer."""
    member, alert = _found(alert_id)
    form = ResponseForm()
    if not form.validate():
        return invalid(form, "urges/say.html", alert=alert)
    if form.ready.data:
        return services.respond_ready(member, alert, form.ready.data)
    return services.respond(member, alert, form.text.data)


@bp.post("/alerts/<id:alert_id>/declines")
@writes(room_of)
def decline(alert_id: str) -> UrgeAlert:
    """I cannot now."""
    return services.decline(*_found(alert_id))


@bp.post("/alerts/<id:alert_id>/sightings")
@urgent_writes(room_of)
def see(alert_id: str) -> UrgeAlert:
    """It is on a screen that somebody looks at."""
    member, alert = _found(alert_id)
    return services.mark_seen(member.account, alert)


@bp.post("/alerts/<id:alert_id>/cheers")
@writes(room_of)
def cheer(alert_id: str) -> Cheer | ResponseReturnValue:
    """Cheer a friend who held."""
    member, alert = _found(alert_id)
    form = CheerForm()
    if not form.validate():
        return invalid(form, "urges/one_field.html", alert=alert)
    return services.cheer_alert(member, alert, CheerWord(form.word.data))

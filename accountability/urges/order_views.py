"""How a circle asks on when nobody answers: whom first, and how soon."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.circles import access as circles
from accountability.circles.models import Circle, Member
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.urges import access, services
from accountability.urges.forms import FirstFriendForm, PaceForm

bp = private_blueprint("order", __name__)


def _mine(circle_id: str) -> Member:
    return circles.member_of(current_user.id, circle_id) or abort(404)


def _place(thing: Member | Circle) -> str:
    circle = thing if isinstance(thing, Circle) else thing.circle
    return url_for("order.page", circle_id=circle.public_id)


def _shown(member: Member, form: PaceForm | None = None) -> dict[str, Any]:
    pace = access.pace_of(member.circle_id)
    seconds = {
        "next_after": str(round(pace.next_after.total_seconds())),
        "everyone_after": str(round(pace.everyone_after.total_seconds())),
    }
    return {"member": member, "pace_form": form or PaceForm(formdata=None, **seconds)}


@bp.get("/circles/<id:circle_id>/order")
def page(circle_id: str) -> ResponseReturnValue:
    """Whom I ask first here, and how soon the circle asks on."""
    return render_template("urges/order.html", **_shown(_mine(circle_id)))


@bp.post("/circles/<id:circle_id>/first-friend")
@writes(_place)
def choose_first_friend(circle_id: str) -> Member | ResponseReturnValue:
    """Choose whom to ask first."""
    member, form = _mine(circle_id), FirstFriendForm()
    if not form.validate():
        return invalid(form, "urges/order.html", **_shown(member))
    if not form.friend.data:
        return services.choose_first_friend(member, None)
    _me, friend = circles.other_member(current_user.id, form.friend.data) or abort(404)
    return services.choose_first_friend(member, friend)


@bp.post("/circles/<id:circle_id>/pace")
@writes(_place)
def choose_pace(circle_id: str) -> Circle | ResponseReturnValue:
    """Choose how soon."""
    member, form = _mine(circle_id), PaceForm()
    if not form.validate():
        return invalid(form, "urges/order.html", **_shown(member, form))
    return services.choose_pace(member, form.chosen())

"""Pages of how a circle is reached: the drill, and what I am told from there."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.accounts.context import looking
from accountability.circles import access as circles
from accountability.circles.models import Member
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.notifications import access, drilling, reaching
from accountability.notifications.choices import IN_A_CIRCLE
from accountability.notifications.forms import CircleRoadsForm
from accountability.notifications.models import Drill
from accountability.notifications.reached_views import chosen_in, ticks_of
from accountability.notifications.wording import MATTER_WORDS

bp = private_blueprint("drills", __name__)

bp.add_app_template_global(drilling.is_due, "drill_is_due")


def _shown(member: Member) -> dict[str, Any]:
    circle, last = member.circle, access.last_drill(member.circle)
    return {
        "member": member,
        "roads": ticks_of(CircleRoadsForm(formdata=None), current_user.id, circle.public_id),
        "matters": {one: MATTER_WORDS[one] for one in IN_A_CIRCLE},
        "last": last,
        "arrived": access.count_arrived(last) if last else 0,
        "proven": access.count_proven(circle),
        "page": "room",
    }


def _member(circle_id: str) -> Member:
    return circles.member_of(current_user.id, circle_id) or abort(404)


@bp.get("/circles/<id:circle_id>/reached")
def circle(circle_id: str) -> ResponseReturnValue:
    """How this circle is reached, and what I am told from there."""
    return render_template("notifications/circle.html", **_shown(_member(circle_id)))


@bp.post("/circles/<id:circle_id>/preferences")
@writes(lambda _account: "/me/reached")
def choose_roads(circle_id: str) -> Any:
    """Choose what is told from this circle by which road."""
    member, form = _member(circle_id), CircleRoadsForm()
    if not form.validate():
        return invalid(form, "notifications/circle.html", **_shown(member) | {"roads": form})
    return reaching.choose_roads(looking() or abort(401), chosen_in(form), member)


@bp.post("/circles/<id:circle_id>/drills")
@writes(lambda drill: f"/circles/{drill.circle.public_id}/reached")
def send(circle_id: str) -> Drill:
    """Test whether what is pushed arrives."""
    return drilling.drill(_member(circle_id))


@bp.get("/drills/<id:drill_id>")
def arrived(drill_id: str) -> ResponseReturnValue:
    """What a friend reads who touched the test."""
    member, drill = access.drill_for(current_user.id, drill_id) or abort(404)
    return render_template("notifications/drill.html", member=member, drill=drill, page="room")

"""Pages of circles: my circles, the room, and the words in it."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.accounts.context import looking
from accountability.circles import (
    access,
    forms,
    joining_views,
    people_views,
    queries,
    services,
)
from accountability.circles import shapes as _shapes  # noqa: F401 - for its effect
from accountability.circles import subscribers as _subscribers  # noqa: F401 - for its effect
from accountability.circles.models import Circle, Member, Message
from accountability.core.database import begin_snapshot
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid, older_than
from accountability.core.writes import urgent_writes, writes

bp = private_blueprint("circles", __name__)

BLUEPRINTS = (bp, people_views.bp, joining_views.bp, joining_views.public)


@bp.get("/circles/mine")
def mine() -> ResponseReturnValue:
    """Go to the circle that the big button calls, or to the page where one begins."""
    member = access.default_member(current_user.id)
    if member is None:
        return redirect(url_for("circles.index"))
    return redirect(url_for("circles.room", circle_id=member.circle.public_id))


@bp.get("/circles")
def index() -> ResponseReturnValue:
    """My circles, where I wait for a yes, and a way to start one."""
    members = access.my_members(current_user.id)
    wishes = queries.wishes_of(current_user.id)
    return render_template("circles/index.html", members=members, wishes=wishes, page="room")


@bp.get("/circles/new")
def new() -> ResponseReturnValue:
    """The form for a new circle."""
    form = forms.StartForm(my_name=current_user.name)
    return render_template("circles/new.html", form=form)


@bp.post("/circles")
@writes(lambda circle: url_for("circles.room", circle_id=circle.public_id))
def start() -> Circle | ResponseReturnValue:
    """Start a circle."""
    form = forms.StartForm()
    if not form.validate_on_submit():
        return invalid(form, "circles/new.html")
    return services.start_circle(
        looking() or abort(401),
        name=form.name.data,
        size=form.size.data,
        agreement=form.agreement.data,
        my_name=form.my_name.data,
    )


@bp.get("/circles/<id:circle_id>")
def room(circle_id: str) -> ResponseReturnValue:
    """The room of a circle, or older words in it."""
    begin_snapshot()
    member = access.member_of(current_user.id, circle_id) or abort(404)
    return _room(member, forms.MessageForm(formdata=None))


def _room(member: Member, form: forms.MessageForm) -> str:
    shown = queries.room_of(member, older_than())
    waiting = queries.waiting_for(member)
    template = "circles/older.html" if shown.is_older else "circles/room.html"
    offers = queries.offers_to([member])
    more = {"waiting": waiting, "offers": offers, "page": "room"}
    return render_template(template, room=shown, member=member, form=form, **more)


@bp.post("/circles/<id:circle_id>/messages")
@writes(lambda said: url_for("circles.room", circle_id=said.circle.public_id, _anchor="latest"))
def post_message(circle_id: str) -> Message | ResponseReturnValue:
    """Say something."""
    member = access.member_of(current_user.id, circle_id) or abort(404)
    form = forms.MessageForm()
    if not form.validate_on_submit():
        return invalid(form, "circles/say.html", member=member)
    return services.post_message(member, form.text.data)


@bp.post("/circles/<id:circle_id>/looks")
@urgent_writes(lambda member: url_for("circles.room", circle_id=member.circle.public_id))
def look(circle_id: str) -> Member | ResponseReturnValue:
    """Note how far this member has read."""
    member = access.member_of(current_user.id, circle_id) or abort(404)
    form = forms.LookForm()
    if not form.validate_on_submit():
        return invalid(form, "circles/say.html", member=member)
    return services.look(member, int(form.seq.data))


@bp.get("/messages/<id:message_id>")
def message(message_id: str) -> ResponseReturnValue:
    """One message, and what the viewer may do about it."""
    viewer, found = access.message_for(current_user.id, message_id) or abort(404)
    return render_template("circles/message.html", message=found, viewer=viewer)


@bp.post("/messages/<id:message_id>/deletion")
@writes(lambda said: url_for("circles.room", circle_id=said.circle.public_id))
def delete_message(message_id: str) -> Message | ResponseReturnValue:
    """Take one's own words away."""
    viewer, found = access.message_for(current_user.id, message_id) or abort(404)
    return services.delete_message(viewer, found)

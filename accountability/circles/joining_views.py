"""The way in: invitations, the door that an invitation opens, the wait, the agreement."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.accounts.context import looking
from accountability.circles import access, forms, links, queries, services
from accountability.circles.models import Invitation, Member, Newcomer
from accountability.core.pages import private_blueprint, public_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes

bp = private_blueprint("newcomers", __name__)
public = public_blueprint("joining", __name__)


def _people(thing: Newcomer | Invitation) -> str:
    return url_for("people.people", circle_id=thing.circle.public_id)


@bp.post("/circles/<id:circle_id>/invitations")
@writes(lambda made: url_for("newcomers.invitation", invitation_id=made.public_id))
def invite(circle_id: str) -> Invitation | ResponseReturnValue:
    """Make an invitation."""
    member = access.member_of(current_user.id, circle_id) or abort(404)
    return services.invite(member)


@bp.get("/links/<id:invitation_id>")
def invitation(invitation_id: str) -> ResponseReturnValue:
    """An invitation to be handed on: link and picture."""
    member, found = access.keeper_and_invitation(current_user.id, invitation_id) or abort(404)
    link = links.link_of(found)
    picture = links.picture_of(link) if found.is_open else None
    return render_template(
        "circles/invitation.html", member=member, invitation=found, link=link, picture=picture
    )


@bp.post("/links/<id:invitation_id>/revocation")
@writes(_people)
def revoke(invitation_id: str) -> Invitation | ResponseReturnValue:
    """Make a link open nothing any more."""
    member, found = access.keeper_and_invitation(current_user.id, invitation_id) or abort(404)
    return services.revoke_invitation(member, found)


def _where_it_led(found: Invitation | None) -> str | None:
    """The page that this invitation has become for who is looking, if it is theirs."""
    who = looking()
    if who is None or found is None:
        return None
    if access.member_of(who.id, found.circle.public_id):
        return url_for("circles.room", circle_id=found.circle.public_id)
    wish = queries.wish_by(who.id, found)
    is_there = wish is not None and found.circle.closed_at is None
    return url_for("newcomers.newcomer", newcomer_id=wish.public_id) if wish and is_there else None


@public.get("/invitations/<id:token>")
def door(token: str) -> ResponseReturnValue:
    """What whoever holds the link sees. The circle's name is not for them yet."""
    found = access.invitation_by_token(token)
    if place := _where_it_led(found):
        return redirect(place)
    if found is None or not services.opens(found, looking()):
        return render_template("circles/shut.html"), 404
    name = current_user.name if current_user.is_authenticated else ""
    return render_template("circles/door.html", token=token, form=forms.NameForm(name=name))


@bp.post("/invitations/<id:token>/newcomers")
@writes(lambda made: url_for("newcomers.newcomer", newcomer_id=made.public_id))
def ask_to_join(token: str) -> Newcomer | ResponseReturnValue:
    """Use an invitation: ask to come in under this name."""
    form = forms.NameForm()
    if not form.validate_on_submit():
        return invalid(form, "circles/door.html", token=token)
    found = access.invitation_by_token(token)
    if found is None:
        raise services.neutral_refusal()
    return services.ask_to_join(looking() or abort(401), found, name=form.name.data)


@bp.get("/newcomers/<id:newcomer_id>")
def newcomer(newcomer_id: str) -> ResponseReturnValue:
    """Where a newcomer waits, and then reads and accepts the agreement."""
    found = access.newcomer_for(current_user.id, newcomer_id) or abort(404)
    if found.state == "joined":
        return redirect(url_for("circles.room", circle_id=found.circle.public_id))
    if access.is_void(found):
        return render_template("circles/shut.html"), 404
    return render_template(f"circles/{found.state}.html", newcomer=found)


@bp.post("/newcomers/<id:newcomer_id>/welcome")
@writes(_people)
def welcome(newcomer_id: str) -> Newcomer | ResponseReturnValue:
    """Say yes."""
    member, found = access.keeper_and_newcomer(current_user.id, newcomer_id) or abort(404)
    return services.welcome(member, found)


@bp.post("/newcomers/<id:newcomer_id>/decline")
@writes(_people)
def decline(newcomer_id: str) -> Newcomer | ResponseReturnValue:
    """Say no."""
    member, found = access.keeper_and_newcomer(current_user.id, newcomer_id) or abort(404)
    return services.decline(member, found)


@bp.post("/newcomers/<id:newcomer_id>/agreement")
@writes(lambda member: url_for("circles.room", circle_id=member.circle.public_id))
def accept_agreement(newcomer_id: str) -> Member | ResponseReturnValue:
    """Accept the agreement and come in."""
    found = access.newcomer_for(current_user.id, newcomer_id) or abort(404)
    return services.accept_agreement(looking() or abort(401), found)

"""Pages about belonging: who is here, one person, the settings, the ways out."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.circles import access, forms, queries, services
from accountability.circles.models import Circle, Member, Role
from accountability.circles.offers import HandoverOffer
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes

bp = private_blueprint("people", __name__)


def _people(thing: Member | HandoverOffer) -> str:
    return url_for("people.people", circle_id=thing.circle.public_id)


def _settings(thing: Member | Circle) -> str:
    circle = thing if isinstance(thing, Circle) else thing.circle
    return url_for("people.settings", circle_id=circle.public_id)


def _offered(viewer: Member) -> dict[str, object]:
    return {"offer": queries.open_offer(viewer), "offers": queries.offers_to([viewer])}


def _mine(circle_id: str) -> Member:
    return access.member_of(current_user.id, circle_id) or abort(404)


def _asked(offer_id: str) -> tuple[Member, HandoverOffer]:
    return access.member_and_offer(current_user.id, offer_id) or abort(404)


@bp.get("/circles/<id:circle_id>/people")
def people(circle_id: str) -> ResponseReturnValue:
    """Who is here, who waits, which invitations are open."""
    member = _mine(circle_id)
    waiting = access.waiting_at(member.circle) if member.keeps else []
    invitations = queries.open_invitations(member.circle) if member.keeps else []
    shown = {"waiting": waiting, "invitations": invitations}
    shown["expected"] = access.welcomed_at(member.circle) if member.keeps else []
    return render_template("circles/people.html", member=member, **shown, **_offered(member))


@bp.get("/members/<id:member_id>")
def person(member_id: str) -> ResponseReturnValue:
    """One person of a circle, and what the viewer may do."""
    viewer, other = access.other_member(current_user.id, member_id) or abort(404)
    shown = {"viewer": viewer, "other": other} | _offered(viewer)
    return render_template("circles/person.html", **shown)


@bp.post("/members/<id:member_id>/role")
@writes(_people)
def change_role(member_id: str) -> Member | ResponseReturnValue:
    """Give a member another role."""
    viewer, other = access.other_member(current_user.id, member_id) or abort(404)
    form = forms.RoleForm()
    if not form.validate_on_submit():
        shown = {"viewer": viewer, "other": other} | _offered(viewer)
        return invalid(form, "circles/person.html", **shown)
    return services.change_role(viewer, other, Role(form.role.data))


@bp.post("/members/<id:member_id>/handover")
@writes(_people)
def offer_handover(member_id: str) -> HandoverOffer | ResponseReturnValue:
    """Ask another member to be the host."""
    viewer, other = access.other_member(current_user.id, member_id) or abort(404)
    return services.offer_handover(viewer, other)


@bp.post("/offers/<id:offer_id>/acceptance")
@writes(_people)
def accept_offer(offer_id: str) -> HandoverOffer | ResponseReturnValue:
    """Say yes, and be the host."""
    return services.accept_offer(*_asked(offer_id))


@bp.post("/offers/<id:offer_id>/decline")
@writes(_people)
def decline_offer(offer_id: str) -> HandoverOffer | ResponseReturnValue:
    """Say no."""
    return services.decline_offer(*_asked(offer_id))


@bp.post("/offers/<id:offer_id>/withdrawal")
@writes(_people)
def withdraw_offer(offer_id: str) -> HandoverOffer | ResponseReturnValue:
    """Take the question back."""
    return services.withdraw_offer(*_asked(offer_id))


def _page(member: Member) -> dict[str, object]:
    circle_form = forms.CircleForm(formdata=None, obj=member.circle)
    name_form = forms.NameForm(formdata=None, name=member.name)
    first = access.default_member(member.account_id)
    return {
        "member": member,
        "is_default": first is not None and first.id == member.id,
        "circle_form": circle_form,
        "name_form": name_form,
    }


@bp.get("/circles/<id:circle_id>/settings")
def settings(circle_id: str) -> ResponseReturnValue:
    """How the circle is, and how I am in it."""
    return render_template("circles/settings.html", **_page(_mine(circle_id)))


@bp.post("/circles/<id:circle_id>/settings")
@writes(_settings)
def change_circle(circle_id: str) -> Circle | ResponseReturnValue:
    """Change the circle's name, size or agreement."""
    member = _mine(circle_id)
    form = forms.CircleForm()
    if not form.validate_on_submit():
        return invalid(form, "circles/settings.html", **_page(member) | {"circle_form": form})
    changed = {"name": form.name.data, "agreement": form.agreement.data, "size": form.size.data}
    return services.change_circle(member, **changed)


@bp.post("/circles/<id:circle_id>/name")
@writes(_settings)
def change_name(circle_id: str) -> Member | ResponseReturnValue:
    """Be called something else here."""
    member = _mine(circle_id)
    form = forms.NameForm()
    if not form.validate_on_submit():
        return invalid(form, "circles/settings.html", **_page(member) | {"name_form": form})
    return services.change_name(member, form.name.data)


@bp.post("/circles/<id:circle_id>/default")
@writes(_settings)
def choose_default(circle_id: str) -> Member | ResponseReturnValue:
    """Let the big button call this circle."""
    return services.choose_default(_mine(circle_id))


@bp.post("/circles/<id:circle_id>/leaving")
@writes(lambda _member: url_for("circles.index"))
def leave(circle_id: str) -> Member | ResponseReturnValue:
    """Stop being a member."""
    return services.leave(_mine(circle_id))


@bp.post("/circles/<id:circle_id>/closing")
@writes(lambda _circle: url_for("circles.index"))
def close_circle(circle_id: str) -> Circle | ResponseReturnValue:
    """End the circle for everybody."""
    return services.close_circle(_mine(circle_id))

"""Pages of a watch: who is on it, one's own week, one hour and whom one asks for it."""

from datetime import datetime
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.circles import access as circles
from accountability.circles.models import Member
from accountability.core.database import begin_snapshot
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.watches import access, forms, queries, services, wording
from accountability.watches import subscribers as _subscribers  # noqa: F401 - for its effect
from accountability.watches.models import SingleHour, Swap

bp = private_blueprint("watches", __name__)
bp.add_app_template_global(wording.on_watch_words)

BLUEPRINTS = (bp,)


def _mine(circle_id: str) -> Member:
    return circles.member_of(current_user.id, circle_id) or abort(404)


def _watch(thing: Member | Swap) -> str:
    return url_for("watches.watch", circle_id=thing.circle.public_id)


def _after_hour(hour: SingleHour) -> str:
    return _watch(hour.member)


def _page(member: Member) -> dict[str, Any]:
    return {"shown": queries.page_of(member), "member": member, "page": "watch"}


@bp.get("/circles/<id:circle_id>/watch")
def watch(circle_id: str) -> ResponseReturnValue:
    """Who is on watch, what is open, and my own hours."""
    begin_snapshot()
    return render_template("watches/watch.html", **_page(_mine(circle_id)))


@bp.post("/circles/<id:circle_id>/watch/week")
@writes(_watch)
def offer_hours(circle_id: str) -> Member | ResponseReturnValue:
    """Offer these hours of every week."""
    member, form = _mine(circle_id), forms.WeekForm()
    if not form.validate_on_submit():
        return invalid(form, "watches/watch.html", **_page(member))
    return services.offer_hours(member, form.slots)


@bp.post("/circles/<id:circle_id>/watch/hours")
@writes(_after_hour)
def take_hour(circle_id: str) -> SingleHour | ResponseReturnValue:
    """Take one hour."""
    member, form = _mine(circle_id), forms.HourForm()
    if not form.validate_on_submit():
        return invalid(form, "watches/watch.html", **_page(member))
    return services.take_hour(member, form.at.data)


@bp.post("/circles/<id:circle_id>/watch/returns")
@writes(_after_hour)
def give_back(circle_id: str) -> SingleHour | ResponseReturnValue:
    """Give one hour back."""
    member, form = _mine(circle_id), forms.HourForm()
    if not form.validate_on_submit():
        return invalid(form, "watches/watch.html", **_page(member))
    return services.give_back(member, form.at.data)


@bp.post("/circles/<id:circle_id>/watch/evenings")
@writes(_watch)
def choose_evenings(circle_id: str) -> Member | ResponseReturnValue:
    """Choose whether I am asked in the evening."""
    member, form = _mine(circle_id), forms.EveningsForm()
    if not form.validate_on_submit():
        return invalid(form, "watches/watch.html", **_page(member))
    return services.choose_evenings(member, asks=form.asks.data)


def _hour(member: Member, at: datetime | None) -> dict[str, Any]:
    hours = list(queries.hours_of_friends(member, at)) if at else []
    return {"member": member, "at": at, "hours": hours, "page": "watch"}


def _asked_hour() -> datetime:
    try:
        return forms.moment_of(request.args.get("at", ""))
    except ValueError:
        abort(404)


@bp.get("/circles/<id:circle_id>/watch/swaps")
def hour(circle_id: str) -> ResponseReturnValue:
    """One hour of mine: give it back, or ask a friend to take it."""
    form = forms.SwapForm(formdata=None)
    member, at = _mine(circle_id), _asked_hour()
    return render_template("watches/hour.html", form=form, **_hour(member, at))


@bp.post("/circles/<id:circle_id>/watch/swaps")
@writes(_watch)
def ask_swap(circle_id: str) -> Swap | ResponseReturnValue:
    """Ask a friend to take an hour over, or to exchange it."""
    member, form = _mine(circle_id), forms.SwapForm()
    if not form.validate_on_submit():
        return invalid(form, "watches/hour.html", **_hour(member, form.moment))
    _viewer, friend = circles.other_member(current_user.id, form.to.data) or abort(404)
    return services.ask_swap(member, friend, form.at.data, form.in_return.data)


def _asked(swap_id: str) -> tuple[Member, Swap]:
    return access.member_and_swap(current_user.id, swap_id) or abort(404)


@bp.post("/swaps/<id:swap_id>/acceptance")
@writes(_watch)
def accept_swap(swap_id: str) -> Swap | ResponseReturnValue:
    """Say yes."""
    return services.accept_swap(*_asked(swap_id))


@bp.post("/swaps/<id:swap_id>/decline")
@writes(_watch)
def decline_swap(swap_id: str) -> Swap | ResponseReturnValue:
    """Say no."""
    return services.decline_swap(*_asked(swap_id))


@bp.post("/swaps/<id:swap_id>/withdrawal")
@writes(_watch)
def withdraw_swap(swap_id: str) -> Swap | ResponseReturnValue:
    """Take the question back."""
    return services.withdraw_swap(*_asked(swap_id))

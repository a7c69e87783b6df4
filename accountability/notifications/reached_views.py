"""Pages of where I am reached, and what a device tells by itself."""

from datetime import timedelta
from typing import Any

from flask import abort, current_app, g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accountability.accounts.context import looking
from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.core import clock
from accountability.core.extensions import csrf
from accountability.core.origins import is_from_own_page
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.notifications import access, reaching, wanting, webpush
from accountability.notifications.choices import Matter, Road
from accountability.notifications.forms import AwayForm, DeviceForm, HoursForm, RoadsForm
from accountability.notifications.models import Availability, Device
from accountability.notifications.owing import live_devices
from accountability.notifications.wording import MATTER_WORDS

bp = private_blueprint("reached", __name__)

PAGE, PLACE = "notifications/reached.html", "/me/reached"


def _me() -> Account:
    return looking() or abort(401)


def ticks_of(form: Any, account_id: int, place: str = "") -> Any:
    """The form with what was chosen."""
    for (matter, road), wanted in wanting.choices_of(account_id, place).items():
        if name := form._fields.get(f"{road}_{matter}"):
            name.data = wanted
    return form


def chosen_in(form: Any) -> dict[tuple[Matter, Road], bool]:
    """What the ticks of a form say."""
    names = {f"{road}_{matter}": (matter, road) for matter in Matter for road in Road}
    return {names[name]: bool(form[name].data) for name in names.keys() & form._fields.keys()}


def _clock_words(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def _hours_of(mine: Availability) -> HoursForm:
    form = HoursForm(formdata=None)
    form.begins.data = _clock_words(mine.quiet_from)
    form.ends.data = _clock_words(mine.quiet_until)
    form.rings_through.data = mine.rings_through
    return form


def _shown() -> dict[str, Any]:
    account = _me()
    mine = wanting.availability_of(account.id)
    return {
        "devices": live_devices([account.id]),
        "here": g.sign_in,
        "push_key": webpush.public_key(current_app.config["STEADY"]),
        "roads": ticks_of(RoadsForm(formdata=None), account.id),
        "hours": _hours_of(mine),
        "matters": MATTER_WORDS,
        "away_until": mine.away_until if wanting.is_away(account.id) else None,
        "mine": circles.my_members(account.id),
        "page": "me",
    }


def _mend(form: Any, **forms: Any) -> Any:
    """Render the page again, with the form that must be mended in its place."""
    return invalid(form, PAGE, **_shown() | forms)


@bp.get(PLACE)
def page() -> ResponseReturnValue:
    """My devices, what I am told by which road, and when not."""
    return render_template(PAGE, **_shown())


@bp.post("/me/devices")
@writes(lambda _device: PLACE)
def agree() -> Device | ResponseReturnValue:
    """Let this browser be pushed to."""
    form = DeviceForm()
    if not form.validate():
        return _mend(form)
    place, keys = form.endpoint.data, form.keys
    if form.former.data:
        return reaching.move_device(_me(), g.sign_in, form.former.data, place, keys)
    return reaching.agree(_me(), g.sign_in, place, keys)


@bp.post("/me/devices/<id:device_id>/deletion")
@writes(lambda _device: PLACE)
def forget(device_id: str) -> Device:
    """Push nothing there any more."""
    account = _me()
    return reaching.forget(account, access.device_for(account.id, device_id) or abort(404))


@bp.post("/me/preferences")
@writes(lambda _account: PLACE)
def choose_roads() -> Account | ResponseReturnValue:
    """Choose what is told by which road."""
    form = RoadsForm()
    if not form.validate():
        return _mend(form, roads=form)
    return reaching.choose_roads(_me(), chosen_in(form))


@bp.post("/me/quiet-hours")
@writes(lambda _account: PLACE)
def choose_hours() -> Account | ResponseReturnValue:
    """Choose quiet hours."""
    form = HoursForm()
    if not form.validate():
        return _mend(form, hours=form)
    through, hours = bool(form.rings_through.data), (form.minutes("begins"), form.minutes("ends"))
    return reaching.choose_hours(_me(), *hours, rings_through=through)


@bp.post("/me/availability")
@writes(lambda _account: PLACE)
def say_not_now() -> Account | ResponseReturnValue:
    """Be left alone for a while, or be reached again."""
    form = AwayForm()
    if not form.validate():
        return _mend(form)
    hours = int(form.hours.data)
    until = clock.now() + timedelta(hours=hours) if hours else None
    return reaching.say_not_now(_me(), until)


@bp.get("/deliveries/<id:delivery_id>")
def follow(delivery_id: str) -> ResponseReturnValue:
    """Go where a push or a mail leads: its address tells nothing."""
    delivery = access.delivery_for(_me().id, delivery_id) or abort(404)
    return redirect(delivery.notification.location)


@bp.post("/deliveries/<id:delivery_id>/arrival")
@csrf.exempt  # the worker has no page with a token; it only moves forward, and our origin is asked
def arrive(delivery_id: str) -> ResponseReturnValue:
    """Note that a device showed it, and answer which place it is about. Twice is once."""
    if not is_from_own_page(request):
        abort(403)
    account = _me()
    delivery = access.delivery_for(account.id, delivery_id) or abort(404)
    reaching.note_arrival(account, delivery)
    return jsonify(location=delivery.notification.location)

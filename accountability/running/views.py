"""Addresses for machines that look after the service, and one page for people who do."""

from flask import Response, abort, current_app, jsonify, render_template, request, url_for
from flask_login import current_user

from accountability.core import owed, readiness
from accountability.core.pages import private_blueprint, public_blueprint
from accountability.core.writes import writes
from accountability.moderation.access import staff
from accountability.running import access, metrics, services, wording
from accountability.running import shapes as _shapes  # noqa: F401 - what staff do changes no card

NUMBERS = "text/plain; version=0.0.4; charset=utf-8"

bp = public_blueprint("running", __name__)
parked = private_blueprint("parked", __name__)
parked.add_app_template_global(wording.of_promise, "promise_words")
parked.add_app_template_global(wording.of_fault, "fault_words")
parked.add_app_template_global(owed.name_of, "promise_name")
BLUEPRINTS = (bp, parked)


@bp.get("/healthz")
def healthy():
    """The process answers; nothing else is asked."""
    return jsonify(alive=True)


@bp.get("/readyz")
def ready():
    """Whether people may be sent here."""
    is_ready, checks = readiness.ask(current_app._get_current_object())
    return jsonify(ready=is_ready, checks=checks), 200 if is_ready else 503


@bp.get("/metrics")
def figures():
    """The figures; 404 to whom they are not for."""
    if not access.may_measure(current_app.config["STEADY"], request.remote_addr, request.headers):
        abort(404)
    text = metrics.text_of(current_app._get_current_object())
    return Response(text, content_type=NUMBERS)


@parked.get("/staff/promises")
def given_up():
    """What the service owed and could not do."""
    if staff(current_user.id) is None:
        abort(404)
    return render_template("running/promises.html", promises=owed.parked())


@parked.post("/staff/promises/<id:promise_id>/again")
@writes(lambda _promise: url_for("parked.given_up"))
def try_again(promise_id: str):
    """Owe one of them anew."""
    account, promise = access.parked_for(current_user.id, promise_id) or abort(404)
    return services.try_again(account, promise)

"""What helps without anybody else: the toolkit, and one's own numbers."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accountability.accounts.context import looking
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.urges import access, addresses, queries, services
from accountability.urges.forms import NumberForm
from accountability.urges.own_numbers import MOST_NUMBERS, OwnNumber

bp = private_blueprint("kit", __name__)


@bp.get("/toolkit")
def toolkit() -> ResponseReturnValue:
    """Things that help; after a press that reached nobody it says so first."""
    return render_template(
        "urges/toolkit.html",
        nobody_told=request.args.get("told") == "nobody",
        numbers=access.numbers_of(current_user.id),
        hearing=queries.circles_that_hear(current_user.id),
    )


@bp.get("/me/numbers")
def numbers() -> ResponseReturnValue:
    """One's own numbers, for nobody else's eyes."""
    return render_template("urges/numbers.html", form=NumberForm(formdata=None), **_kept())


def _kept() -> dict[str, object]:
    kept = access.numbers_of(current_user.id)
    return {"numbers": kept, "has_room": len(kept) < MOST_NUMBERS, "page": "me"}


@bp.post("/me/numbers")
@writes(addresses.numbers)
def keep_number() -> OwnNumber | ResponseReturnValue:
    """Keep one more."""
    form = NumberForm()
    if not form.validate():
        return invalid(form, "urges/numbers.html", **_kept())
    return services.keep_number(looking() or abort(401), form.name.data, form.number.data)


@bp.post("/me/numbers/<id:number_id>/deletion")
@writes(addresses.numbers)
def forget_number(number_id: str) -> OwnNumber | ResponseReturnValue:
    """Take one away."""
    number = access.number_of(current_user.id, number_id) or abort(404)
    return services.forget_number(looking() or abort(401), number)

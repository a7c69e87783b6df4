"""Help lines: open to everybody, without a sign-in, a cookie or the database."""

from flask import render_template
from flask.typing import ResponseReturnValue

from accountability.core.pages import look_up_nobody, public_blueprint
from accountability.urges import help_lines, help_wording

bp = public_blueprint("help", __name__)
bp.context_processor(lambda: {"said": help_wording})
bp.url_value_preprocessor(look_up_nobody)


@bp.get("/help")
def index() -> ResponseReturnValue:
    """Choose a country: it is never guessed, and never kept."""
    return render_template("urges/help.html", countries=help_lines.countries().values())


@bp.get("/help/<country>")
def country(country: str) -> ResponseReturnValue:
    """The lines of one country; for one that is not here, what holds everywhere."""
    chosen = help_lines.countries().get(country.upper())
    return render_template("urges/help_country.html", country=chosen)

"""Help lines: open to everybody, without a sign-in, a cookie or the database."""

from typing import Any

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from accountability.core.pages import public_blueprint
from accountability.urges import help_lines, help_wording

bp = public_blueprint("help", __name__)
bp.context_processor(lambda: {"said": help_wording})


@bp.url_value_preprocessor
def look_up_nobody(_endpoint: str | None, _ids: dict[str, Any] | None) -> None:
    """Let nobody be signed in here: who looks at this page is not asked, and costs no query."""
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


@bp.get("/help")
def index() -> ResponseReturnValue:
    """Choose a country: it is never guessed, and never kept."""
    return render_template("urges/help.html", countries=help_lines.countries().values())


@bp.get("/help/<country>")
def country(country: str) -> ResponseReturnValue:
    """The lines of one country; for one that is not here, what holds everywhere."""
    chosen = help_lines.countries().get(country.upper())
    return render_template("urges/help_country.html", country=chosen)

"""`/style`: there only when STYLE_PAGE is on, and never in a default start."""

from typing import Any

from flask import render_template

from accountability.core.pages import private_blueprint
from accountability.stylebook import examples, forms, parts, tokens
from accountability.stylebook.people import People
from accountability.stylebook.words import SAID

bp = private_blueprint("stylebook", __name__)
BLUEPRINTS = (bp,)

TONES = ("moss", "quiet", "ember", "take-back", "held", "line", "plain")


def _all() -> dict[str, Any]:
    people = People()
    return {
        "shelves": examples.shelves(people),
        "me": people.members["Ana"].public_id,
        "colours": tokens.colours(),
        "sizes": tokens.sizes(),
        "tones": TONES,
        "plain": forms.EveryField(formdata=None),
        "filled": forms.filled(),
        "wrong": forms.mistaken(),
        "parts": parts.parts(people),
    }


@bp.get("/style")
def page() -> str:
    """Show all there is to look with."""
    return render_template("stylebook/page.html", page="style", said=SAID, **_all())

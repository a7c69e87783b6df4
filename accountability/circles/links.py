"""An invitation as a person takes it along: a link, and a picture for a camera."""

import segno
from flask import current_app, request
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.circles.models import Invitation

INK = "#1d2130"


def link_of(invitation: Invitation) -> str:
    """The whole address, as it is reached from outside."""
    origin = current_app.config["STEADY"].public_url or request.host_url
    return f"{origin.rstrip('/')}/invitations/{invitation.token}"


def picture_of(link: str) -> Markup:
    """The link as a QR code: shapes only, nothing that the content policy would refuse."""
    code = segno.make(link, error="m", micro=False)
    title = _("A picture of the link, for the camera of a phone")
    drawn = code.svg_inline(
        omitsize=True, border=1, dark=INK, svgclass=None, lineclass=None, title=title
    )
    return Markup(drawn)  # noqa: S704 - segno escapes the title; the rest is numbers

"""The shell: what a device may keep of the service. It is the same for everybody who asks."""

from pathlib import Path

from flask import Response, current_app, json, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accountability.core import headers
from accountability.core.built import built
from accountability.core.pages import look_up_nobody, public_blueprint
from accountability.shell.kept import hashes_of_pages

bp = public_blueprint("shell", __name__)
bp.url_value_preprocessor(look_up_nobody)  # what a device keeps must not know whose it is
install = public_blueprint("install", __name__)

BLUEPRINTS = (bp, install)

PAPER = "#faf6ef"  # the token of the light theme, as an old browser reads it
ICONS = [("icon-192", "192x192", "any"), ("icon-512", "512x512", "any")]
MASKABLE = [("icon-maskable-192", "192x192"), ("icon-maskable-512", "512x512")]


def _icon(name: str, size: str, purpose: str) -> dict[str, str]:
    address = url_for("static", filename=f"icons/{name}.png")
    return {"src": address, "sizes": size, "type": "image/png", "purpose": purpose}


@bp.get("/manifest.webmanifest")
def manifest() -> ResponseReturnValue:
    """How the app is called and drawn on a phone."""
    name = current_app.config["STEADY"].app_name
    icons = [_icon(*one) for one in ICONS] + [_icon(*one, "maskable") for one in MASKABLE]
    looks = {"display": "standalone", "background_color": PAPER, "theme_color": PAPER}
    told = jsonify(
        id="/", name=name, short_name=name, start_url="/", scope="/", icons=icons, **looks
    )
    told.mimetype = "application/manifest+json"
    return told


@bp.get("/sw.js")
def worker() -> ResponseReturnValue:
    """The worker, told what the kept pages are: other words make it another one, to the byte.

    A browser fetches the pages it keeps anew when the worker differs by a byte, and only then.
    """
    path = Path(f"{current_app.static_folder}/build/{built('worker.js')}")
    is_https = current_app.config["STEADY"].is_https
    rules = dict(headers.for_pages(request.environ, is_https=is_https))
    told = f"const PAGES = {json.dumps(hashes_of_pages())}, RULES = {json.dumps(rules)};\n"
    answer = Response(told + path.read_text("utf-8"), mimetype="text/javascript")
    answer.add_etag(weak=True)  # compressed it has other bytes
    return answer.make_conditional(request)


@bp.get("/offline")
def offline() -> ResponseReturnValue:
    """What is shown when no page can be had; kept on the device, so it names nobody."""
    return render_template("shell/offline.html")


@install.get("/install")
def steps() -> ResponseReturnValue:
    """How to put the service on a home screen, and what others see of it there."""
    return render_template("shell/install.html", page="me")

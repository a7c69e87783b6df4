"""Built files go out compressed, as the build laid them there, to whoever takes them so."""

import mimetypes
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

FOLDER = "build/"


def _squeezed() -> Response | None:
    name = (request.view_args or {}).get("filename", "")
    if request.endpoint != "static" or not name.startswith(FOLDER):
        return None
    folder = current_app.static_folder or ""
    wants = request.accept_encodings.quality("gzip") > 0
    if not wants or not (Path(folder) / f"{name}.gz").is_file():
        return None
    answer = send_from_directory(folder, f"{name}.gz", mimetype=mimetypes.guess_type(name)[0])
    answer.headers["Content-Encoding"] = "gzip"
    return answer


def init_app(app: Flask) -> None:
    """Bind it to the app; what has no compressed copy goes out as it is."""
    app.before_request(_squeezed)

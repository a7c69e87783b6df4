"""What goes out compressed, to whoever takes it so: built files, pages, and the worker.

A compressed page tells by its length what it repeats. So none is compressed that another site made
a browser ask for, and each carries a random number of bytes, as Django's pages do.
"""

import gzip
import io
import mimetypes
import secrets
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

FOLDER = "build/"
RENDERED = ("text/html", "text/javascript")
OF_ONES_OWN = ("same-origin", "none")
WORTH_BYTES = 1_000
LEVEL = 5
MOST_RANDOM_BYTES = 100


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _built_file() -> Response | None:
    name = (request.view_args or {}).get("filename", "")
    if request.endpoint != "static" or not name.startswith(FOLDER):
        return None
    folder = current_app.static_folder or ""
    if not _takes_gzip() or not (Path(folder) / f"{name}.gz").is_file():
        return None
    answer = send_from_directory(folder, f"{name}.gz", mimetype=mimetypes.guess_type(name)[0])
    answer.headers["Content-Encoding"] = "gzip"
    return answer


def _rendered(answer: Response) -> Response:
    is_rendered = answer.mimetype in RENDERED and not answer.is_streamed
    is_own = request.headers.get("Sec-Fetch-Site") in OF_ONES_OWN
    if not is_rendered or not is_own or not _takes_gzip():
        return answer
    plain = answer.get_data()
    if len(plain) >= WORTH_BYTES:
        answer.set_data(squeezed(plain))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def squeezed(plain: bytes) -> bytes:
    """Compress; the name that the format has room for is so many random letters."""
    name = secrets.token_urlsafe(MOST_RANDOM_BYTES)[: secrets.randbelow(MOST_RANDOM_BYTES) + 1]
    into = io.BytesIO()
    with gzip.GzipFile(name, "wb", LEVEL, into, mtime=0) as file:
        file.write(plain)
    return into.getvalue()


def init_app(app: Flask) -> None:
    """Bind it to the app; what nobody takes compressed goes out as it is."""
    app.before_request(_built_file)
    app.after_request(_rendered)

"""Headers on every answer, the socket's too: the outermost layer, outside of Flask.

It replaces what inner layers said about caching, because one of them says it in words that are not
tokens.
"""

from collections.abc import Callable, Iterable
from typing import Any

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self' {socket}; manifest-src 'self'; worker-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types app"
)
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Frame-Options", "DENY"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=(), payment=()"),
]
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
FOR_EVER = "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"
ASK_FIRST = "no-cache"
WORKER = "/sw.js"
# A worker has no page to put text into, and a browser would refuse to load its script for the rule.
TRUSTED_TYPES = "; require-trusted-types-for 'script'"
HASHED = "/static/build/"


def _socket(environ: dict[str, Any], *, is_https: bool) -> str:
    """Older Safari does not count the socket under 'self', so the host is named too."""
    host = environ.get("HTTP_HOST", "")
    safe = all(letter.isalnum() or letter in ".-:[]" for letter in host)
    return f"{'wss' if is_https else 'ws'}://{host}" if host and safe else ""


def for_pages(environ: dict[str, Any], *, is_https: bool) -> list[tuple[str, str]]:
    """Answer the headers that make a page safe, wherever it comes from."""
    policy = POLICY.format(socket=_socket(environ, is_https=is_https))
    return [*ALWAYS, ("Content-Security-Policy", policy)]


class Headers:
    """A WSGI layer that puts the same safe headers on every answer."""

    def __init__(self, inner: Any, *, is_https: bool) -> None:
        self.inner = inner
        self.is_https = is_https

    def _headers(self, environ: dict[str, Any], line: str, given: list[tuple[str, str]]) -> Any:
        path = environ.get("PATH_INFO", "")
        ours = for_pages(environ, is_https=self.is_https)
        if path == WORKER:
            ours = [(name, value.replace(TRUSTED_TYPES, "")) for name, value in ours]
        if self.is_https:
            ours.append(STRICT_TRANSPORT)
        found = line.startswith(("200", "206", "304"))  # "not here" is not for ever
        hashed = found and path.startswith(HASHED)
        ours.append(("Cache-Control", FOR_EVER if hashed else self._kept(path)))
        for_all = hashed or path == WORKER
        ours.append(("Vary", "Accept-Encoding" if for_all else "Cookie, Accept"))
        names = {name.lower() for name, _ in ours}
        return [pair for pair in given if pair[0].lower() not in names] + ours

    def _kept(self, path: str) -> str:
        return ASK_FIRST if path == WORKER else PRIVATE

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with the headers in place."""

        def started(line: str, given: list[tuple[str, str]], *more: Any) -> Any:
            return start(line, self._headers(environ, line, given), *more)

        return self.inner(environ, started)

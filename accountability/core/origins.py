"""Which pages are our own: the address that they came from says so, and no page can forge it."""

from typing import Any
from urllib.parse import urlsplit

from flask import Request, current_app


def own_origins(public_url: str | None, environ: dict[str, Any]) -> set[str]:
    """The origins that are ours: the configured one, or else the address that was asked."""
    if public_url:
        parts = urlsplit(public_url)
        return {f"{parts.scheme}://{parts.netloc}"}
    return {f"{environ.get('wsgi.url_scheme', 'http')}://{environ.get('HTTP_HOST', '')}"}


def is_from_own_page(asked: Request) -> bool:
    """Whether a page of ours sent this. A browser says it outright where the line is safe."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    ours = own_origins(current_app.config["STEADY"].public_url, asked.environ)
    return asked.headers.get("Origin", "") in ours

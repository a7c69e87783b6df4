"""A browser without script: cookies, forms, the JSON twin, and a record of all it was told."""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tests.client.page import Form, Page

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class NoAnswer(ConnectionError):
    """The connection ended before an answer came: nobody knows whether it was done."""


def make_key() -> str:
    """A key for one act, kept for every repeat of it."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Answer:
    """One answer, to the last byte."""

    code: int
    headers: Any
    body: bytes
    path: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def page(self) -> Page:
        return Page(self.text)

    @property
    def to(self) -> str:
        """Where a redirect leads, as a path of this service."""
        parts = urlsplit(urljoin(self.path, self.headers.get("Location", "")))
        return parts.path + ("?" + parts.query if parts.query else "")

    def expect(self, *codes: int) -> Answer:
        """This answer, if it carries one of these codes; else an error that quotes it."""
        if self.code not in codes:
            raise AssertionError(f"{self.path}: {self.code}, not {codes}: {self.text[:1500]}")
        return self


class Browser:
    """One signed-in browser, or one that may become so.

    `origin` is the service as people know it; `through` another port of this machine to reach it.
    """

    def __init__(self, origin: str, through: int | None = None, timeout: float = 30) -> None:
        self.origin = origin.rstrip("/")
        self.host = urlsplit(origin).netloc
        self.port = through or urlsplit(origin).port or 80
        self.timeout = timeout
        self.cookies: dict[str, str] = {}
        self.email = ""
        self.transcript: list[tuple[str, bytes]] = []
        self._csrf: str | None = None
        self._lock = threading.Lock()

    # --- the wire

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> Answer:
        """Send one request on a connection of its own. Header names have `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        given = {"Host": self.host, "Cookie": self.cookie_line(), **headers}
        named = {name.replace("_", "-"): text for name, text in given.items() if text is not None}
        try:
            connection.request(method, path, body, named)
            reply = connection.getresponse()
            answer = Answer(reply.status, reply.headers, reply.read(), path)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{method} {path}: {error!r}") from error
        finally:
            connection.close()
        self._keep(method, answer)
        return answer

    def cookie_line(self) -> str | None:
        return "; ".join(f"{name}={text}" for name, text in self.cookies.items()) or None

    def _keep(self, method: str, answer: Answer) -> None:
        heads = "\n".join(f"{name}: {text}" for name, text in answer.headers.items())
        told = f"{answer.code}\n{heads}\n\n".encode("utf-8", "replace") + answer.body
        with self._lock:
            self.transcript.append((f"{method} {answer.path}", told))
            for line in answer.headers.get_all("Set-Cookie") or []:
                self._take_cookie(line)
        if answer.headers.get_content_type() == "text/html":
            page = answer.page
            self._csrf = page.metas.get("csrf-token") or page.hidden.get("csrf_token", self._csrf)

    def _take_cookie(self, line: str) -> None:
        try:
            given = SimpleCookie(line)
        except CookieError:
            return
        for name, morsel in given.items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    # --- reading

    def get(self, path: str, follow: bool = True, **query: Any) -> Answer:
        """Read a page, following redirects as a browser does."""
        address = path + ("?" + urlencode(query) if query else "")
        answer = self.ask("GET", address, Accept="text/html")
        for _ in range(6):
            if not follow or answer.code not in (301, 302, 303, 307, 308):
                break
            answer = self.ask("GET", answer.to, Accept="text/html")
        return answer

    def read(self, path: str, **query: Any) -> Answer:
        """Read the JSON of an address."""
        address = path + ("?" + urlencode(query) if query else "")
        return self.ask("GET", address, Accept=JSON)

    # --- writing

    def csrf(self) -> str:
        """The token every act carries, read from a page if none was read yet."""
        if self._csrf is None:
            self.get("/")
        if self._csrf is None:
            self.get("/sign-in", follow=False)
        return self._csrf or ""

    def post(self, path: str, /, key: str | None = None, **fields: Any) -> Answer:
        """Do an act, asking for JSON back. Without a key, a new one is made."""
        sent = {"key": key or make_key(), **fields}
        body = urlencode({name: value for name, value in sent.items() if value is not None})
        return self.ask(
            "POST", path, body.encode(), Accept=JSON, Content_Type=FORM, X_CSRFToken=self.csrf()
        )

    def post_json(self, path: str, /, key: str | None = None, **fields: Any) -> Answer:
        """The same act as a flat JSON object."""
        body = json.dumps({"key": key or make_key(), **fields}).encode()
        return self.ask("POST", path, body, Accept=JSON, Content_Type=JSON, X_CSRFToken=self.csrf())

    def post_form(self, page: str | Answer, action: str, /, **typed: str) -> Answer:
        """Fill in a form of a page and send it, as a browser without script would."""
        seen = self.get(page) if isinstance(page, str) else page
        form = seen.page.form(action, *typed)
        return self.send_form(form, seen.path, **typed)

    def send_form(self, form: Form, page: str, /, **typed: str) -> Answer:
        """Send a form already found on a page, and follow the redirect."""
        path = urlsplit(urljoin(page, form.action))
        address = path.path + ("?" + path.query if path.query else "")
        body = urlencode(form.filled(**typed)).encode()
        answer = self.ask(
            "POST", address, body, Accept="text/html", Content_Type=FORM, Origin=self.origin
        )
        if answer.code in (302, 303):
            return self.get(answer.to)
        return answer

    # --- signing in

    def is_signed_in(self) -> bool:
        return self.read("/me/streams").code == 200

    def sign_up(self, name: str, email: str, password: str) -> Browser:
        """Become an account, and be signed in with it."""
        page = self.get("/sign-up").expect(200)
        form = page.page.form("/sign-up")
        ticks = {tick: form.choices.get(tick, ["y"])[0] for tick in ("adult", "consent")}
        self.send_form(form, page.path, name=name, email=email, password=password, **ticks)
        self.forget_token()
        if not self.is_signed_in():
            self.sign_in(email, password)
        return self

    def sign_in(self, email: str, password: str) -> Browser:
        """Sign in, or fail loudly."""
        page = self.get("/sign-in").expect(200)
        self.send_form(page.page.form("/sign-in"), page.path, email=email, password=password)
        self.forget_token()
        if not self.is_signed_in():
            raise AssertionError(f"{email} could not sign in: {self.transcript[-2][1][-1500:]!r}")
        return self

    def sign_out(self) -> None:
        """Sign out here."""
        page = self.get("/me")
        form = next(form for form in page.page.forms if form.action.endswith("/sign-out"))
        self.send_form(form, page.path)
        self.forget_token()

    def forget_token(self) -> None:
        """A sign-in changes the token: read it anew when next needed."""
        self._csrf = None

    # --- following

    def streams(self) -> dict[str, Any]:
        """What this account may follow."""
        return self.read("/me/streams").expect(200).json

    def stream_of(self, public_id: str) -> dict[str, Any]:
        """The stream of this circle or alert."""
        for stream in self.streams()["streams"]:
            if stream["of"] == public_id:
                return stream
        raise LookupError(f"no stream of {public_id}")

    def was_told(self, text: str) -> bool:
        """Whether any byte of any answer held this text."""
        wanted = text.encode()
        return any(wanted in told for _, told in self.transcript)

    def until(self, question: Any, within: float = 10) -> Any:
        """Ask again until the answer is true, at most so many seconds."""
        deadline = time.monotonic() + within
        while not (found := question()):
            if time.monotonic() > deadline:
                raise AssertionError(f"not so within {within} s: {question}")
            time.sleep(0.02)
        return found

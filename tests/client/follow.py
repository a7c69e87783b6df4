"""A client that follows: joins by socket or by long poll, and shows what it may."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any, Self

import websocket

from tests.client.http import Browser, NoAnswer
from tests.client.machine import Machine
from tests.client.reading import View, older_pages
from tests.client.wire import SocketRefused, Wire


class Follower:
    """One screen of one account.

    `by` is "socket" or "poll". `view` is {(kind, id): card} of all streams; `events` everything
    that was pushed. With `only`, of the streams there are at the start just this one is on the
    screen; others that come up later are followed all the same. One that is `deaf` loses every
    `cards` frame.
    """

    def __init__(
        self,
        browser: Browser,
        by: str = "socket",
        wait: int = 25,
        only: str | None = None,
        deaf: bool = False,
    ) -> None:
        self.browser = browser
        self.deaf = deaf
        self.only = only
        self.by = by
        self.wait = wait
        self.wire: Wire | None = None
        self.events: list[tuple[float, str, Any]] = []
        self.revoked: str | None = None
        self.machine = Machine()
        self._news = threading.Condition()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- life

    def start(self) -> Self:
        """Join, and return once the first views stand."""
        streams = self._sort_out(self.browser.streams()["streams"])
        with self._news:
            for stream in streams:
                self.machine.follow(stream["id"])
        if self.by == "socket":
            self.join()
        self._run(self._ask_in_turn)
        self.reach({stream["id"]: stream["head"] for stream in streams})
        return self

    def _sort_out(self, streams: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those on the screen; the account's own always is."""
        if self.only is None:
            return streams
        wanted = [one for one in streams if one["id"] == self.only or one["kind"] == "account"]
        self.machine.elsewhere = {one["id"] for one in streams} - {one["id"] for one in wanted}
        return wanted

    def join(self) -> None:
        """Connect, or connect again after a cut."""
        self.wire = Wire(self.browser, self._told)
        self.wire.wait_for("event", "hello")

    def stop(self) -> None:
        self._over.set()
        with self._news:
            self._news.notify_all()
        if self.wire is not None:
            self.wire.close()
        if self.by == "socket":  # a long poll under way ends in its own time
            for thread in self._threads:
                thread.join(2)

    def _run(self, work: Callable[..., None], *given: Any) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    # --- what a test asks

    @property
    def view(self) -> View:
        with self._news:
            return self.machine.view

    def view_of(self, stream: str) -> View:
        with self._news:
            return dict(self.machine.view_of(stream))

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """The shapes of all cards of a kind, in their order."""
        cards = [card for (found, _), card in self.view.items() if found == kind]
        return [card["data"] for card in sorted(cards, key=lambda card: card["first"])]

    def wait_until(self, question: Callable[[View], Any], within: float = 10) -> Any:
        """Wait until the view answers the question, at most so many seconds."""
        found: Any = None

        def asked() -> Any:
            nonlocal found
            found = question(self.machine.view)
            return found

        with self._news:
            if not self._news.wait_for(asked, within):
                raise AssertionError(f"not shown within {within} s; shown: {self.machine.view}")
        return found

    def reach(self, heads: dict[str, int], within: float = 10) -> None:
        """Wait until these heads are held."""
        with self._news:
            if not self._news.wait_for(lambda: self.machine.has_reached(heads), within):
                held = {stream: one.seq for stream, one in self.machine.streams.items()}
                raise AssertionError(f"held {held}, not {heads}, within {within} s")

    def wait_lost(self, stream: str, within: float = 10) -> None:
        """Wait until this stream was taken off the screen."""
        with self._news:
            if not self._news.wait_for(lambda: self.machine.streams[stream].lost, within):
                raise AssertionError(f"{stream} still followed after {within} s")

    def was_told(self, text: str) -> bool:
        """Whether any frame or answer held this text."""
        return self.browser.was_told(text) or (self.wire is not None and self.wire.was_told(text))

    def look_again(self) -> None:
        """Follow what became ours since: on the long poll nobody tells of a new stream."""
        streams = self.browser.streams()["streams"]
        with self._news:
            for stream in streams:
                if stream["id"] not in self.machine.elsewhere:
                    self.machine.follow(stream["id"], time.monotonic())
            self._news.notify_all()

    # --- what the socket says

    def _told(self, name: str, payload: Any) -> None:
        now = time.monotonic()
        with self._news:
            self.events.append((now, name, payload))
            self._take(name, payload, now)
            self._news.notify_all()
        if name == "closed" and self.revoked is None:
            self._run(self._come_back)
        if name == "drain" and self.wire is not None:
            self._run(self._leave, self.wire, payload["within"])

    def _take(self, name: str, payload: Any, now: float) -> None:
        if name == "hello":
            self.machine.hello(payload["epoch"], payload["heads"], now)
        elif name == "heads":
            self.machine.heads(payload["epoch"], payload["heads"], now)
        elif name == "cards" and not self.deaf:
            told = (payload["epoch"], payload["stream"], payload["seq"], payload["cards"])
            self.machine.cards(*told, now)
        elif name == "revoked":
            self.revoked = payload["why"]

    def _leave(self, wire: Wire, within: float) -> None:
        self._over.wait(random.uniform(0, within))
        wire.close()

    def _come_back(self) -> None:
        while not self._over.wait(0.2):
            try:
                self.join()
                return
            except SocketRefused as error:
                if error.code in (401, 403):
                    return
            except (OSError, TimeoutError, websocket.WebSocketException):
                pass

    # --- what it asks

    def _ask_in_turn(self) -> None:
        while not self._over.is_set():
            with self._news:
                ready = self.machine.due(time.monotonic())
                if not ready:
                    due = self.machine.next_due()
                    self._news.wait(
                        1 if due is None else max(0.001, min(1, due - time.monotonic()))
                    )
            for stream in ready:
                self._run(self._ask, stream)

    def _ask(self, stream: str) -> None:
        try:
            self._sync(stream)
        except (NoAnswer, ValueError):
            with self._news:
                self.machine.failed(stream, time.monotonic())
                self._news.notify_all()

    def _sync(self, stream: str) -> None:
        held = self.machine.streams[stream]
        if held.wants_snapshot:
            self._take_snapshot(stream)
            return
        asked: dict[str, Any] = {"as": "data", "after": held.seq}
        if self.by == "poll":
            asked["wait"] = self.wait
        answer = self.browser.read(f"/streams/{stream}/changes", **asked)
        with self._news:
            self._heard(stream, answer, self.machine.changes)

    def _take_snapshot(self, stream: str) -> None:
        answer = self.browser.read(f"/streams/{stream}/snapshot", **{"as": "data"})
        with self._news:
            self._heard(stream, answer, self.machine.snapshot)
        if answer.code == 200:
            for page in older_pages(self.browser, stream, answer.json):
                with self._news:
                    self.machine.older(stream, page)
                    self._news.notify_all()

    def _heard(self, stream: str, answer: Any, take: Callable[..., None]) -> None:
        now = time.monotonic()
        if answer.code == 200:
            take(stream, answer.json, now)
            if self.by == "poll" and self.machine.streams[stream].due is not None:
                self.machine.streams[stream].due = now
        elif answer.code == 404:
            self.machine.missing(stream)
        else:
            self.machine.failed(stream, now + float(answer.headers.get("Retry-After", 0)))
        self._news.notify_all()

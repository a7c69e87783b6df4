"""Everybody acts, each act under one key until its end is known, as an outbox sees to it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from tests.client.http import Answer, NoAnswer
from tests.faults.board import Act, Board
from tests.faults.history import History
from tests.faults.people import Circle, Ports

# With the copies 8 writes in a second: at 30 the trial and all its processes filled two cores, and
# at 12 those of a machine that is half as quick; what was late was late for want of them.
RATE, HANDS = 5.0, 24
FOURFOLD, OTHER_WORDS = 0.15, 0.03
AGAIN, LONGEST = 0.25, 2.0
GIVE_UP = 90.0
END = {400, 403, 404, 409, 410, 413, 422}


class Load:
    """So many acts in a second, by as many hands as it takes."""

    def __init__(
        self, circles: list[Circle], ports: Ports, history: History, rng: Random, rate: float = RATE
    ) -> None:
        self.board, self.ports, self.history = Board(circles, rng), ports, history
        self._rng, self._rate = rng, rate
        self._over, self._lock = threading.Event(), threading.Lock()
        self._next = time.monotonic()
        self._copies = ThreadPoolExecutor(32)
        self._hands = [threading.Thread(target=self._work, daemon=True) for _ in range(HANDS)]

    def start(self) -> None:
        for hand in self._hands:
            hand.start()

    def end(self) -> None:
        """Begin nothing new."""
        self._over.set()

    def stop(self) -> float:
        """Begin nothing new, close what is open, and answer when the end of everything is known."""
        self.end()
        for hand in self._hands:
            if hand.is_alive():
                hand.join(GIVE_UP + 15)
        for act in self.board.closings():
            self.do(act)
        self._copies.shutdown()
        return self.history.note("emptied")

    def do(self, act: Act) -> Any:
        """Do one act until it is known how it ended; the answer if it was done."""
        copies = 4 if self._draw() < FOURFOLD else 1
        done = self._at_once(act, copies) if copies > 1 else self._send(act, self.ports.choose())
        give_up, wait = time.monotonic() + GIVE_UP, AGAIN
        while done is None and time.monotonic() < give_up:
            time.sleep(wait)
            wait = min(2 * wait, LONGEST)
            done = self._send(act, self.ports.choose())
        answer = done.json if done is not None and done.code in (200, 201) else None
        self.board.learn(act, answer)
        if answer and "text" in act.fields and self._draw() < OTHER_WORDS:
            self._send(act, self.ports.choose(), text=act.fields["text"] + " not said")
        return answer

    def _draw(self) -> float:
        with self._lock:
            return self._rng.random()

    def _work(self) -> None:
        while self._waits_its_turn():
            self.do(self.board.choose())

    def _waits_its_turn(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._next = max(self._next + 1 / self._rate, now - 0.5)
            wait = self._next - now
        return not self._over.wait(max(wait, 0))

    def _at_once(self, act: Act, copies: int) -> Answer | None:
        sends = [self._copies.submit(self._send, act, one) for one in self.ports.spread(copies)]
        done = [send.result() for send in sends]
        return next((one for one in done if one is not None), None)

    def _send(self, act: Act, port: int, **other: str) -> Answer | None:
        """Send it once. The answer if that is its end, else none: it is to be sent again."""
        fields = act.fields | other
        facts = {"key": act.key, "port": port}
        self.history.note(
            "invoke",
            **facts,
            kind=act.kind,
            who=act.who.name,
            circle=act.circle.stream,
            about=act.about and act.about.id,
            words=fields.get("text", fields.get("note")),
            other=bool(other),
        )
        begun = time.monotonic()
        try:
            answer = act.who.at(port).post(act.path, act.key, **fields)
        except NoAnswer as fault:
            self.history.note("unknown", **facts, fault=str(fault)[-120:])
            self.ports.shun(port)
            return None
        facts |= {"code": answer.code, "took": time.monotonic() - begun, "other": bool(other)}
        return self._read(answer, facts)

    def _read(self, answer: Answer, facts: dict[str, Any]) -> Answer | None:
        if answer.code in (200, 201) and answer.json["seqs"]:
            told = answer.json
            self.history.note("ok", **facts, id=told["id"], seqs=told["seqs"])
            return answer
        if answer.code in END:
            self.history.note("refused", **facts, said=answer.text[:200])
            return answer
        self.history.note("later", **facts, patient="Retry-After" in answer.headers)
        return None

"""A backup taken while people write is put back: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.client.http import Browser, make_key
from tests.client.reading import fresh_view
from tests.kit import cast
from tests.kit.backup import keep_backup, restore
from tests.protocol.test_streams import changes

RESET_WITHIN = 10


@dataclass
class Outbox:
    """What one client keeps of its acts: section 5, rules 8 and 12."""

    browser: Browser
    circle: str
    acts: list[tuple[str, str]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Say it until it is acknowledged, and keep it."""
        key = make_key()
        self.browser.until(lambda: cast.taken(cast.say(self.browser, self.circle, text, key)))
        self.acts.append((key, text))

    def offer_again(self) -> list[int]:
        """Send everything once more under its key; how it was answered."""
        return [
            cast.say(self.browser, self.circle, text, key).expect(200, 201).code
            for key, text in self.acts
        ]


@contextmanager
def talking(outboxes: list[Outbox]) -> Iterator[None]:
    """Let everybody talk meanwhile."""
    over = threading.Event()

    def talk(outbox: Outbox, name: int) -> None:
        while not over.is_set():
            outbox.say(f"{name} says {len(outbox.acts)}")
            over.wait(0.02)

    threads = [threading.Thread(target=talk, args=(one, name)) for name, one in enumerate(outboxes)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(30)


def words(view) -> list[str]:
    return sorted(card["data"]["text"] for (kind, _), card in view.items() if kind == "message")


def test_a_backup_of_mid_sentence_is_made_whole_by_those_who_spoke(new_service, follow, tmp_path):
    service = new_service().start()
    room = cast.start_room(cast.sign_up_all(service.origin))
    outboxes = [Outbox(one, room.circle) for one in (room.ana, room.ben, room.mo)]
    ben, mo = follow(room.ben), follow(room.mo, by="poll", wait=2)
    old = ben.machine.epoch
    with talking(outboxes):
        room.ana.until(lambda: all(len(one.acts) > 4 for one in outboxes), within=30)
        keep_backup(service, tmp_path / "copy")
        after = [len(one.acts) + 4 for one in outboxes]
        room.ana.until(
            lambda: all(len(o.acts) > n for o, n in zip(outboxes, after, strict=True)), within=30
        )
    said = sorted(text for one in outboxes for _key, text in one.acts)
    ben.wait_until(lambda view: words(view) == said)

    service.stop()
    restore(service, tmp_path / "copy")
    service.start()

    begun = time.monotonic()
    for screen in (ben, mo):
        screen.wait_until(lambda _view, one=screen: one.machine.epoch != old, RESET_WITHIN)
    assert time.monotonic() - begun < RESET_WITHIN
    kept = len(words(fresh_view(room.ana, room.stream)))
    answers = [code for one in outboxes for code in one.offer_again()]
    assert 0 < kept < len(said)
    assert sorted(answers) == [200] * kept + [201] * (len(said) - kept)
    for one in outboxes:  # the lost answer of the second time is asked for once more
        assert set(one.offer_again()) == {200}
    assert words(fresh_view(room.mo, room.stream)) == said
    for screen in (ben, mo):
        screen.wait_until(lambda view: words(view) == said, within=30)
    cards, head = changes(room.ana, room.stream, 0)
    numbers = [card["seq"] for card in cards if card["kind"] == "message"]
    assert numbers == list(range(head - len(said) + 1, head + 1))
    service.stop()

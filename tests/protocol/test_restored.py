"""A backup taken while people write is put back: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import threading
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


def talk_around_a_backup(service, outboxes, copy):
    """Let everybody talk before, while and after the copy is made; all that was acknowledged."""
    with talking(outboxes):
        for more in (4, 8):
            far = [len(one.acts) + more for one in outboxes]
            outboxes[0].browser.until(lambda far=far: is_past(outboxes, far), within=30)
            if not copy.exists():
                keep_backup(service, copy)
    return sorted(text for one in outboxes for _key, text in one.acts)


def is_past(outboxes, far) -> bool:
    return all(len(one.acts) >= mark for one, mark in zip(outboxes, far, strict=True))


def put_back(service, screens, copy):
    """Restore the copy; every open screen begins anew in time."""
    old = screens[0].machine.epoch
    service.stop()
    restore(service, copy)
    service.start()
    for screen in screens:
        screen.wait_until(lambda _view, one=screen: one.machine.epoch != old, RESET_WITHIN)


def test_a_backup_of_mid_sentence_is_made_whole_by_those_who_spoke(new_service, follow, tmp_path):
    with new_service() as service:
        room = cast.start_room(cast.sign_up_all(service.origin))
        outboxes = [Outbox(one, room.circle) for one in (room.ana, room.ben, room.mo)]
        screens = [follow(room.ben), follow(room.mo, by="poll", wait=2)]
        said = talk_around_a_backup(service, outboxes, tmp_path / "copy")
        screens[0].wait_until(lambda view: words(view) == said)

        put_back(service, screens, tmp_path / "copy")
        kept = len(words(fresh_view(room.ana, room.stream)))
        answers = [code for one in outboxes for code in one.offer_again()]

        assert 0 < kept < len(said)
        assert sorted(answers) == [200] * kept + [201] * (len(said) - kept)
        assert {code for one in outboxes for code in one.offer_again()} == {200}
        assert words(fresh_view(room.mo, room.stream)) == said
        for screen in screens:
            screen.wait_until(lambda view: words(view) == said, within=30)
        cards, head = changes(room.ana, room.stream, 0)
        numbers = [card["seq"] for card in cards if card["kind"] == "message"]
        assert numbers == list(range(head - len(said) + 1, head + 1))

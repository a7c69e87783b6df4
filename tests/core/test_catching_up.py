"""Whatever happens in a circle: a snapshot and its changes show what a fresh snapshot shows."""

from __future__ import annotations

import random

import pytest

from accountability.circles import services as circles
from accountability.circles.models import Message, Role, Sharing
from accountability.core import clock, reading
from accountability.core.extensions import db
from accountability.core.streams import Stream
from accountability.streaks import services as streaks
from tests.cast import join
from tests.core.reader import fresh, pages


class Follower:
    """Somebody who took a snapshot once, and asks for changes ever since."""

    def __init__(self, stream: Stream, since: int) -> None:
        self.stream, self.since = stream, since
        self.shown, self.held = fresh(stream, since)

    def sync(self) -> None:
        for frame in [
            frame for page in pages(self.stream, self.held, self.since) for frame in page
        ]:
            place = (frame.get("kind"), frame.get("id"))
            if "gone" in frame:
                self.shown.pop(place, None)
            elif "data" in frame:
                self.shown[place] = frame
            self.held = frame["seq"]


class Life:
    """A circle in which anything may happen that its verbs allow."""

    def __init__(self, cast, seed: int) -> None:
        self.cast, self.chance = cast, random.Random(seed)
        self.circle = cast.circle()
        self.host = cast.member("Ana")
        self.said: list[Message] = []
        self.names = iter(["Noa", "Kim", "Lou", "Eli"])

    def someone(self):
        db.session.expire(self.circle)
        return self.chance.choice(self.circle.members)

    def step(self) -> None:
        often = [self.say, self.say, self.take_back]
        seldom = [self.promote, self.rename, self.share, self.arrive, self.go, self.begin]
        self.chance.choice([*often, *seldom])()

    def say(self) -> None:
        if len(self.said) < reading.TIMELINE - 5:  # milestones may come besides
            self.said.append(circles.post_message(self.someone(), f"word {len(self.said)}"))

    def take_back(self) -> None:
        mine = [one for one in self.said if one.deleted_at is None and one.member.belongs]
        if mine:
            message = self.chance.choice(mine)
            circles.delete_message(message.member, message)

    def promote(self) -> None:
        other = self.someone()
        if other.id != self.host.id:
            circles.change_role(self.host, other, self.chance.choice([Role.MODERATOR, Role.MEMBER]))

    def rename(self) -> None:
        circles.change_circle(
            self.host, name=f"Name {self.chance.random()}", size=12, agreement="We are kind."
        )

    def share(self) -> None:
        streaks.choose_sharing(self.someone(), self.chance.choice(list(Sharing)))

    def arrive(self) -> None:
        if (name := next(self.names, None)) and not self.circle.is_full:
            join(self.circle, self.cast.account(name))

    def go(self) -> None:
        if (other := self.someone()).name not in {"Ana", "Ben"}:
            circles.leave(other)

    def begin(self) -> None:
        streaks.begin_journey(self.someone().account, clock.today_in("UTC"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_snapshot_and_its_changes_show_what_a_fresh_snapshot_shows(context, cast, seed):
    life = Life(cast, seed)
    sinces = [life.host.since_seq, cast.member("Ben").since_seq, cast.member("Mo").since_seq]
    followers = [Follower(life.circle.stream, since) for since in sinces]

    for number in range(40):
        life.step()
        if number % 7 == 0:
            life.chance.choice(followers).sync()
        if number == 20:
            followers.append(Follower(life.circle.stream, life.chance.choice(sinces)))

    for follower in followers:
        follower.sync()
        shown, head = fresh(life.circle.stream, follower.since)
        assert follower.shown == shown
        assert follower.held == head

"""More of everything in the scene: people, words, milestones, alerts, reports, newcomers, circles.

Each round adds the same again, so that what a page asks of the database can be compared between a
few rows and many.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles import services as circles
from accountability.circles.models import Circle, Member, Message
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason
from accountability.streaks import services as streaks
from accountability.streaks.models import CheerWord
from accountability.urges import access as alerts
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
from accountability.urges.models import UrgeAlert
from tests.cast import join, make_account, make_circle

EACH = 3  # of whatever a round adds
ROOMY = 99


class Crowd:
    """The scene with its ids, and rounds of more."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids
        self.rounds = 0

    def comes(self) -> None:
        """Let one more round of everything happen."""
        self.rounds += 1
        walkers = self.one(Circle, "circle")
        with quiet_change():
            db.session.get_one(Circle, walkers.id).size = ROOMY
        fresh = [join(walkers, self._account(f"Friend{number}")) for number in range(EACH)]
        for member in fresh:
            self._speak(member)
            self._walk(member)
            self._hard_hour(member)
            self._care_for(member)
        for _ in range(EACH):
            self.answers()
            self._knock(walkers)
            self._gather()

    def one(self, model: Any, name: str) -> Any:
        """A thing of the scene by its name."""
        return db.session.scalars(select(model).where(model.public_id == self.ids[name])).one()

    def _account(self, name: str) -> Account:
        return make_account(f"{name}-{self.rounds}-{clock.now().timestamp()}")

    def _person(self, name: str) -> Account:
        address = f"{name.lower()}@example.org"
        return db.session.scalars(select(Account).where(Account.email == address)).one()

    def _speak(self, member: Member) -> None:
        noor = next(one for one in member.friends if one.account_id == self._person("Noor").id)
        for _ in range(2):
            said: Message = circles.post_message(member, "Tea?")
            moderation.report(noor, said, reason=Reason.UNKIND, words="That was hard.")

    def _walk(self, member: Member) -> None:
        day = clock.today_in("UTC") - timedelta(days=8)
        streaks.begin_journey(member.account, day)
        for milestone in streaks.find_milestones(member.account):
            for friend in member.friends[:EACH]:
                streaks.cheer_milestone(friend, milestone, CheerWord.WALK)

    def _hard_hour(self, member: Member) -> None:
        first, second = member.friends[:2]
        held = urges.raise_alert(member, note="It is loud.")
        urges.claim(first, held)
        urges.respond(first, held, "I am here.")
        urges.resolve(member, held, Outcome.HELD)
        urges.cheer_alert(second, held, CheerWord.STRONG)
        urges.raise_alert(member, note="It is loud again.")

    def answers(self) -> None:
        """Let friends answer the alerts that wait."""
        for name in ("open", "claimed", "nobody"):
            alert = self.one(UrgeAlert, name)
            friend = next(one for one in alerts.friends_of(alert))
            urges.mark_seen(friend.account, alert)
            urges.call_again(alert.member, alert)
            urges.respond(friend, alert, "I have you.")
            urges.claim(friend, alert)

    def _care_for(self, member: Member) -> None:
        host, moderator = (self._member(name, member.circle) for name in ("Ana", "Mo"))
        words = {"reason": Reason.UNKIND, "words": "Please look."}
        moderation.report(member, moderator, **words)
        moderation.report(member, self._member("Tom", member.circle), **words)
        ground = moderation.Ground(Reason.UNKIND, "A pause.")
        moderation.mute(host, member, ground, clock.now() + timedelta(days=1))

    def _member(self, name: str, circle: Circle) -> Member:
        account = self._person(name)
        return next(one for one in circle.members if one.account_id == account.id)

    def _knock(self, circle: Circle) -> None:
        host = self._member("Ana", circle)
        wishes = [
            circles.ask_to_join(self._account("Knocking"), circles.invite(host), name="Kay")
            for _ in range(EACH)
        ]
        circles.welcome(host, wishes[0])
        circles.invite(host)

    def _gather(self) -> None:
        """Ana gets one more circle, which hears of her alert; Nia waits for a yes in it."""
        circle = make_circle(self._account("Host"))
        join(circle, self._person("Ana"))
        alert = self.one(UrgeAlert, "claimed")
        urges.also_tell(alert.member, alert, circle)
        host = circle.members[0]
        circles.ask_to_join(self._person("Nia"), circles.invite(host), name="Nia")

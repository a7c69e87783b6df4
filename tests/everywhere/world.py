"""A small world in which every write of the service can be tried: who does it, where, with what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from accountability.accounts.access import sign_ins_of
from accountability.accounts.models import STAFF, Account, StaffRole
from accountability.circles import access as circle_doors
from accountability.circles import services as circles
from accountability.circles.models import Circle, Departure, Member, Newcomer, Role
from accountability.core import clock
from accountability.core.change import change, quiet_change
from accountability.core.extensions import Base, db
from accountability.core.owed import name_of
from accountability.core.promises import Promise
from accountability.moderation import sanctioning
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason, Report, Sanction
from accountability.moderation.sanctioning import Ground
from accountability.streaks import services as streaks
from accountability.streaks.models import Milestone
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
from accountability.urges.models import UrgeAlert
from tests.cast import Cast, join, make_circle
from tests.remembered import again

Try = tuple[str, str, dict[str, Any]]
Recipe = Callable[["World"], Try]


def rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables
    }


class World:
    """Ana hosts, Ben belongs, Mo moderates, Cleo is outside. Use inside an app context."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        if not cast.knows_circle():
            again(cast.app, self._settle)
            cast.knows_circle()

    def _settle(self) -> str:
        self.cast.account("Cleo")
        self.cast.account("Dora")
        return self.cast.circle().public_id

    @property
    def circle(self) -> Circle:
        """The circle, as it is now."""
        return self.cast.circle()

    def member(self, name: str) -> Member:
        """Who this person is in the circle."""
        return self.cast.member(name)

    @property
    def room(self) -> str:
        """The address of the circle."""
        return f"/circles/{self.circle.public_id}"

    def remove(self, name: str) -> None:
        """Let somebody be removed from every circle, as the rows say it."""
        for member in circle_doors.my_members(self.cast.account(name).id):
            with change(member.circle.stream):
                member.depart(Departure.REMOVED)

    def newcomer(self, *, welcomed: bool = False) -> Newcomer:
        """Cleo asks to come in; with `welcomed`, she has a yes."""
        invitation = circles.invite(self.member("Ana"))
        newcomer = circles.ask_to_join(self.cast.account("Cleo"), invitation, name="Cleo")
        if welcomed:
            circles.welcome(self.member("Ana"), newcomer)
        return newcomer

    def alert(self, by: str = "Ana") -> UrgeAlert:
        """An open alert."""
        return urges.raise_alert(self.member(by))

    def claimed(self, by: str, holder: str) -> UrgeAlert:
        """An alert that a friend has taken."""
        alert = self.alert(by)
        urges.claim(self.member(holder), alert)
        return alert

    def held(self, by: str = "Ana") -> UrgeAlert:
        """An alert that its author closed as held."""
        alert = self.alert(by)
        urges.resolve(self.member(by), alert, Outcome.HELD)
        return alert

    def milestone(self, by: str = "Ana") -> Milestone:
        """A milestone of seven days."""
        account = self.cast.account(by)
        streaks.begin_journey(account, clock.today_in(account.zone) - timedelta(days=7))
        return streaks.find_milestones(account)[0]

    def report(self, *, claimed: bool = False) -> Report:
        """Ana's report of Ben's message."""
        message = circles.post_message(self.member("Ben"), "unkind words")
        report = moderation.report(self.member("Ana"), message, reason=Reason.UNKIND)
        if claimed:
            moderation.claim_report(self.member("Mo"), report)
        return report

    def muted(self, name: str) -> Sanction:
        """A pause that Mo gave somebody."""
        ground = Ground(rule=Reason.UNKIND, reason="Please be gentler.", report=None)
        until = clock.now() + timedelta(hours=1)
        return sanctioning.mute(self.member("Mo"), self.member(name), ground, until)

    def serve(self, account: Account) -> Account:
        """Let somebody help to run the service."""
        with quiet_change():
            role = db.session.scalar(select(StaffRole).filter_by(name=STAFF))
            account.roles.append(role or StaffRole(name=STAFF))
        return account

    def given_up(self, staff: str) -> str:
        """A promise that was tried often enough; somebody is staff, who may see it."""
        self.serve(self.cast.account(staff))
        now = clock.now()
        with quiet_change():
            owed = Promise(kind="mail", key="given up", about="a" * 22, due_at=now, free_at=now)
            owed.parked_at, owed.tries = now, 12
            db.session.add(owed)
        return name_of(owed.id)

    def other_browser(self, name: str) -> str:
        """Sign somebody in on another browser; the public id of that sign-in."""
        known = {one.public_id for one in sign_ins_of(self.cast.account(name))}
        self.cast.browser(name)
        db.session.rollback()
        now = {one.public_id for one in sign_ins_of(self.cast.account(name))}
        return next(iter(now - known))

    def second_circle(self, by: str, friend: str) -> Circle:
        """Another circle of two people."""
        circle = make_circle(self.cast.account(by), name="Harbour")
        join(circle, self.cast.account(friend))
        return circle

    def role(self, name: str, role: Role) -> None:
        """Give somebody another role."""
        circles.change_role(self.member("Ana"), self.member(name), role)

"""Who has the author of an alert."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.columns import HasPublicId, created, moment, one_while
from accountability.core.extensions import Base
from accountability.urges.company import SILENT_AFTER
from accountability.urges.models import UrgeAlert

ASKED_FOR = timedelta(minutes=10)  # by one pass: its push may have come to naught


class Claim(HasPublicId, Base):
    """One friend says "I have you" and is the one to stay. Silent for three minutes, it lapses."""

    __tablename__ = "claims"
    __table_args__ = (one_while("uq_claims_standing", "alert_id", unset="ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    passed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    claimed_at: Mapped[created]
    spoke_at: Mapped[moment | None]
    ended_at: Mapped[moment | None]

    alert: Mapped[UrgeAlert] = relationship(back_populates="claims")
    member: Mapped[Member] = relationship(lazy="joined", foreign_keys=member_id)
    passed_by: Mapped[Member | None] = relationship(foreign_keys=passed_by_id)

    @property
    def is_asked(self) -> bool:
        """Whether it was passed to this friend, who has not said yes to it by a claim or a word."""
        return self.passed_by_id is not None and self.spoke_at is None

    @property
    def came_at(self) -> datetime | None:
        """When this friend said yes by a claim or a word; None while they are only asked."""
        return self.spoke_at or (None if self.is_asked else self.claimed_at)

    @property
    def asks_anew(self) -> bool:
        """Whether it was passed to a friend whom no pass asked since they came or the author asked.

        Asked once, they are asked for ten minutes: who passes it to them again only goes.
        """
        is_anew, rung_at, came = False, None, self._came()
        for one in self._until_this():
            is_anew = one.passed_by_id is not None and not one._is_asked_since(rung_at, came)
            rung_at = one.claimed_at if is_anew else rung_at
        return is_anew

    def _until_this(self) -> list["Claim"]:
        """The claims of this friend, this one last."""
        earlier = [one for one in self.alert.claims if one.id <= self.id]
        return [one for one in earlier if one.member.account_id == self.member.account_id]

    def _came(self) -> list[datetime]:
        """When this friend came, by claims and by words of their own."""
        account = self.member.account_id
        words = [one for one in self.alert.answers if one.member.account_id == account]
        claimed = [one.came_at for one in self._until_this() if one.came_at]
        return claimed + [one.sent_at for one in words if one.is_own]

    def _is_asked_since(self, rung_at: datetime | None, came: list[datetime]) -> bool:
        """Whether a pass of that moment still asked them when this one came."""
        asked_at = self.alert.called_at or self.alert.raised_at
        if rung_at is None or rung_at < max(asked_at, self.claimed_at - ASKED_FOR):
            return False
        return not any(rung_at <= at < self.claimed_at for at in came)

    @property
    def is_silent(self) -> bool:
        """Whether nothing came from this friend for three minutes."""
        return clock.now() - (self.spoke_at or self.claimed_at) > SILENT_AFTER

    @property
    def over_at(self) -> datetime | None:
        """When it is over by itself: its friend left, or said no word for three minutes."""
        silent_at = None if self.spoke_at else self.claimed_at + SILENT_AFTER
        return min((at for at in (self.member.left_at, silent_at) if at), default=None)

    @property
    def stands(self) -> bool:
        """Whether this friend still has them: not let go, still a member, not silent too long.

        Once a word was said, the claim stays until it is ended.
        """
        if self.ended_at is not None or not self.member.belongs:
            return False
        if not self.alert.hears(self.member):
            return False
        return self.spoke_at is not None or not self.is_silent

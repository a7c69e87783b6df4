"""What was reported, what was done about it, and the record of every act."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member, Role
from accountability.core import clock
from accountability.core.columns import (
    HasPublicId,
    Sealed,
    chosen,
    created,
    moment,
    sealed_column,
)
from accountability.core.extensions import Base


class Reason(StrEnum):
    """Why something is reported. Talking about self-harm is not a rule break; urging it is."""

    UNKIND = "unkind"
    PRESSURE = "pressure"
    EXPOSES = "exposes"
    METHODS = "methods"
    UNSAFE = "unsafe"
    OTHER = "other"


class GoesTo(StrEnum):
    """Who decides. What is about a moderator never reaches the moderators."""

    MODERATORS = "moderators"
    STAFF = "staff"


class CaseEnd(StrEnum):
    """How a report was closed."""

    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class SanctionKind(StrEnum):
    """The ladder inside a circle."""

    WARN = "warn"
    MUTE = "mute"
    REMOVE = "remove"
    BAN = "ban"


class Report(HasPublicId, Base):
    """A complaint about one thing, with its words copied when it was made."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("reporter_id", "about_kind", "about_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    about_kind: Mapped[str] = mapped_column(String(24))
    about_id: Mapped[str] = mapped_column(String(22), index=True)
    about_member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    reason: Mapped[Reason] = mapped_column(chosen(Reason))
    words_sealed: Mapped[bytes | None] = sealed_column()
    evidence_sealed: Mapped[bytes | None] = sealed_column()
    goes_to: Mapped[GoesTo] = mapped_column(chosen(GoesTo))
    made_at: Mapped[created]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    claimed_at: Mapped[moment | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    closed_at: Mapped[moment | None]
    end: Mapped[CaseEnd | None] = mapped_column(chosen(CaseEnd))
    closing_sealed: Mapped[bytes | None] = sealed_column()

    circle: Mapped[Circle] = relationship(lazy="joined")
    reporter: Mapped[Account] = relationship(foreign_keys=[reporter_id], lazy="joined")
    about_member: Mapped[Member] = relationship(lazy="joined")
    claimed_by: Mapped[Account | None] = relationship(foreign_keys=[claimed_by_id])
    words = Sealed("words_sealed")
    evidence = Sealed("evidence_sealed")
    closing = Sealed("closing_sealed")

    @property
    def sealed_owner(self) -> str:
        """The account that reported."""
        return self.reporter.public_id

    @property
    def is_for_staff(self) -> bool:
        """Whether staff decide. What is about a moderator never reaches the moderators."""
        return self.goes_to is GoesTo.STAFF or self.about_member.keeps

    @property
    def state(self) -> str:
        """open, claimed, resolved or dismissed."""
        if self.end is not None:
            return self.end.value
        return "claimed" if self.claimed_at else "open"


class Sanction(HasPublicId, Base):
    """What was decided about a member: which rule, why, until when."""

    __tablename__ = "sanctions"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), index=True)
    kind: Mapped[SanctionKind] = mapped_column(chosen(SanctionKind))
    rule: Mapped[Reason] = mapped_column(chosen(Reason))
    reason_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[created]
    until: Mapped[moment | None]
    lifted_at: Mapped[moment | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    made_as: Mapped[Role | None] = mapped_column(chosen(Role))
    by_staff: Mapped[bool] = mapped_column(default=False)
    report_id: Mapped[int | None] = mapped_column(ForeignKey(Report.id))

    circle: Mapped[Circle] = relationship(lazy="joined")
    member: Mapped[Member] = relationship(lazy="joined")
    reason = Sealed("reason_sealed")

    @property
    def sealed_owner(self) -> str:
        """The member it is about."""
        return self.member.public_id

    @property
    def is_told(self) -> bool:
        """Whether the person hears of it. Nobody writes to somebody who has gone already."""
        return self.reason_sealed is not None

    @property
    def is_on(self) -> bool:
        """Whether it holds now; a timed one ends by itself."""
        return self.lifted_at is None and (self.until is None or clock.now() < self.until)


class BannedAddress(Base):
    """A keyed hash of an address that may not come back to one circle, and the name of its key."""

    __tablename__ = "banned_addresses"

    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), primary_key=True)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    key_name: Mapped[str] = mapped_column(String(8))
    sanction_id: Mapped[int] = mapped_column(ForeignKey(Sanction.id))
    banned_at: Mapped[created]


class AuditEntry(HasPublicId, Base):
    """One act of keeping a circle safe. Only ever added; it holds no words of anybody.

    The circle sees it in neutral words, unless it would show that a moderator was reported.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    member_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    verb: Mapped[str] = mapped_column(String(32))
    before: Mapped[str | None] = mapped_column(String(80))
    after: Mapped[str | None] = mapped_column(String(80))
    rule: Mapped[str | None] = mapped_column(String(24))
    report_id: Mapped[int | None] = mapped_column(ForeignKey(Report.id))
    is_shown: Mapped[bool] = mapped_column(default=True)
    acted_at: Mapped[created]

    circle: Mapped[Circle] = relationship(lazy="joined")
    # Not called `member`: a card is laid out as the words of its `member`, and nobody said an act.
    about: Mapped[Member | None] = relationship(lazy="joined")


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse_rewriting(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
    raise RuntimeError(f"an audit entry is only ever added: {entry.public_id}")

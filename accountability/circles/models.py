"""A circle, who belongs to it, who may come, and what is said in it."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.columns import (
    HasPublicId,
    Sealed,
    chosen,
    created,
    moment,
    one_while,
    sealed_column,
    short_text,
)
from accountability.core.extensions import Base
from accountability.core.names import skeleton
from accountability.core.streams import Stream

INVITATION_LASTS = YES_LASTS = timedelta(hours=72)
FORGOTTEN_AFTER = timedelta(days=30)
REPORTABLE_FOR = timedelta(hours=72)  # what was taken away
LEAST, MOST, USUAL = 3, 12, 8
HUES = (7, 1, 4, 10, 6, 0, 8, 3, 5, 9, 2, 11)  # neighbours in this order are easy to tell apart
MESSAGE_MOST = 2000


class Role(StrEnum):
    """A member's role in a circle, from most to least."""

    HOST = "host"
    MODERATOR = "moderator"
    MEMBER = "member"

    @property
    def rank(self) -> int:
        """Higher may act on lower, never on equal."""
        return {Role.HOST: 2, Role.MODERATOR: 1, Role.MEMBER: 0}[self]


class Sharing(StrEnum):
    """How much of the streak a circle sees."""

    EXACT = "exact"
    ROUGH = "rough"
    HIDDEN = "hidden"


class Departure(StrEnum):
    """How somebody stopped being a member."""

    LEFT = "left"
    REMOVED = "removed"
    BANNED = "banned"


class Answer(StrEnum):
    """What a newcomer was told."""

    WELCOMED = "welcomed"
    DECLINED = "declined"


class Circle(HasPublicId, Base):
    """A few people who keep each other company."""

    __tablename__ = "circles"

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey(Stream.id), unique=True)
    name: Mapped[short_text]
    size: Mapped[int] = mapped_column(default=USUAL)
    agreement: Mapped[str] = mapped_column(Text)
    started_at: Mapped[created]
    closed_at: Mapped[moment | None]
    words_forgotten_at: Mapped[moment | None]

    stream: Mapped[Stream] = relationship(lazy="joined")
    everyone: Mapped[list["Member"]] = relationship(
        back_populates="circle", order_by="Member.id", viewonly=True
    )

    @property
    def members(self) -> list["Member"]:
        """Those who belong to it now."""
        return [member for member in self.everyone if member.left_at is None]

    @property
    def keepers(self) -> list["Member"]:
        """The host and the moderators."""
        return [member for member in self.members if member.keeps]

    @property
    def is_full(self) -> bool:
        """Whether nobody else can join now."""
        return len(self.members) >= self.size

    def free_hue(self) -> int:
        """A hue that no member has."""
        taken = {member.hue for member in self.members}
        return next((hue for hue in HUES if hue not in taken), 0)

    def free_name(self, wanted: str) -> str:
        """The wanted name, with a number after it if a member is called so already."""
        taken = {skeleton(member.name) for member in self.members}
        names = [wanted, *(f"{wanted[:77]} {number}" for number in range(2, MOST + 2))]
        return next(name for name in names if skeleton(name) not in taken)


class Member(HasPublicId, Base):
    """An account inside one circle. Holding a Member is the proof of belonging."""

    __tablename__ = "members"
    __table_args__ = (one_while("uq_members_present", "circle_id", "account_id", unset="left_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    name: Mapped[short_text]
    role: Mapped[Role] = mapped_column(chosen(Role), default=Role.MEMBER)
    hue: Mapped[int] = mapped_column(default=HUES[0])
    sharing: Mapped[Sharing] = mapped_column(chosen(Sharing), default=Sharing.EXACT)
    since_seq: Mapped[int]
    joined_at: Mapped[created]
    left_at: Mapped[moment | None]
    departure: Mapped[Departure | None] = mapped_column(chosen(Departure))
    chosen_at: Mapped[moment | None]
    looked_seq: Mapped[int] = mapped_column(default=0)
    first_friend_id: Mapped[int | None]

    circle: Mapped[Circle] = relationship(lazy="joined", back_populates="everyone")
    account: Mapped[Account] = relationship(lazy="joined")

    @property
    def belongs(self) -> bool:
        """Whether this member may act in the circle now."""
        return self.left_at is None and self.circle.closed_at is None and self.account.active

    @property
    def keeps(self) -> bool:
        """Whether this member keeps the room safe: the host or a moderator."""
        return self.role is not Role.MEMBER

    @property
    def friends(self) -> list["Member"]:
        """The other members of the same circle."""
        return [other for other in self.circle.members if other.id != self.id]

    def depart(self, how: Departure) -> None:
        """Stop belonging, in this way."""
        self.left_at, self.departure, self.role = clock.now(), how, Role.MEMBER

    @property
    def is_alone(self) -> bool:
        """Whether nobody else is in the circle."""
        return not self.friends


class Invitation(HasPublicId, Base):
    """A link by which one person may ask to join one circle: once, and not for long."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    token_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[created]
    revoked_at: Mapped[moment | None]
    used_at: Mapped[moment | None]

    circle: Mapped[Circle] = relationship(lazy="joined")
    member: Mapped[Member] = relationship(lazy="joined")
    token = Sealed("token_sealed")

    @property
    def is_open(self) -> bool:
        """Whether somebody may still use it."""
        unused = self.used_at is None and self.revoked_at is None
        fresh = clock.now() < self.made_at + INVITATION_LASTS
        return unused and fresh and self.member.belongs and self.member.keeps

    @property
    def sealed_owner(self) -> str:
        """The member who invites."""
        return self.member.public_id


class Newcomer(HasPublicId, Base):
    """A person who used an invitation, awaits a yes, and then accepts the agreement."""

    __tablename__ = "newcomers"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    name: Mapped[short_text]
    asked_at: Mapped[created]
    answer: Mapped[Answer | None] = mapped_column(chosen(Answer))
    answered_at: Mapped[moment | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    joined_at: Mapped[moment | None]

    circle: Mapped[Circle] = relationship(lazy="joined")
    invitation: Mapped[Invitation] = relationship(lazy="joined")
    account: Mapped[Account] = relationship(lazy="joined")
    answered_by: Mapped[Member | None] = relationship(lazy="joined")

    @property
    def state(self) -> str:
        """waiting, welcomed, declined or joined."""
        if self.joined_at is not None:
            return "joined"
        return self.answer.value if self.answer else "waiting"


class Message(HasPublicId, Base):
    """Words a member says to the circle outside an alert."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), index=True)
    text_sealed: Mapped[bytes | None] = sealed_column()
    posted_at: Mapped[created]
    deleted_at: Mapped[moment | None]

    circle: Mapped[Circle] = relationship()
    member: Mapped[Member] = relationship(lazy="joined")
    text = Sealed("text_sealed")

    @property
    def sealed_owner(self) -> str:
        """The member who said it."""
        return self.member.public_id

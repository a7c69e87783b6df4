"""How soon a circle asks the next friend, and then everyone."""

from datetime import timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.circles.models import Circle
from accountability.core.extensions import Base
from accountability.urges.ladder import Pace


class CirclePace(Base):
    """The pace that a host chose, in seconds; a circle without one has the usual pace."""

    __tablename__ = "paces"

    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), primary_key=True)
    next_after: Mapped[int]
    everyone_after: Mapped[int]

    @property
    def pace(self) -> Pace:
        """The pace as the ladder takes it."""
        return Pace(timedelta(seconds=self.next_after), timedelta(seconds=self.everyone_after))

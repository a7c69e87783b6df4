"""What the tests of moderation share: staff, things to report, a ground for a decision."""

from accountability.accounts.models import STAFF, Account, StaffRole
from accountability.circles import services as circles
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.moderation import services
from accountability.moderation.models import Reason, Report
from accountability.moderation.services import Ground
from tests.cast import Cast

MARK = "xylophone-marker"


def staff(cast: Cast, name: str = "Sam") -> Account:
    """An account that helps to run the service."""
    account = cast.account(name)
    with quiet_change():
        role = db.session.query(StaffRole).filter_by(name=STAFF).first() or StaffRole(name=STAFF)
        account.roles.append(role)
    return account


def ground(report: Report | None = None) -> Ground:
    """A rule and a reason."""
    return Ground(Reason.UNKIND, "That hurt.", report)


def reported(cast: Cast, about: str = "Ben", by: str = "Ana", **more) -> Report:
    """A report about a message."""
    message = circles.post_message(cast.member(about), MARK)
    return services.report(cast.member(by), message, reason=Reason.UNKIND, **more)

"""What becomes true about notifications."""

from dataclasses import dataclass

from accountability.accounts.models import Account
from accountability.notifications.models import Device, Drill, Notification
from accountability.urges.models import UrgeAlert


@dataclass(frozen=True, slots=True)
class Notified:
    """One account is owed one more thing to be told."""

    notification: Notification


@dataclass(frozen=True, slots=True)
class NewsRead:
    """An account has seen these of its notifications."""

    account: Account
    read: tuple[Notification, ...]


@dataclass(frozen=True, slots=True)
class AlertDelivered:
    """A push service took an alert for one more device."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class DeviceAgreed:
    """A browser may be pushed to from now on."""

    device: Device


@dataclass(frozen=True, slots=True)
class DeviceForgotten:
    """A browser may not be pushed to any more."""

    device: Device


@dataclass(frozen=True, slots=True)
class ReachChosen:
    """An account chose when and by which roads it is told."""

    account: Account


@dataclass(frozen=True, slots=True)
class DrillSent:
    """A member tests whether what is pushed to the circle arrives."""

    drill: Drill

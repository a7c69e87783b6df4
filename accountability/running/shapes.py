"""What changes on screens when the service is looked after: nothing."""

from accountability.core import cards
from accountability.running.events import PromiseOwedAnew

cards.changed_by(PromiseOwedAnew)(lambda _event: [])

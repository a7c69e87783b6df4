"""What the scene tells of a watch: two are there, and one asks another for an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from accountability.core import clock
from accountability.watches import services
from accountability.watches.watching import hour_of

if TYPE_CHECKING:
    from accountability.circles.models import Circle
    from tests.pages.scene import Scene

HOURS = {"Ben": range(-2, 10), "Mo": range(-1, 7)}


def tell(scene: Scene, walkers: Circle) -> None:
    """Let Ben and Mo be on watch for hours to come; Ben asks Mo for one."""
    now = hour_of(clock.now())
    for name, numbers in HOURS.items():
        local = [now + timedelta(hours=number) for number in numbers]
        hours = [(one.weekday(), one.hour) for one in local]
        services.offer_hours(scene.me(name, walkers), hours)
    late = now + timedelta(hours=8)
    scene.ids["hour"] = late.isoformat()
    ben, mo = (scene.me(name, walkers) for name in HOURS)
    scene.keep("swap", services.ask_swap(ben, mo, late))

"""Ten thousand connections on one process. Measured once, for it takes long."""

from bench import machine, targets
from bench.crowd import Crowd
from bench.servers import Place
from bench.table import Figures, Line, at_most, value

MANY, EACH = 10_000, 8
ONCE = True
STAYS = 30.0  # longer than the time between two pings


def measure(place: Place) -> Figures:
    """Open them all, and see who is still there after everybody was pinged."""
    people = MANY // EACH
    with targets.service(place, 0, people) as (server, target), Crowd(target, desks=0) as crowd:
        crowd.connect([number % people for number in range(MANY)])
        before = machine.seconds_of(server.child.pid)
        crowd.listen(STAYS)
        used = machine.seconds_of(server.child.pid) - before
        return {
            "many gone": sum(screen.is_dead for screen in crowd.screens),
            "many descriptors": machine.descriptors_of(server.child.pid) / MANY,
            "many share": used / STAYS * 100,
        }


LINES = [
    Line("10,000 connections: refused or gone", at_most("0"), value("many gone"), "{:.0f}"),
    Line("10,000 connections: descriptors for each", "1", value("many descriptors"), "{:.2f}"),
    Line("10,000 connections, idle: % of a core", "", value("many share"), "{:.0f}"),
]

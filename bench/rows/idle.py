"""Members who only have the page open: memory, descriptors, and how fast they come."""

from bench import machine, targets
from bench.crowd import Crowd, Target
from bench.servers import Place, Server
from bench.table import Figures, Line, at_least, at_most, ratio, value

MANY = 1600  # four screens for each member
WARM = 8


def _idle(server: Server, target: Target, name: str) -> Figures:
    with Crowd(target, deflate=True) as warm:
        warm.connect(range(WARM))
    with Crowd(target, desks=0, deflate=True) as crowd:
        crowd.listen(1)
        memory, files = _held(server)
        rate = crowd.connect([place % targets.MEMBERS for place in range(MANY)])
        crowd.listen(2)
        held, opened = _held(server)
    return {
        f"{name} kilobytes": (held - memory) / MANY,
        f"{name} descriptors": (opened - files) / MANY,
        f"{name} connects": rate,
    }


def _held(server: Server) -> tuple[float, int]:
    return machine.memory_of(server.child.pid), machine.descriptors_of(server.child.pid)


def measure(place: Place) -> Figures:
    """One round, with deflate offered as every browser does."""
    figures: Figures = {}
    for name, start in (("stock", targets.bare), ("idle", targets.service)):
        with start(place) as (server, target):
            figures |= _idle(server, target, name)
    return figures


LINES = [
    Line("memory for each idle member, KB", at_most("80"), value("idle kilobytes"), "{:.0f}"),
    Line(
        "… against stock", at_most("0.5 x"), ratio("idle kilobytes", "stock kilobytes"), "{:.2f} x"
    ),
    Line("descriptors for each connection", "1", value("idle descriptors"), "{:.2f}"),
    Line("… of stock", "", value("stock descriptors"), "{:.2f}"),
    Line("connects/s, until the greeting is there", "", value("idle connects"), "{:,.0f}"),
    Line(
        "… against stock", at_least("0.8 x"), ratio("idle connects", "stock connects"), "{:.2f} x"
    ),
]

"""`./run bench`: the service beside floors that do less, in one run, one after the other."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from bench import machine, targets
from bench.rows import alerts, fanout, idle, late, many, pair, room, slow3g, storm
from bench.servers import ROOT, Place
from bench.table import Figures, drawn

ROWS: dict[str, ModuleType] = {
    "alerts": alerts,
    "fanout": fanout,
    "idle": idle,
    "room": room,
    "many": many,
    "late": late,
    "pair": pair,
    "storm": storm,
    "slow3g": slow3g,
}
MOST_LOST = 5.0  # percent of a second; a round with more says more about the host
MOST_AGAIN = 3  # rounds that are repeated
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def arguments() -> argparse.Namespace:
    """Read what to measure, and how often."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"write into {PAGE.name}")
    asked = parser.parse_args()
    if unknown := set(asked.names) - ROWS.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    return asked


def _round(rows: list[ModuleType], place: Place) -> tuple[Figures, float]:
    lost = machine.lost_to_the_host(machine.cores()[0])
    figures: Figures = {}
    for row in rows:
        figures |= row.measure(place)
    return figures, max(lost, machine.lost_to_the_host(machine.cores()[0]))


def _rounds(rows: list[ModuleType], place: Place, wanted: int) -> tuple[list[Figures], list[str]]:
    """Measure until there are enough quiet rounds, or too many were not."""
    kept: list[Figures] = []
    notes: list[str] = []
    again = MOST_AGAIN
    while len(kept) < wanted:
        figures, lost = _round(rows, place)
        is_kept = lost <= MOST_LOST or again == 0
        again -= not is_kept
        marked = "" if lost <= MOST_LOST else ", disturbed" + (", repeated" * (not is_kept))
        notes.append(f"{lost:.1f} %{marked}")
        print(f"round {len(notes)}: host gaps took {notes[-1]}", flush=True)
        kept += [figures] * is_kept
    return kept, notes


def measured(asked: argparse.Namespace, folder: Path) -> str:
    """Measure, and answer the table with what belongs to it."""
    rows = [ROWS[name] for name in ROWS if not asked.names or name in asked.names]
    often = [row for row in rows if not hasattr(row, "ONCE")]
    place = Place(folder)
    place.seeded(targets.CIRCLES, targets.PEOPLE)
    kept, notes = _rounds(often, place, asked.rounds) if often else ([], [])
    for row in rows:
        if row not in often:
            kept.append(row.measure(place))
    lines = [line for row in rows for line in row.LINES]
    command = " ".join(["./run bench", *asked.names, f"--rounds {asked.rounds}"])
    said = [
        drawn(lines, kept),
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine.described()}.",
        "One core for the server, one for the crowd.",
        f"Host gaps in the second before or after each round: {'; '.join(notes) or 'none taken'}.",
        *_left_out(),
    ]
    return "\n\n".join(said)


def _left_out() -> list[str]:
    """Say which peers are not here."""
    missing = [] if targets.has_node() else ["Node's socket.io"]
    missing += [] if targets.has_prosody() else ["Prosody"]
    return [f"Not installed here, so left out: {', '.join(missing)}."] if missing else []


def write(table: str) -> None:
    """Put the table where it belongs in the page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _old, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}")


def main() -> None:
    """Measure what was asked for."""
    asked = arguments()
    machine.raise_file_limit()
    machine.pin(0, machine.cores()[1])
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as folder:
        table = measured(asked, Path(folder))
    print(f"\n{table}")
    if asked.write:
        write(table)


if __name__ == "__main__":
    main()

"""I6, as a pure function: whoever was taken out of a circle hears nothing more of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.acts import Row, done_of, of_kind


def authority(rows: list[Row]) -> Iterator[str]:
    """No content of after the removal at all, nothing whatever after its deadline, no read."""
    for gone in of_kind(rows, "removed"):
        before, after = _alerts(rows, gone)
        of_circle = {gone["stream"], *before}
        for row in rows:
            if row.get("who") != gone["who"]:
                continue
            if row["what"] == "frame" and (fault := _overheard(row, gone, of_circle, after)):
                yield f"{gone['who']} heard {row['name']} of {row['streams']} {fault}"
            if row["what"] == "read" and _was_read(row, gone, of_circle | after):
                told = f"{row['code']}, up to {row['seq']}"
                yield f"{gone['who']} read {row['stream']} after being taken out: {told}"
        yield from _uncut(rows, gone)


def _alerts(rows: list[Row], gone: Row) -> tuple[set[str], set[str]]:
    """The streams of the circle's alerts that were raised before, and those raised after."""
    before, after = set[str](gone["streams"]), set[str]()
    for act in done_of(rows):
        if act.kind == "alert" and act.circle == gone["stream"]:
            (after if act.begun > gone["at"] else before).update(act.seqs.keys() - {act.circle})
    return before, after - before


def _overheard(row: Row, gone: Row, of_circle: set[str], after: set[str]) -> str | None:
    told = set(row["streams"])
    if told & after:
        return "raised after the removal"
    if told & of_circle and row["at"] > gone["at"] + gone["within"]:
        return f"{row['at'] - gone['at']:.2f} s after the removal"
    is_content = row["name"] == "cards" and row["streams"] == [gone["stream"]]
    return f"at {row['seq']}" if is_content and row["seq"] > gone["seq"] else None


def _was_read(row: Row, gone: Row, streams: set[str]) -> bool:
    """Asked after it, or asked before it and told what came after it."""
    if row["stream"] not in streams or row["code"] == 404:
        return False
    return bool(row["begun"] > gone["at"] or row["seq"] > gone["seq"])


def _uncut(rows: list[Row], gone: Row) -> Iterator[str]:
    """Sockets that were open at the removal are cut by the deadline."""
    closed = {row["wire"]: row["at"] for row in of_kind(rows, "cut")}
    for row in of_kind(rows, "opened"):
        if row["who"] == gone["who"] and row["at"] < gone["at"]:
            late = closed.get(row["wire"], float("inf")) - gone["at"]
            if late > gone["within"]:
                yield f"a socket of {gone['who']} was cut only {late:.2f} s after the removal"

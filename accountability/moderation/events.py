"""What becomes true when a circle is kept safe."""

from dataclasses import dataclass

from accountability.moderation.models import AuditEntry, Report, Sanction


@dataclass(frozen=True, slots=True)
class ReportMade:
    """Somebody reported something; `queries.who_decides` says who is told of it."""

    report: Report


@dataclass(frozen=True, slots=True)
class ReportRepeated:
    """The same person reported the same thing again. Nobody hears of it; it stays one report."""

    report: Report


@dataclass(frozen=True, slots=True)
class ReportClaimed:
    """Somebody who decides took a report on."""

    report: Report


@dataclass(frozen=True, slots=True)
class ReportClosed:
    """A report was looked at to its end. Its reporter hears so, in general terms."""

    report: Report


@dataclass(frozen=True, slots=True)
class SanctionMade:
    """Something was decided about a member, who hears what, why and until when, never by whom."""

    sanction: Sanction


@dataclass(frozen=True, slots=True)
class SanctionLifted:
    """What was decided about a member holds no longer."""

    sanction: Sanction


@dataclass(frozen=True, slots=True)
class ActRecorded:
    """An act of keeping the circle safe stands in its record."""

    act: AuditEntry

"""The table of an attribution: what each disruption did to each KPI, and what they did together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.fragment import fragment
from sim.report.tables import number_text
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from sim.results.attribution import Attribution, Change


def text(attribution: Attribution) -> str:
    """One block for each KPI: each disruption's part, the largest first, and below them the whole."""
    header = _header(attribution)
    body: list[list[str]] = []
    for change in attribution.changes:
        body += _block(attribution, change)
    if not body:
        return "\n".join([title(attribution), "", "no KPI was shared", "", *notes(attribution)]) + "\n"
    widths = [max(len(cells[column]) for cells in (header, *body)) for column in range(len(header))]
    lines = [
        "  ".join(
            cell.ljust(width) if i < 3 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in (header, *body)
    ]
    table = [lines[0], "-" * max(map(len, lines)), *lines[1:]]
    return "\n".join([title(attribution), "", *table, "", *notes(attribution)]) + "\n"


def html(attribution: Attribution) -> str:
    """The same as a fragment of HTML."""
    header = _header(attribution)
    body = [cells for change in attribution.changes for cells in _block(attribution, change)]
    return fragment(title(attribution), header, body, notes(attribution), {0, 1, 2})


def title(attribution: Attribution) -> str:
    """What was shared, in one line."""
    identity = attribution.identity
    variant = f", variant {identity.variant}" if identity.variant else ""
    count, runs = len(attribution.disruptions), attribution.runs
    disruptions = f"{count} disruption{'' if count == 1 else 's'}"
    each = f"{attribution.replications} replication{'' if attribution.replications == 1 else 's'}"
    return f"{identity.scenario}{variant}: what {disruptions} did; {runs} worlds of {each}, seed {identity.seed}"


def notes(attribution: Attribution) -> list[str]:
    """What the reader must know beside the numbers, one line each."""
    found = [
        "Shapley values of the change of each KPI: before rounding, the parts sum to what all disruptions did together."
    ]
    if attribution.pairs:
        found.append(
            f"Parts are estimated from {attribution.pairs} pairs of orders in which disruptions were added; "
            "standard errors are in the results."
        )
    if _has_intervals(attribution):
        found.append(f"± is the half-width of the {CONFIDENCE:.0%} interval of the mean over the replications.")
    if not attribution.is_random:
        found.append("Nothing in this scenario is random: each world ran once, and there is no interval.")
    return found


def _has_intervals(attribution: Attribution) -> bool:
    return any(math.isfinite(change.half_width) for change in attribution.changes)


def _header(attribution: Attribution) -> list[str]:
    return ["KPI", "unit", "disruption", "change", *(["±"] if _has_intervals(attribution) else []), "share"]


def _block(attribution: Attribution, change: Change) -> list[list[str]]:
    parts = sorted(change.parts, key=lambda part: -abs(part.part) if math.isfinite(part.part) else math.inf)
    named = [(part.disruption, part.part, part.half_width) for part in parts]
    rows = []
    for number, (name, part, half_width) in enumerate([*named, ("all together", change.whole, change.half_width)]):
        kpi, unit = (change.kpi, change.unit) if number == 0 else ("", "")
        share = part / change.whole + 0.0 if change.whole else math.nan  # + 0.0: no share is shown as -0
        interval = [number_text(half_width, half_width)] if _has_intervals(attribution) else []
        said = number_text(part, half_width) if interval else number_text(float(f"{part:.6g}"))
        rows.append([kpi, unit, name, said, *interval, f"{share:.1%}" if math.isfinite(share) else "-"])
    return rows

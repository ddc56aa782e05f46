"""The waterfall of costs: what leads from the costs of one run to those of another, whoever draws it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.report.tables import number_text, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.results.run import Run

_SMALL: Final = 5e-4
"""Changes below this share of the total are put together."""
_MOST: Final = 10
"""The most kinds of cost that are shown one by one."""


def costs_of(run: Run) -> dict[str, float]:
    """Total cost of the network by kind, without kinds that cost nothing."""
    found = rows(run.kpis[run.kpis["kpi"] == "total_cost"], "network")
    found = found[found["category"].notna() & (found["mean"].abs() > 0)]
    return {str(kind): float(mean) for kind, mean in zip(found["category"], found["mean"], strict=True)}


def currency_of(run: Run) -> str:
    """The currency of a run; empty where nothing has costs."""
    units = run.kpis.loc[run.kpis["kpi"] == "total_cost", "unit"]
    return str(units.iloc[0]) if len(units) else ""


def steps(before: Mapping[str, float], after: Mapping[str, float]) -> list[tuple[str, float]]:
    """The kinds of cost that changed, in words, and by how much; the largest first, small ones together as the last.

    >>> steps({"holding": 100.0, "backlog": 40.0}, {"holding": 130.0, "lost_sale": 10.0})
    [('backlog', -40.0), ('holding', 30.0), ('lost sale', 10.0)]
    """
    total = sum(before.values())
    changes = {kind: after.get(kind, 0.0) - before.get(kind, 0.0) for kind in sorted({*before, *after})}
    order = sorted((kind for kind in changes if changes[kind]), key=lambda kind: (-abs(changes[kind]), kind))
    shown = [kind for kind in order[:_MOST] if abs(changes[kind]) > _SMALL * abs(total)]
    rest = sum(changes[kind] for kind in order if kind not in shown)
    found = [(kind.replace("_", " "), changes[kind]) for kind in shown]
    return found + ([("all else", rest)] if rest else [])


def amount(value: float, size: float) -> str:
    """Money to six digits of the largest, so that all bars of a picture are told alike."""
    decimals = min(max(5 - math.floor(math.log10(size)), 0), 2) if size > 0 else 2
    return number_text(round(value, decimals))

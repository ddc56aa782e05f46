"""The outcomes of a run: how widely the KPIs of the network scatter over its replications."""

from __future__ import annotations

from typing import Final

TAIL: Final = 0.05
"""The share of outcomes that counts as extreme, on either side."""
OUTCOMES: Final = (
    *("kpi", "unit", "n", "mean", "worse"),
    *("p5", "p5_low", "p5_high", "p95", "p95_low", "p95_high"),
    *("cvar", "cvar_low", "cvar_high"),
)
"""The columns: the name of the KPI and its unit; how many replications define it, and their mean; which side is the
worse one (missing where neither is); the 5th and the 95th percentile over the replications, each with the ends of its
95 % interval; the mean of the worst 5 % of replications, with those of its own."""

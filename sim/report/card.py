"""The card of a run: what a notebook shows of it, in the colours that the notebook has."""

from __future__ import annotations

import html as markup
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from sim.report import tables

if TYPE_CHECKING:
    from sim.results import Run

HEADLINES: Final = (
    *("fill_rate", "on_time_in_full", "order_cycle_time", "backlog", "lost_share"),
    *("total_cost", "cost_rate", "revenue", "operating_profit"),
    *("stock_value", "turns", "throughput", "wip", "utilisation"),
)
"""The KPIs of the card, where the network has them; all others are a click away."""
_CELL: Final = "padding: 0.15em 0.8em; text-align: {}; background: transparent"


def card(run: Run) -> str:
    """The main KPIs of the network as a small table of HTML, and all of them folded away below it."""
    network = tables.rows(run.kpis, "network")
    whole = network[network["category"].isna() & network["mean"].notna()]
    by_name = {str(row["kpi"]): row for row in whole.to_dict("records")}
    lines = [_line(by_name[name]) for name in HEADLINES if name in by_name]
    failed = "" if not run.failures else f"<br>{len(run.failures)} replications failed"
    return (
        f'<div><div style="font-weight: bold">{markup.escape(tables.title(run))}{failed}</div>'
        f'<table style="border-collapse: collapse; margin: 0.4em 0">{"".join(lines)}</table>'
        f"<details><summary>all KPIs of the network</summary>{tables.html(run)}</details></div>"
    )


def _line(row: dict[Any, Any]) -> str:
    mean, half = float(row["mean"]), float(row["half_width"])
    interval = f"± {tables.number_text(half, half)}" if half > 0 else ""
    unit = "" if pd.isna(row["unit"]) else str(row["unit"])
    words = (str(row["kpi"]).replace("_", " "), tables.number_text(mean, half), interval, unit)
    sides = ("left", "right", "left", "left")
    cells = (
        f'<td style="{_CELL.format(side)}">{markup.escape(word)}</td>' for word, side in zip(words, sides, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"

"""The verdict table: what each variant does better, worse, or not distinguishably otherwise than the baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from sim.report import card
from sim.report.comparisons import verdict_of
from sim.report.page.wording import MINUS, change, figure, margin, named
from sim.report.tables import rows
from sim.results.comparison import HEADLINES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results.comparison import Comparison
    from sim.results.run import Run

SIGNS: Final = {"better": "▲", "worse": "▼", "differs": "◆", "cannot distinguish": "≈", "identical": "="}
"""A sign for each verdict, so that it is not told by colour alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; all cells are ready to be read.

    Attributes:
        kpi: The KPI in words.
        unit: Its unit.
        before: Mean of the baseline.
        after: Mean of the variant.
        change: The difference with its sign.
        margin: Half-width of the paired interval; empty where there is none.
        verdict: better, worse, differs, cannot distinguish or identical.
        sign: Its sign.
        p_value: The p-value after Holm.
        correlation: The correlation that pairing achieved.
        n: Number of pairs.
        headline: Whether it is one of the main KPIs.
    """

    kpi: str
    unit: str
    before: str
    after: str
    change: str
    margin: str
    verdict: str
    sign: str
    p_value: str
    correlation: str
    n: int
    headline: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A line of the table of a single run."""

    kpi: str
    mean: str
    number: str
    unit: str
    margin: str
    n: int
    headline: bool


TILES: Final = ("fill_rate", "on_time_in_full", "lost_share", "cost_rate", "operating_profit", "stock_value")
"""The KPIs of a run that are shown large; a share of 0 is not."""
_MONEY: Final = TILES[3:]


def tiles(run: Run) -> list[Measured]:
    """The few figures of a run that everybody asks for first."""
    network_rows = rows(run.kpis[run.kpis["kpi"].isin(TILES)], "network")
    whole = network_rows[network_rows["category"].isna()]
    found = {str(row["kpi"]): row for row in whole.to_dict("records") if math.isfinite(row["mean"])}
    return [_measured(found[name]) for name in TILES if name in found and (name in _MONEY or found[name]["mean"])]


def network(comparison: Comparison, variant: str) -> list[dict[Any, Any]]:
    """The differences of one variant about the network as a whole, the main KPIs first."""
    chosen = comparison.differences[comparison.differences["variant"] == variant]
    return sorted(rows(chosen, "network").to_dict("records"), key=lambda row: _rank(row, HEADLINES))


def table(comparison: Comparison, variant: str) -> list[Row]:
    """The lines of one variant about the network as a whole, without what is 0 or undefined in both."""
    return [_row(row) for row in network(comparison, variant) if says_something(row)]


def measured(run: Run) -> list[Measured]:
    """The KPIs of a run about the network as a whole, the main ones first."""
    found = sorted(rows(run.kpis, "network").to_dict("records"), key=lambda row: _rank(row, card.HEADLINES))
    return [_measured(row) for row in found if not pd.isna(row["mean"])]


def _measured(row: dict[Any, Any]) -> Measured:
    unit = _unit(row)
    return Measured(
        kpi=named(str(row["kpi"]), _category(row)),
        mean=figure(row["mean"], row["half_width"], unit),
        number=figure(row["mean"], row["half_width"], unit if unit == "share" else ""),
        unit="" if unit == "share" else unit,
        margin=margin(row["half_width"], row["mean"], unit),
        n=int(row["n"]),
        headline=_is_headline(row, card.HEADLINES),
    )


def _row(row: dict[Any, Any]) -> Row:
    unit, verdict, wide = _unit(row), verdict_of(row), float(row["half_width"])
    return Row(
        kpi=named(str(row["kpi"]), _category(row)),
        unit=unit,
        before=figure(row["baseline"], wide, unit),
        after=figure(row["mean"], wide, unit),
        change=change(row["difference"], wide, unit),
        margin=margin(wide, row["difference"], unit),
        verdict=verdict,
        sign=SIGNS.get(verdict, ""),
        p_value=_probability(float(row["adjusted"])),
        correlation=f"{row['correlation']:.2f}".replace("-", MINUS) if math.isfinite(row["correlation"]) else "",
        n=int(row["n"]),
        headline=_is_headline(row, HEADLINES),
    )


def _probability(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def says_something(row: Mapping[Any, Any]) -> bool:
    """Whether a figure is there and not 0, in one of the two at least."""
    return any(math.isfinite(row[name]) and row[name] != 0 for name in ("baseline", "mean"))


def _category(row: dict[Any, Any]) -> str | None:
    return None if pd.isna(row["category"]) else str(row["category"])


def _unit(row: dict[Any, Any]) -> str:
    return "" if pd.isna(row["unit"]) else str(row["unit"])


def _is_headline(row: dict[Any, Any], headlines: Sequence[str]) -> bool:
    return _category(row) is None and str(row["kpi"]) in headlines


def _rank(row: dict[Any, Any], headlines: Sequence[str]) -> tuple[int, str, str]:
    kpi, category = str(row["kpi"]), _category(row)
    first = headlines.index(kpi) if kpi in headlines and category is None else len(headlines)
    return first, kpi, category or ""

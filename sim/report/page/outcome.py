"""The outcome of a variant in a sentence or two: what its customers and its owner noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from sim.report.comparisons import verdict_of
from sim.report.page.wording import figure, relative

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SERVICE: Final = {
    "fill_rate": "Customers got {} of what they ordered at once",
    "on_time_in_full": "{} of the order lines were delivered on time and in full",
}
"""What is said of service: of the first that is not 0 on both sides."""


def lead(found: Sequence[Mapping[Any, Any]], baseline: str) -> list[str]:
    """What a variant comes to, in words.

    Args:
        found: Its differences about the network as a whole, without those that are 0 on both sides.
        baseline: What it is compared with.
    """
    whole = {str(row["kpi"]): row for row in found if pd.isna(row["category"]) and row["n"]}
    told = [_against(sentence, whole[kpi], baseline) for kpi, sentence in _SERVICE.items() if kpi in whole][:1]
    if "operating_profit" in whole:
        told.append(_against("Operating profit was {}", whole["operating_profit"], baseline))
    told += _no_gain(whole)
    return [" ".join(told)] if told else []


def _against(sentence: str, row: Mapping[Any, Any], baseline: str) -> str:
    verdict, unit, wide = verdict_of(row), str(row["unit"]), float(row["half_width"])
    before, after = (figure(float(row[side]), wide, unit) for side in ("baseline", "mean"))
    said = sentence.format(after)
    if verdict == "identical":
        return f"{said}, as in {baseline}."
    share = "" if unit == "share" else relative(float(row["baseline"]), float(row["mean"]))
    luck = ", which luck alone could have made" if verdict == "cannot distinguish" else ""
    return f"{said} ({baseline}: {before}{f'; {share}' if share else ''}{luck})."


def _no_gain(whole: Mapping[str, Mapping[Any, Any]]) -> list[str]:
    """Who sells less buys less: lower costs are then no achievement."""
    needed = ("total_cost", "revenue", "operating_profit")
    if any(kpi not in whole for kpi in needed):
        return []
    cost, revenue, profit = (whole[kpi] for kpi in needed)
    if (verdict_of(cost), verdict_of(revenue), verdict_of(profit)) != ("better", "worse", "worse"):
        return []
    saved, missed = (
        figure(-float(row["difference"]), float(row["half_width"]), str(row["unit"])) for row in (cost, revenue)
    )
    return [f"Lower costs are no gain here: they fell by {saved}, revenue by {missed}."]

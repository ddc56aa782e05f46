"""The figures of the cases of canals, ports, floods, depots and textbooks that stand on their page.

``python -m tests.real_cases.passages [case ...]`` measures them again, with intervals.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

import sim
from sim.experiment.statistics import summarise
from tests.real_cases import measured as of
from tests.real_cases.measured import SCENARIOS, Replication


@dataclass(frozen=True)
class Figure:
    """A figure of the page: of which case and variant, under which words, and how it comes out of a replication."""

    case: str
    variant: str | None
    words: str
    value: Callable[[Replication], float]
    digits: int = 0

    @property
    def key(self) -> str:
        """The words that name it on the page."""
        return f"{self.words} (`{self.variant or 'base'}`)"


def _all(
    case: str, words: str, value: Callable[[Replication], float], digits: int, *variants: str | None
) -> list[Figure]:
    return [Figure(case, variant, words, value, digits) for variant in variants]


SERVED: Final = of.kpi("fill_rate", 100.0)
LOST: Final = of.kpi("lost_share", 100.0)
PROFIT: Final = of.kpi("operating_profit", 1e-6)

FIGURES: Final[tuple[Figure, ...]] = (
    Figure("suez_canal", None, "ships that wait when the canal opens", of.ships_before_suez),
    Figure("suez_canal", None, "days until the last of them is through", of.days_for_those, 1),
    Figure("suez_canal", None, "days until no ship waits", of.days_until_nobody_waits, 1),
    *_all(
        *("suez_canal", "% delivered at once in Europe", SERVED, 1),
        *(None, "open_canal", "round_the_cape", "ten_days_of_stock", "three_weeks", "three_weeks_round_the_cape"),
    ),
    Figure("red_sea", None, "% of lines that left the Red Sea", of.lines_that_left),
    *_all(
        *("red_sea", "containers at sea and on the road", of.kpi("in_transit"), 0),
        *(None, "calm_sea", "raise_level", "near_source", "stock_for_a_month"),
    ),
    *_all(
        *("red_sea", "% of sales lost", LOST, 1),
        *(None, "calm_sea", "raise_level", "near_source", "stock_for_a_month"),
    ),
    *_all(
        *("red_sea", "operating profit, million USD", PROFIT, 0),
        *(None, "calm_sea", "raise_level", "near_source", "stock_for_a_month"),
    ),
    *(
        Figure("los_angeles", None, f"ships at anchor, {date}", of.ships_at_anchor(date))
        for date in ("2021-02-01", "2021-06-18", "2021-09-17", "2021-11-12", "2022-01-09")
    ),
    *(
        Figure("los_angeles", None, f"days at anchor, {date}", of.days_at_anchor(date), 1)
        for date in ("2021-09-17", "2021-11-12")
    ),
    *_all(
        *("los_angeles", "ships at anchor, 2022-01-09", of.ships_at_anchor("2022-01-09"), 0),
        *("no_boom", "ten_per_cent", "more_berths", "other_ports"),
    ),
    *(
        Figure("kfc", None, f"restaurants shut, {words}", of.shut(date, hour))
        for words, date, hour in (
            ("Monday 12 h", "2018-02-19", 12),
            ("Monday 21 h", "2018-02-19", 21),
            ("Tuesday 13 h", "2018-02-20", 13),
            ("28 February", "2018-02-28", 13),
        )
    ),
    *_all(
        *("kfc", "restaurants shut, Monday 21 h", of.shut("2018-02-19", 21), 0),
        *("no_change", "in_three_steps", "one_depot_of_three", "fuller_cold_rooms"),
    ),
    *_all(
        *("kfc", "% of sales lost", LOST, 1),
        *(None, "no_change", "in_three_steps", "one_depot_of_three", "fuller_cold_rooms"),
    ),
    *(
        Figure("thailand_floods", None, f"million disks, {words}", of.shipped(since, until))
        for words, since, until in (
            ("3rd quarter of 2011", "2011-07-04", "2011-10-03"),
            ("4th quarter of 2011", "2011-10-03", "2012-01-02"),
            ("1st quarter of 2012", "2012-01-02", "2012-04-02"),
            ("2nd quarter of 2012", "2012-04-02", "2012-07-02"),
            ("3rd quarter of 2012", "2012-07-02", "2012-10-01"),
        )
    ),
    *_all(
        *("thailand_floods", "million disks, 4th quarter of 2011", of.shipped("2011-10-03", "2012-01-02"), 0),
        *("no_flood", "parts_from_elsewhere", "spread_out", "six_weeks_of_stock"),
    ),
    *_all(
        *("thailand_floods", "million disks, 1st quarter of 2012", of.shipped("2012-01-02", "2012-04-02"), 0),
        *("no_flood", "parts_from_elsewhere", "spread_out", "six_weeks_of_stock"),
    ),
    *_all(
        *("closed_centre", "% of sales lost", LOST, 2),
        *(None, "nothing_happens", "neighbours_help", "help_after_two_weeks", "help_with_night_shift"),
    ),
    *_all(
        *("closed_centre", "operating profit, million EUR", PROFIT, 3),
        *(None, "nothing_happens", "neighbours_help", "help_after_two_weeks", "help_with_night_shift"),
    ),
    *_all(
        *("second_source", "% of sales lost", LOST, 1),
        *(None, "share_20", "share_40", "plan", "plan_without_room", "share_20_and_plan", "stock_for_40_days", "calm"),
    ),
    *_all(
        *("second_source", "operating profit, million EUR", PROFIT, 2),
        *(None, "share_20", "share_40", "plan", "plan_without_room", "share_20_and_plan", "stock_for_40_days"),
        *("calm", "calm_share_20", "calm_share_40", "calm_stock_for_40_days"),
    ),
    Figure("tariff", None, "bicycles asked for a day, April to June", of.sold("2025-04-01", "2025-07-01"), 1),
    Figure("tariff", None, "bicycles asked for a day, July to October", of.sold("2025-07-01", "2025-10-31"), 1),
    *_all(
        *("tariff", "% delivered at once", SERVED, 1),
        *(None, "no_tariff", "nobody_moves", "importer_stores", "bought_at_home"),
    ),
    *_all(
        *("tariff", "operating profit, million USD", PROFIT, 2),
        *(None, "no_tariff", "nobody_moves", "importer_stores", "bought_at_home"),
    ),
    *_all(
        *("jit_or_buffer", "% of sales lost", LOST, 1),
        *("kanban_calm", "kanban_storm", "buffer_calm", "buffer_storm"),
    ),
    *_all(
        *("jit_or_buffer", "operating profit, million EUR", PROFIT, 2),
        *("kanban_calm", "kanban_storm", "buffer_calm", "buffer_storm"),
    ),
    *_all(
        *("jit_or_buffer", "stock, thousand EUR", of.kpi("stock_value", 1e-3), 1),
        *("kanban_calm", "kanban_storm", "buffer_calm", "buffer_storm"),
    ),
)
"""All figures of the page that were measured."""


def text(figure: Figure, values: list[float]) -> str:
    """Mean and half-width of the 95 % interval, as the page shows them."""
    found = summarise(np.array(values))
    mean, half_width = float(found.mean), float(found.half_width)
    shown = f"{mean:,.{figure.digits}f}"
    return f"{shown} ± {half_width:,.{figure.digits}f}" if half_width > 0 else shown


def main(cases: list[str]) -> None:
    """Print the figures of the cases, or of all."""
    for figure in FIGURES:
        if not cases or figure.case in cases:
            count = sim.load(next(SCENARIOS.rglob(f"{figure.case}.yaml"))).scenario.replications or 1
            values = [figure.value(Replication.of(figure.case, figure.variant, number)) for number in range(count)]
            sys.stdout.write(f"{figure.case}: {figure.key}: {text(figure, values)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

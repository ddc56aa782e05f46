"""The fire at the supplier: what its variants show, and the picture of it."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from benchmarks import what_if


@pytest.fixture(scope="module")
def result() -> sim.ComparisonResult:
    return what_if.compared()


def test_the_picture_is_what_the_comparison_shows(result: sim.ComparisonResult) -> None:
    drawn = what_if.picture(result)
    assert b"<dc:date>" not in drawn
    assert what_if.PICTURE.read_bytes() == drawn, "write it anew with 'python -m benchmarks.what_if'"


def test_without_a_plan_the_centre_runs_out_and_with_one_it_does_not(result: sim.ComparisonResult) -> None:
    series = result.series.query("site == 'centre' and measure == 'on_hand'")
    in_the_gap = series[(series["time"] >= 120) & (series["time"] < 135)].groupby("variant")["mean"].mean()
    assert in_the_gap["fire"] < 20
    assert in_the_gap["fire_with_plan"] > 1000
    before = series[series["time"] < 84].pivot_table(index="time", columns="variant", values="mean")
    assert np.ptp(before.to_numpy(), axis=1).max() == 0  # one world until it burns


def test_the_plan_keeps_the_customers_and_costs_money(result: sim.ComparisonResult) -> None:
    table = result.table(kpis=["fill_rate", "operating_profit"])
    verdicts = {
        (kpi, variant): table.xs(kpi, level="kpi")[(variant, "verdict")].item()
        for kpi in ("fill_rate", "operating_profit")
        for variant in ("fire", "fire_with_plan")
    }
    assert verdicts["fill_rate", "fire"] == "worse"
    assert result.results["fire_with_plan"].kpi("fill_rate") == result.results["base"].kpi("fill_rate")
    assert verdicts["operating_profit", "fire_with_plan"] == "worse"
    profit = {label: each.kpi("operating_profit") for label, each in result.results.items()}
    assert profit["base"] > profit["fire_with_plan"] > profit["fire"]


def test_an_empty_shelf_is_traced_to_the_fire(result: sim.ComparisonResult) -> None:
    assert "fire at far_factory/kettle since day 85" in str(result.results["fire"].explain("shop_1", "kettle", 125))

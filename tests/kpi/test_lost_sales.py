from __future__ import annotations

from dataclasses import replace

import pytest

from sim.kpi import measure
from tests.kpi.chains import MARKET, SHOP, books, only, value


def test_units_per_time_unit():
    assert value(MARKET, "lost_sales") == pytest.approx(2 / 6)  # 2 apples in 6 days
    assert value(MARKET, "lost_sales", customer="anna", product="apple") == pytest.approx(2 / 6)
    assert value(MARKET, "lost_sales", site="stand", product="pear") == 0.0
    assert value(SHOP, "lost_sales") == 0.0


def test_they_count_when_they_are_lost():
    patient = MARKET.replace("when_short: lost", "when_short: {kind: wait, patience: 1.5}")  # from day 2 to day 3.5
    assert value(patient, "lost_sales", time={"warm_up": 3}) == pytest.approx(2 / 3)
    assert value(patient, "lost_sales", time={"horizon": 3.5}) == 0.0


def test_what_is_lost_at_the_very_end_does_not_count():
    table = measure(replace(books(MARKET), end=2.0))
    assert only(table[table["kpi"] == "lost_sales"]) == 0.0

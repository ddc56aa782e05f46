from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_every_unit_counts_with_its_own_delivery():
    assert value(SHOP, "unit_cycle_time") == pytest.approx(1 / 22)
    assert value(SHOP, "unit_cycle_time", customer="buyers", product="item") == pytest.approx(1 / 22)
    assert value(SHOP, "unit_cycle_time", site="source") == 2.0


def test_units_that_are_not_delivered_do_not_count():
    # Anna has 5 apples and 6 pears at once, Ben 3 pears after two days.
    assert value(MARKET, "unit_cycle_time") == pytest.approx(6 / 14)
    assert value(MARKET, "unit_cycle_time", site="stand", product="pear") == pytest.approx(6 / 9)
    assert math.isnan(value(MARKET, "unit_cycle_time", customer="carl"))


def test_what_arrives_at_the_very_end_does_not_count():
    assert value(PAIR, "unit_cycle_time", site="depot") == 2.0
    assert math.isnan(value(PAIR, "unit_cycle_time", site="depot", time={"horizon": 4}))

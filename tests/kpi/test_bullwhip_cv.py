from __future__ import annotations

import math

import pytest

from tests.kpi.chains import PAIR, SHOP, grains, value


def test_each_against_its_own_mean():
    # Demand 3, 5, 2, 6 with mean 4 and variance 2.5; orders 0, 10, 0, 6 with mean 4 and variance 18.
    assert value(PAIR, "bullwhip_cv", site="shop", product="item") == pytest.approx((18 / 16) / (2.5 / 16))
    assert value(SHOP, "bullwhip_cv", site="shop") == pytest.approx(1.0)


def test_ordering_more_than_is_asked_for_is_no_variation():
    # Periods that begin at 2, 4 and 6: demand 5, 2, 6: mean 13 / 3, variance 26 / 9.
    # Orders 10, 0, 6: mean 16 / 3, variance 152 / 9.
    found = value(PAIR, "bullwhip_cv", site="shop", time={"warm_up": 0.5})
    assert found == pytest.approx((152 / 9) / (16 / 3) ** 2 / ((26 / 9) / (13 / 3) ** 2))
    assert found < value(PAIR, "bullwhip", site="shop", time={"warm_up": 0.5})


def test_amounts_in_steps_are_units():
    fine = PAIR.replace("products: {item: {value: 2}}", "products: {item: {value: 2, step: 0.001, unit: kg}}")
    assert value(fine, "bullwhip_cv", site="shop") == pytest.approx(18 / 2.5)


def test_who_never_orders_has_none():
    assert math.isnan(value(PAIR, "bullwhip_cv", site="depot"))


def test_each_stage_has_its_own_and_the_network_none():
    assert grains(PAIR, "bullwhip_cv") == {("site",), ("site", "product")}

"""Each product over all sites, worked by hand."""

from __future__ import annotations

import pytest

from sim.kpi import KINDS, measure
from tests.kpi.chains import ELSEWHERE, GRAIN, PAIR, TOWNS, books, rows, value

APPLES = {
    "stock_on_hand": 11 / 4,
    "stock_value": 11 / 4 * 1,
    "demand": 8 / 4,
    "fill_rate": 7 / 8,
    "line_fill_rate": 3 / 4,
    "lost_sales": 1 / 4,
    "lost_revenue": 1 * 2 / 4,
    "lost_share": 1 / 8,
    "out_of_stock_share": (0 + 3 / 4) / 2,
    "ready_rate": (4 + 3) / 8,
    "revenue": 7 * 2,
    "total_cost": 11 * 0.5,
    "cost_rate": 11 * 0.5 / 4,
    "profit": 14 - 5.5,
    "stock_value_change": -7 * 1,
    "operating_profit": 14 - 5.5 - 7,
    "turns": 7 / 4 * 365 / (11 / 4),
    "days_of_supply": 11 / 4 / (7 / 4),
    "backlog": 0,
    "on_time_in_full": 3 / 4,
    "open_orders": 0,
}
PEARS = {
    "stock_on_hand": 30 / 4,
    "demand": 7 / 4,
    "fill_rate": 6 / 7,
    "lost_sales": 1 / 4,
    "revenue": 6 * 1,
    "total_cost": 30 * 0.25,
    "profit": 6 - 7.5,
    "operating_profit": 6 - 7.5 - 6 * 0.5,
    "turns": 6 / 4 * 365 / (30 / 4),
}
OF_NO_PRODUCT = {"bullwhip", "bullwhip_cv", "order_fill_rate", "order_on_time_in_full"}
"""Stages have buckets of their own; an order may be of several products."""


@pytest.mark.parametrize("kind", APPLES)
def test_apples_of_both_towns(kind):
    assert value(TOWNS, kind, product="apple") == pytest.approx(APPLES[kind])


@pytest.mark.parametrize("kind", PEARS)
def test_pears_of_both_towns(kind):
    assert value(TOWNS, kind, product="pear") == pytest.approx(PEARS[kind])


@pytest.mark.parametrize("kind", sorted(set(KINDS) - ELSEWHERE))
def test_a_product_has_every_measure_but_those_of_orders_and_single_stages(kind):
    table = rows(TOWNS, kind)
    about = table[table[["site", "customer", "lane", "resource", "category"]].isna().all(axis=1)]["product"].dropna()
    assert about.tolist() == ([] if kind in OF_NO_PRODUCT else ["apple", "pear"])


@pytest.mark.parametrize("kind", sorted(set(KINDS) - OF_NO_PRODUCT - ELSEWHERE))
def test_an_only_product_has_the_figures_of_the_network(kind):
    assert value(PAIR, kind, product="item") == pytest.approx(value(PAIR, kind), nan_ok=True)


@pytest.mark.parametrize("kind", sorted(set(KINDS) & ELSEWHERE))
def test_what_is_not_there_has_no_rows(kind):
    assert rows(TOWNS, kind).empty


def test_a_product_that_nobody_has_asked_for_yet_has_its_rows():
    keys = ["kpi", *GRAIN]
    assert measure(books(TOWNS, horizon=1))[keys].equals(measure(books(TOWNS))[keys])

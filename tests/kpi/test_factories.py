"""Tests of KPIs of stocks, orders and money where goods are made."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kpi.chains import ASSEMBLY, JOINERY, MILL, grains, value


def test_what_is_made_to_order_is_owed_until_it_is_done():
    # 0 to 6, 1 to 9, 8 to 16: not the wood that the third waits for.
    assert value(JOINERY, "backlog") == pytest.approx((6 + 8 + 8) / 20)
    assert value(JOINERY, "backlog", site="joinery", product="table") == pytest.approx(22 / 20)
    assert value(JOINERY, "backlog", site="joinery", product="wood") == 0
    assert value(JOINERY, "backlog", customer="buyers") == pytest.approx(22 / 20)
    assert value(JOINERY, "backlog_share", site="joinery", product="table") == pytest.approx((9 + 7) / 20)
    assert value(JOINERY, "backlog_share", site="joinery", product="wood") == 0


def test_service_of_what_is_made_to_order():
    assert value(JOINERY, "fill_rate") == 0
    assert value(JOINERY, "fill_rate", site="joinery") == 0
    assert value(JOINERY, "order_cycle_time") == pytest.approx((6 + 8 + 8) / 3)
    assert value(JOINERY, "order_cycle_time", site="joinery", product="table") == pytest.approx(22 / 3)
    assert value(JOINERY, "demand", site="joinery") == pytest.approx(3 / 20)
    assert value(JOINERY, "revenue", site="joinery", product="table") == 60


def test_components_are_no_service_of_their_site():
    for kind in ("fill_rate", "ready_rate", "cycle_service", "order_cycle_time", "gamma_service"):
        assert np.isnan(value(JOINERY, kind, site="joinery", product="wood")), kind
        assert np.isnan(value(ASSEMBLY, kind, site="plant", product="bolt")), kind
    assert value(ASSEMBLY, "demand", site="plant") == pytest.approx(5 / 4)
    assert value(ASSEMBLY, "open_orders", site="plant") == 0


def test_lost_orders_are_those_of_buyers():
    text = JOINERY.replace("price: 20,", "price: 20, when_short: lost,")
    # The third order finds no wood: it is lost, and so is what it booked of wood.
    assert value(text, "lost_sales") == pytest.approx(1 / 20)
    assert value(text, "lost_sales", site="joinery", product="table") == pytest.approx(1 / 20)
    assert value(text, "lost_sales", site="joinery", product="wood") == 0
    assert value(text, "schedule_attainment") == 1


def test_costs_of_making():
    assert value(JOINERY, "total_cost", category="production") == 12
    assert value(JOINERY, "total_cost", site="joinery", product="table") == 12
    assert value(JOINERY, "profit") == 60 - 12
    assert value(MILL, "total_cost", category="setup", site="mill", product="meal") == 7
    assert value(MILL, "total_cost", category="running", site="mill") == pytest.approx(2 * 8)
    assert value(MILL, "total_cost", category="running", product="flour") == pytest.approx(2 * 5)
    assert value(MILL, "cost_rate") == pytest.approx((0.5 * 5 + 7 + 16) / 20)
    assert value(MILL, "profit", product="flour") == pytest.approx(4 * 3 - 0.5 * 5 - 10)


def test_production_orders_are_orders():
    # By day 0, 2, 3 of kits, bolts and rods 2 orders each, of boxes 3.
    assert value(ASSEMBLY, "orders_placed") == pytest.approx(9 / 4)
    assert value(ASSEMBLY, "orders_placed", site="plant", product="bolt") == pytest.approx(2 / 4)
    assert value(ASSEMBLY, "order_size", site="plant", product="bolt") == 4
    assert value(ASSEMBLY, "order_size", site="plant", product="rod") == 2


def test_bullwhip_along_the_bill_of_materials():
    for product in ("kit", "bolt", "rod", "box"):
        assert value(ASSEMBLY, "bullwhip", site="plant", product=product) == pytest.approx(1)
        assert value(ASSEMBLY, "bullwhip_cumulative", site="plant", product=product) == pytest.approx(1)
    assert value(ASSEMBLY, "bullwhip", site="plant") == pytest.approx(1)
    assert value(ASSEMBLY, "bullwhip_cumulative") == pytest.approx(1)


def test_components_are_not_the_site_bullwhip():
    # Rods in fours: by day 4, 0, 0, 0 of 3, 0, 1, 0. Nothing but bolts asks for them.
    rods = "rod: {opening: {on_hand: 20}, replenish: {kind: reorder_point, point: 18, quantity: 4}}"
    text = ASSEMBLY.replace("rod: *stock", rods)
    assert value(text, "bullwhip", site="plant", product="rod") == pytest.approx(3 / 1.5)
    assert value(text, "bullwhip", site="plant") == pytest.approx(1)
    assert value(text, "bullwhip_cumulative", product="rod") == pytest.approx(3 / 1.5)
    assert value(text, "bullwhip_cumulative") == pytest.approx((3 + 1.1875) / (1.5 + 1.1875))


def test_goods_sold_leave_the_site():
    # 4 kits and a box left; on hand 20 of each, worth 9, 2, 1 and 3.
    stock, year = 20 * (9 + 2 + 1 + 3), 365 / 4
    assert value(ASSEMBLY, "stock_value") == pytest.approx(stock)
    assert value(ASSEMBLY, "turns") == pytest.approx((4 * 9 + 1) * year / stock)
    assert value(ASSEMBLY, "turns", site="plant") == pytest.approx((4 * 9 + 1) * year / stock)
    assert value(ASSEMBLY, "turns", site="plant", product="bolt") == pytest.approx(8 * year / 20)
    assert value(ASSEMBLY, "days_of_supply", site="plant", product="rod") == pytest.approx(20 / (4 / 4))


def test_sites_that_make_have_the_rows_of_sellers():
    assert ("site", "product") in grains(JOINERY, "fill_rate")
    assert grains(JOINERY, "wip") == {(), ("product",), ("site",), ("site", "product")}


def test_without_a_factory_there_is_nothing_of_it():
    from tests.kpi.chains import SHOP

    for kind in ("utilisation", "oee", "wip", "cycle_time", "throughput", "waiting_for_release", "schedule_attainment"):
        assert grains(SHOP, kind) == set()

"""Tests of utilisation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.kpi import measure
from sim.ledger.tables import State
from tests.kpi.chains import JOINERY, MILL, SHOP, books, grains, value


def test_work_over_all_time():
    # 6 of 20 hours at the saw, 9 at the paint; blocked is not at work.
    assert value(JOINERY, "utilisation", site="joinery", resource="saw") == pytest.approx(6 / 20)
    assert value(JOINERY, "utilisation", site="joinery", resource="paint") == pytest.approx(9 / 20)
    assert value(JOINERY, "utilisation", site="joinery") == pytest.approx(15 / 40)
    assert value(JOINERY, "utilisation") == pytest.approx(15 / 40)


def test_set_up_and_repair_take_capacity():
    parts = {name: value(MILL, "utilisation", category=name) for name in ("processing", "repair", "setup")}
    assert parts == pytest.approx({"processing": 7 / 20, "repair": 1 / 20, "setup": 1 / 20})
    assert value(MILL, "utilisation") == pytest.approx(9 / 20)


def test_working_hours_alone_count():
    # By Monday's noon it has worked for 2 of the 4 hours from 8 to 12; 7 hours are left when the shift ends at 16.
    text = MILL.replace("rate: 1 per hour", "rate: 1 per hour\n        hours: {shifts: [{from: 15 h, to: 19 h}]}")
    assert value(text, "utilisation") == pytest.approx(4 / 4)


BLOCKED = """
# A cutter from 8 to 16 o'clock, and an oven with no room before it that takes 30 hours.
#
#   hour    8      9      10       16   32       39     40         56       64   69
#   cutter  job 1  job 2  blocked  off  blocked  job 3  blocked..  blocked  off       3 h of work in 3 shifts of 8 h
#   oven           job 1                         job 2 ............................job 3
name: bakery
time: {unit: hour, horizon: 72}
products: {bread: {}}
sites:
  bakery:
    kind: factory
    lines: {cutter: {time: 1, hours: {shifts: [{from: 8 h, to: 16 h}]}}, oven: {time: 30, queue: 0}}
    makes: {bread: {route: [cutter, oven], batch: 1}}
  people: {kind: customer, buys: {bread: {from: bakery, demand: {kind: trace, orders: [[0, 5]]}}}}
"""


def test_a_machine_that_is_blocked_over_closing_time_has_no_longer_hours():
    shares = [value(BLOCKED, kpi, site="bakery", resource="cutter") for kpi in ("utilisation", "blocked_share")]
    assert shares == pytest.approx([3 / 24, (6 + 7 + 8) / 24])


def test_starving_out_of_hours_does_not_count():
    """The oven keeps hours too, from 8 to 10: it waits for bread for an hour of the 2 on the first day."""
    text = BLOCKED.replace("queue: 0", "queue: 0, hours: {shifts: [{from: 8 h, to: 10 h}]}")
    text = text.replace("horizon: 72", "horizon: 24")
    assert value(text, "starved_share", site="bakery", resource="oven") == pytest.approx(1 / 2)


def test_hours_are_those_of_the_register():
    """Nothing changes if the oven's closing is not posted, and it is idle at night."""
    text = BLOCKED.replace("queue: 0", "queue: 0, hours: {shifts: [{from: 8 h, to: 10 h}]}")
    ledger = books(text.replace("horizon: 72", "horizon: 24"))
    open_all_day = replace(ledger, states=ledger.states[ledger.states["state"] != State.OFF])
    for kpi, share in (("utilisation", 1 / 2), ("starved_share", 1 / 2)):
        table = measure(open_all_day)
        row = (table["kpi"] == kpi) & (table["resource"] == "oven") & table["category"].isna()
        assert table["value"][row].tolist() == pytest.approx([share])


def test_only_the_period_counts():
    # From hour 5 on: flour until 6, set-up until 7, meal until 9.
    assert value(MILL, "utilisation", time={"warm_up": 5}) == pytest.approx(4 / 15)


def test_grains():
    assert grains(JOINERY, "utilisation") == {
        (), ("category",), ("site",), ("site", "category"), ("site", "resource"), ("site", "resource", "category"),
    }  # fmt: skip
    assert grains(SHOP, "utilisation") == set()


def test_each_machine_where_a_line_has_several():
    text = JOINERY.replace("saw: {time: 2}", "saw: {time: 2, machines: 2}")
    # With two saws the second table is sawn at once, from 1 to 3, and waits on its saw until 5.
    assert value(text, "utilisation", site="joinery", resource="saw") == pytest.approx(6 / 40)
    both = [value(text, "utilisation", site="joinery", resource=f"saw/{number}") for number in (1, 2)]
    assert sorted(both) == pytest.approx([2 / 20, 4 / 20])

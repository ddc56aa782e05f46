"""Tests of performance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.kpi import measure
from tests.kpi.chains import JOINERY, MILL, books, only, value


def test_a_rate_is_kept():
    assert value(MILL, "performance") == pytest.approx(1)
    assert value(JOINERY, "performance", site="joinery", resource="saw") == pytest.approx(1)


def test_a_machine_that_keeps_its_times_is_not_a_millionth_off():
    """A unit takes a seventh of an hour, which is no point of the time grid, and each is a job."""
    text = MILL.replace("rate: 1 per hour", "rate: 7 per hour").replace("line: mill}}", "line: mill, batch: 1}}")
    text = text.replace("flour: {line: mill,", "flour: {line: mill, batch: 1,")
    assert value(text, "performance") == 1


def test_standard_time_over_time_at_work():
    # Had two units an hour been the plan for flour, its 5 hours would have been 2.5.
    ledger = books(MILL)
    accounts = [
        replace(account, route=tuple(replace(step, per_unit=step.per_unit / 2) for step in account.route))
        if account.product == "flour"
        else account
        for account in ledger.register.accounts
    ]
    table = measure(replace(ledger, register=replace(ledger.register, accounts=tuple(accounts))))
    assert only(table[table["kpi"] == "performance"]) == pytest.approx((2.5 + 2) / 7)


def test_only_work_inside_the_period_counts():
    assert value(MILL, "performance", time={"warm_up": 2}) == pytest.approx(1)


def test_units_with_times_of_their_own():
    text = MILL.replace("rate: 1 per hour", "time: {kind: uniform, low: 0.5, high: 1.5}\n        per: unit")
    text = text.replace("[[0, 5]]", "[[0, 4000]]").replace("horizon: 20", "horizon: 6000")
    assert value(text, "performance") == pytest.approx(1, abs=0.02)

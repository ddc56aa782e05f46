from __future__ import annotations

from dataclasses import replace

from sim.report import attribution as report
from tests.attributed import attribution


def test_the_table_says_who_did_what() -> None:
    lines = report.text(attribution(1)).splitlines()
    assert lines[0] == "juice, variant storms: what 3 disruptions did; 8 worlds of 1 replication, seed 3"
    assert lines[2].split() == ["KPI", "unit", "disruption", "change", "share"]
    assert lines[4].split() == ["operating_profit", "EUR", "frost", "-330", "71.7%"]
    assert lines[5].split() == ["strike", "-130", "28.3%"]
    assert lines[6].split() == ["storm", "0", "0.0%"]
    assert lines[7].split() == ["all", "together", "-460", "100.0%"]
    assert "Nothing in this scenario is random" in lines[-1]


def test_intervals_where_there_are_replications() -> None:
    said = report.text(attribution(4))
    assert "±" in said.splitlines()[2]
    assert "68" in said.splitlines()[4]  # 3.182 x 330 x 0.129 / 2


def test_drawn_orders_are_told() -> None:
    assert "estimated from 16 pairs of orders" in report.text(replace(attribution(), pairs=16))


def test_nothing_shared() -> None:
    assert "no KPI was shared" in report.text(replace(attribution(), changes=()))

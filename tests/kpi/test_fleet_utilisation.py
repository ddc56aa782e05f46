from __future__ import annotations

import pytest

from sim.experiment.scene import scene
from sim.kpi import measure
from tests.kpi.haulage import figure
from tests.networks import read, run


def test_time_out_of_hours_counts_only_on_trips():
    on_trips = 3 * 8.75 + 9 + 8.75
    assert figure("fleet_utilisation") == pytest.approx(on_trips / (2 * 48 + 2 * 3.75))
    assert figure("fleet_utilisation", resource="truck") == figure("fleet_utilisation")


def test_a_fleet_of_several_origins_goes_by_its_own_name():
    """Two trips of 2 days from a and two of 6 from b are 16 of the 40 days of both vans: no figure of a, or of b."""
    stock = {"opening": {"on_hand": 0}, "replenish": {"kind": "base_stock", "level": 0}}
    demand = {"kind": "trace", "orders": [[1, 1], [5, 1]]}
    document = {
        "name": "two",
        "time": {"horizon": 20},
        "products": {"x": {}, "y": {}},
        "sites": {
            "a": {"kind": "supplier", "supplies": {"x": {}}},
            "b": {"kind": "supplier", "supplies": {"y": {}}},
            "shop": {"kind": "warehouse", "stock": {"x": dict(stock), "y": dict(stock)}},
            "people": {"kind": "customer", "buys": {name: {"from": "shop", "demand": demand} for name in ("x", "y")}},
        },
        "carriers": {"van": {"vehicles": 2}, "bike": {"vehicles": 1}},
        "lanes": {
            "of_a": {"from": "a", "to": "shop", "by": "van", "lead_time": 1},
            "of_b": {"from": "b", "to": "shop", "by": "van", "lead_time": 3},
        },
    }
    books = run(document)
    table = measure(books)
    rows = table[table["kpi"] == "fleet_utilisation"]
    assert rows["site"].isna().all()
    assert rows["resource"].fillna("all").tolist() == ["all", "van"]
    assert rows["value"].tolist() == pytest.approx([16 / 40] * 2)
    spells = scene(read(document), books).spells
    assert set(zip(spells["group"], spells["site"], strict=True)) == {("van", "van")}

from __future__ import annotations

import pytest

from tests.engine.worlds import customer, lane, play, supplier, warehouse
from tests.kpi.docks import is_silent, value


def shop(**time):
    """50 in stock, of which 5 are sold at 5; 12 are destroyed at 10, and a third of the 33 that are left at 20."""
    strikes = {
        "spill": {"when": {"starts": 10, "lasts": 1}, "what": {"kind": "destruction", "units": 12}},
        "fire": {"when": {"starts": 20, "lasts": 1}, "what": {"kind": "destruction", "share": 1 / 3}},
    }
    return play(
        {"maker": supplier(), "shop": warehouse(50), "buyer": customer("shop", (5, 5))},
        [lane("maker", "shop")],
        horizon=40,
        products={"item": {"value": 3}},
        time=time,
        disruptions={name: {"where": "shop"} | strike for name, strike in strikes.items()},
        active=sorted(strikes),
    )


@pytest.mark.parametrize("at", [{}, {"site": "shop"}, {"product": "item"}, {"site": "shop", "product": "item"}])
def test_units_that_were_destroyed(at):
    assert value(shop(), "written_off", **at) == 12 + 11


def test_only_what_was_destroyed_in_the_period_counts():
    assert value(shop(warm_up=15), "written_off", site="shop") == 11


def test_where_nothing_can_be_destroyed_there_are_no_rows():
    assert is_silent("written_off")

from __future__ import annotations

import pytest

from sim.ledger.digest import digest
from tests.engine.worlds import customer, lane, placed, play, supplier, warehouse


def chain(effect, *orders, when=None):
    """A shop that buys from near by base stock of 50; from 10 to 20 it does otherwise."""
    return play(
        {
            "near": supplier(),
            "far": supplier(),
            "shop": warehouse(50, {"kind": "base_stock", "level": 50}, source="near"),
            "buyer": customer("shop", *orders),
        },
        [lane("near", "shop"), lane("far", "shop", 2)],
        horizon=40,
        disruptions={
            "decision": {
                "where": "shop",
                "when": when or {"starts": 10, "lasts": 10},
                "what": {"kind": "policy", **effect},
            }
        },
        active=["decision"],
    )


ORDERS = ((5, 1), (15, 2), (25, 3))
HIGHER = {"replenish": {"kind": "base_stock", "level": 60}}


def test_another_level_while_it_lasts():
    # 10 more at once; afterwards the stock is 8 above the level (2 were replaced), and 3 are too few to order.
    assert placed(chain(HIGHER, *ORDERS), "shop") == [(5, "near", 1), (10, "near", 10), (15, "near", 2)]


def test_another_level_for_good():
    assert placed(chain(HIGHER | {"for_good": True}, *ORDERS), "shop")[-1] == (25, "near", 3)


@pytest.mark.parametrize(("for_good", "last"), [(False, "near"), (True, "far")])
def test_another_source(for_good, last):
    books = chain({"source": "far", "for_good": for_good}, *ORDERS)
    assert placed(books, "shop") == [(5, "near", 1), (15, "far", 2), (25, last, 3)]


def test_what_changes_nothing_changes_no_digest():
    calm = chain({"source": "far"}, *ORDERS, when={"starts": 10, "lasts": 0})
    other = chain(HIGHER, *ORDERS, when={"kind": "chance", "probability": 0, "starts": 3})
    assert digest(calm) == digest(other)

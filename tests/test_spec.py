"""What every Spec can do."""

from __future__ import annotations

from sim.demand.trace import Trace
from sim.replenishment.opening_play import OpeningPlay
from sim.scenario.customer import Purchase
from sim.scenario.warehouse import Stock


def test_amounts_are_found_wherever_they_stand():
    stock = Stock.model_validate(
        {
            "opening": {"on_hand": 4, "arriving": [{"quantity": 1, "at": 7}, {"quantity": 2, "at": 8}]},
            "replenish": {"first": {"quantity": [5, 6]}, "then": {"kind": "base_stock", "level": 9, "review": 3}},
        }
    )
    assert isinstance(stock.replenish, OpeningPlay)
    assert dict(stock.amounts()) == {
        ("opening", "on_hand"): 4,
        ("opening", "backlog"): 0,
        ("opening", "arriving", 0, "quantity"): 1,
        ("opening", "arriving", 1, "quantity"): 2,
        ("replenish", "first", "quantity", 0): 5,
        ("replenish", "first", "quantity", 1): 6,
        ("replenish", "then", "level"): 9,
    }


def test_a_record_is_one_amount_its_largest():
    assert dict(Trace(orders=((1, 5), (2, 8), (3, 1))).amounts()) == {("orders",): 8}
    purchase = Purchase.model_validate({"demand": {"kind": "poisson", "rate": 7, "quantity": 3}})
    assert dict(purchase.amounts()) == {("demand", "quantity"): 3}

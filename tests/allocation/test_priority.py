"""Allocation by rank of the buyer, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.allocation.priority import Priority


def order(buyer: str, amount: int, whole: bool = False) -> SimpleNamespace:
    return SimpleNamespace(buyer=buyer, open=amount, whole=whole)


def test_ranked_buyers_first_then_the_others_in_sequence():
    waiting = [order("kiosk", 4), order("shop", 3), order("stall", 2), order("clinic", 5), order("shop", 1)]
    rule = Priority(order=["clinic", "shop"])
    assert rule.share(5, waiting) == [0, 0, 0, 5, 0]
    assert rule.share(8, waiting) == [0, 3, 0, 5, 0]
    assert rule.share(9, waiting) == [0, 3, 0, 5, 1]
    assert rule.share(14, waiting) == [4, 3, 1, 5, 1]


def test_the_order_of_the_ranks_has_meaning():
    waiting = [order("a", 4), order("b", 4)]
    assert Priority(order=["a", "b"]).share(5, waiting) == [4, 1]
    assert Priority(order=["b", "a"]).share(5, waiting) == [1, 4]


def test_stock_gathers_for_the_whole_order_of_an_important_buyer():
    waiting = [order("shop", 4), order("clinic", 6, whole=True)]
    assert Priority(order=["clinic"]).share(5, waiting) == [0, 0]
    assert Priority(order=["clinic"]).share(7, waiting) == [1, 6]


def test_a_buyer_has_one_rank():
    with pytest.raises(ValidationError, match="named twice: clinic"):
        Priority(order=["clinic", "shop", "clinic"])

"""First come, first served, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.allocation.first_come import FirstCome


def order(amount: int, whole: bool = False) -> SimpleNamespace:
    return SimpleNamespace(buyer="shop", open=amount, whole=whole)


@pytest.mark.parametrize(("available", "shares"), [(0, [0, 0, 0]), (3, [3, 0, 0]), (7, [5, 2, 0]), (11, [5, 4, 2])])
def test_orders_are_served_in_sequence(available, shares):
    assert FirstCome().share(available, [order(5), order(4), order(3)]) == shares


def test_a_whole_order_that_cannot_be_served_blocks_those_behind():
    waiting = [order(2), order(9, whole=True), order(1)]
    assert FirstCome().share(8, waiting) == [2, 0, 0]
    assert FirstCome().share(11, waiting) == [2, 9, 0]


def test_an_order_served_in_part_blocks_those_behind():
    assert FirstCome().share(4, [order(5), order(0, whole=True), order(1)]) == [4, 0, 0]

"""Fair shares, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.allocation.proportional import Proportional


def orders(*amounts: int, whole: bool = False) -> list[SimpleNamespace]:
    return [SimpleNamespace(buyer="shop", open=amount, whole=whole) for amount in amounts]


@pytest.mark.parametrize(
    ("available", "shares"),
    [
        (60, [30, 20, 10]),  # enough for all
        (30, [15, 10, 5]),  # half for each
        (10, [5, 3, 2]),  # 5, 3 1/3, 1 2/3: the largest remainder gets the last step
        (1, [1, 0, 0]),
        (0, [0, 0, 0]),
    ],
)
def test_shares_are_in_proportion(available, shares):
    assert Proportional().share(available, orders(30, 20, 10)) == shares


def test_of_equal_remainders_the_earlier_order_gets_the_step():
    assert Proportional().share(5, orders(4, 4, 4)) == [2, 2, 1]


def test_large_amounts_are_shared_exactly():
    grams = 10**15
    assert Proportional().share(3 * grams + 2, orders(grams + 1, 3 * grams, 2 * grams)) == [
        grams // 2 + 1,
        3 * grams // 2 + 1,
        grams,
    ]


def test_whole_orders_share_a_pool_that_is_theirs_in_proportion():
    waiting = orders(8, whole=True) + orders(4, whole=True) + orders(12)
    # Of 10 the pool holds 5: the order of 8 does not fit, that of 4 does; 6 are left for the parts.
    assert Proportional().share(10, waiting) == [0, 4, 6]
    # Of 16 the pool holds 8, which serves the first alone.
    assert Proportional().share(16, waiting) == [8, 0, 8]
    # Of 4 the pool holds 2, which serves none: all goes to the order that takes parts.
    assert Proportional().share(4, waiting) == [0, 0, 4]


def test_among_whole_orders_all_stock_is_the_pool():
    assert Proportional().share(9, orders(10, 6, 3, whole=True)) == [0, 6, 3]

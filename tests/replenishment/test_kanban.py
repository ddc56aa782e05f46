from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.errors import InputError
from sim.replenishment.kanban import Kanban


def stock(pieces: int) -> SimpleNamespace:
    return SimpleNamespace(on_hand_and_on_order=pieces)  # the backlog is nothing to a card


@pytest.mark.parametrize(
    ("pieces", "last", "first"),
    [
        (100, 0, 0),  # all cards are on containers
        (99, 0, 20),  # one is opened
        (81, 0, 20),
        (80, 20, 20),  # and now empty
        (79, 20, 40),
        (1, 80, 100),
        (0, 100, 100),
        (105, 0, 0),  # more than the cards stand for: nothing is taken back
    ],
)
def test_a_card_is_free_when_its_container_is_empty_or_opened(pieces, last, first):
    assert Kanban(cards=5, container=20).order_quantity(stock(pieces)) == last
    assert Kanban(cards=5, container=20, detach="first").order_quantity(stock(pieces)) == first


def test_single_pieces_are_a_base_stock_that_no_backlog_raises():
    assert Kanban(cards=4).order_quantity(stock(1)) == 3
    assert Kanban(cards=4, detach="first").order_quantity(stock(1)) == 3


def test_in_steps_a_container_is_a_whole_number_of_them():
    scaled = Kanban(cards=2, container=0.5).in_steps(1000)
    assert scaled.container == 500
    assert scaled.order_quantity(stock(0)) == 1000
    with pytest.raises(InputError, match="less than one step"):
        Kanban(cards=2, container=0.0001).in_steps(1000)

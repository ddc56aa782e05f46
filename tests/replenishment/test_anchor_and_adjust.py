"""Anchor and adjust, by hand and on the board of the beer game."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.forecasting.exponential_smoothing import ExponentialSmoothing
from sim.replenishment.anchor_and_adjust import AnchorAndAdjust

STERMAN = AnchorAndAdjust(target=17, stock_adjustment=0.26, supply_line_weight=0.34)


def test_the_first_order_of_the_beer_game():
    # 4 + 0.26 (17 - 12 - 0.34 * 12) = 4.2392
    view = SimpleNamespace(forecast=4.0, net_stock=12, on_order=12)
    assert STERMAN.order_quantity(view) == pytest.approx(4.2392, abs=1e-12)


def test_never_orders_less_than_nothing():
    assert STERMAN.order_quantity(SimpleNamespace(forecast=4.0, net_stock=60, on_order=12)) == 0


def test_the_forecaster_is_exponential_smoothing_unless_said_otherwise():
    assert STERMAN.forecaster == ExponentialSmoothing(alpha=0.36)
    other = AnchorAndAdjust(**{**STERMAN.model_dump(), "forecast": {"kind": "exponential_smoothing", "alpha": 0.5}})
    assert other.forecaster == ExponentialSmoothing(alpha=0.5)


@pytest.mark.parametrize("key", ["stock_adjustment", "supply_line_weight"])
def test_weights_are_shares(key):
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        AnchorAndAdjust(**{**STERMAN.model_dump(), key: 1.1})


def test_orders_swing_upstream_as_in_the_beer_game():
    """Four stages, real numbers, 52 weeks: an independent board on which the policy alone is ours."""
    largest, cost = _play(STERMAN, weeks=52)
    assert largest == pytest.approx([10.7640594, 15.84068054, 23.74742245, 29.00453995], rel=1e-6)
    assert cost == pytest.approx([311.7200735, 616.3306769, 970.6087808, 939.9365233], rel=1e-6)


def _play(policy: AnchorAndAdjust, weeks: int) -> tuple[list[float], list[float]]:
    stages = range(4)
    stock, owed, expected = [12.0] * 4, [0.0] * 4, [4.0] * 4
    boxes = [deque([4.0, 4.0]) for _ in stages]  # on the way to each stage, next first
    slips = [deque([4.0, 4.0]) for _ in stages]  # orders decided and not yet read by the seller
    slips[3].pop()
    on_order = [sum(boxes[i]) + sum(slips[i]) for i in stages]
    largest, cost = [0.0] * 4, [0.0] * 4
    for week in range(1, weeks + 1):
        incoming = [4.0 if week <= 4 else 8.0] + [slips[i].popleft() for i in range(3)]
        for i in stages:
            arrived = boxes[i].popleft()
            stock[i] += arrived
            on_order[i] -= arrived
        for i in stages:
            shipped = min(stock[i], incoming[i] + owed[i])
            stock[i] -= shipped
            owed[i] += incoming[i] - shipped
            if i > 0:
                boxes[i - 1].append(shipped)
        boxes[3].append(slips[3].popleft())
        for i in stages:
            cost[i] += 0.5 * stock[i] + owed[i]
            expected[i] = 0.36 * incoming[i] + 0.64 * expected[i]
            view = SimpleNamespace(forecast=expected[i], net_stock=stock[i] - owed[i], on_order=on_order[i])
            order = policy.order_quantity(view)
            slips[i].append(order)
            on_order[i] += order
            largest[i] = max(largest[i], order)
    return largest, cost

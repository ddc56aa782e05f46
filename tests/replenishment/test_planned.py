"""Orders fixed in advance."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.replenishment.planned import Planned


def orders(policy: Planned, periods: int) -> list[float]:
    return [policy.order_quantity(SimpleNamespace(period=period)) for period in range(periods)]


def test_follows_the_plan_then_orders_nothing():
    assert orders(Planned(quantities=[90, 0, 120]), 5) == [90, 0, 120, 0, 0]


def test_may_begin_again():
    assert orders(Planned(quantities=[90, 0, 120], repeat=True), 7) == [90, 0, 120, 90, 0, 120, 90]


@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("periods", range(8))
def test_what_it_orders_in_a_run_is_known(periods, repeat):
    policy = Planned(quantities=[90, 0, 120], repeat=repeat)
    assert policy.standing_quantity(float(periods)) == sum(orders(policy, periods))


def test_every_quantity_is_counted_in_steps():
    assert Planned(quantities=[0.5, 2]).in_steps(1000).quantities == (500, 2000)


@pytest.mark.parametrize("quantities", [[], [3, -1]])
def test_a_plan_of_nothing_or_of_less_is_refused(quantities):
    with pytest.raises(ValidationError, match=r"at least 1|greater than or equal to 0"):
        Planned(quantities=quantities)

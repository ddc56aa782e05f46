"""The contract of all replenishment policies."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.forecasting import Forecaster
from sim.replenishment import PeriodicReplenishment, Replenishment, StockView
from tests.contracts import family_contract as contract
from tests.contracts.examples_replenishment import EXAMPLES as MORE

KINDS = sorted(contract.kinds("replenishment"))
EXAMPLES = contract.examples("replenishment", MORE)
CASES = contract.cases(EXAMPLES)


@dataclass(frozen=True)
class View:
    """A stock at rest: what a policy may look at and nothing else, and not to be written to."""

    on_hand: int = 10
    on_order: int = 8
    backlog: int = 3
    orders_since_review: int = 7
    last_order: int = 5
    period: int = 3
    forecast: float = 6.0
    unreleased: int = 2
    review_interval: float = 1.0
    lead_time: float = 3.0

    @property
    def net_stock(self) -> int:
        return self.on_hand - self.backlog

    @property
    def position(self) -> int:
        return self.on_hand + self.on_order - self.backlog

    @property
    def on_hand_and_on_order(self) -> int:
        return self.on_hand + self.on_order

    def times(self, factor: int) -> View:
        amounts = ("on_hand", "on_order", "backlog", "orders_since_review", "last_order", "forecast", "unreleased")
        return replace(self, **{name: getattr(self, name) * factor for name in amounts})


def test_the_view_of_the_tests_offers_what_the_protocol_promises():
    promised = {name for name, value in vars(StockView).items() if isinstance(value, property)}
    assert {name for name in dir(View) if not name.startswith("_")} - {"times"} == promised


views = st.builds(
    View,
    on_hand=st.integers(0, 60),
    on_order=st.integers(0, 60),
    backlog=st.integers(0, 60),
    orders_since_review=st.integers(0, 30),
    last_order=st.integers(0, 30),
    period=st.integers(0, 9),
    forecast=st.integers(0, 30).map(float),
    unreleased=st.integers(0, 30),
)


def policy_of(kind: str, example: dict[str, Any]) -> Replenishment:
    policy = contract.read("replenishment", kind, example)
    assert isinstance(policy, Replenishment)
    return policy


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("replenishment", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("replenishment", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("replenishment", kind, example)

    @given(view=views)
    def test_is_pure(self, kind, example, view):
        policy = policy_of(kind, example)
        state = policy.model_dump()
        before = asdict(view)
        first = policy.order_quantity(view)
        policy.order_quantity(replace(view, on_hand=view.on_hand + 1, period=view.period + 1))
        assert policy.order_quantity(view) == first
        assert asdict(view) == before
        assert policy.model_dump() == state

    @given(view=views, factor=st.sampled_from([2, 10, 1000]))
    def test_counts_the_same_in_any_unit(self, kind, example, view, factor):
        # From thousandths on, so that an example may say 2.5.
        policy, thousandths = policy_of(kind, example), view.times(1000)
        ordered = policy.in_steps(1000).order_quantity(thousandths)
        counted = policy.in_steps(1000 * factor).order_quantity(thousandths.times(factor))
        assert counted == pytest.approx(factor * ordered, rel=1e-9, abs=1e-6)

    def test_has_a_forecaster_or_none(self, kind, example):
        forecaster = policy_of(kind, example).forecaster
        assert forecaster is None or isinstance(forecaster, Forecaster)

    def test_a_policy_of_periods_refuses_to_look_without_a_clock(self, kind, example):
        unwatched = {**example, "review": "continuous"}
        if isinstance(policy_of(kind, example), PeriodicReplenishment):
            assert policy_of(kind, example).review.every is not None
            with pytest.raises(ValidationError, match="must be a clock"):
                contract.read("replenishment", kind, unwatched)
        elif policy_of(kind, example).review == contract.kinds("replenishment")[kind].model_fields["review"].default:
            assert contract.read("replenishment", kind, unwatched).review.every is None
        else:  # its reviews are another policy's
            with pytest.raises(ValidationError, match="'review' belongs to"):
                contract.read("replenishment", kind, {**example, "review": "5 days"})


@pytest.mark.parametrize(
    ("kind", "every"),
    [("base_stock", None), ("min_max", None), ("reorder_point", None), ("order_up_to", 1.0), ("pass_through", 1.0)],
)
def test_has_the_review_that_suits_it(kind, every):
    assert policy_of(kind, EXAMPLES[kind][0]).review.every == every


@pytest.mark.parametrize("kind", ["base_stock", "min_max", "order_up_to", "proportional_order_up_to", "reorder_point"])
@pytest.mark.parametrize("based_on", ["position", "net_stock", "on_hand", "on_hand_and_on_order"])
def test_a_level_is_compared_with_what_the_file_says(kind, based_on):
    class OneMeasure:
        forecast = 6.0
        review_interval = 1.0
        lead_time = 3.0

    view = OneMeasure()
    setattr(view, based_on, 5)  # any other measure would raise AttributeError
    policy = contract.read("replenishment", kind, {**EXAMPLES[kind][0], "based_on": based_on})
    assert policy.order_quantity(view) > 0


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValidationError, match="base_stock"):
        contract.read("replenishment", "basestock", {"level": 3})

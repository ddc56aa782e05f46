"""Fixed orders at first, then any policy."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.replenishment.anchor_and_adjust import AnchorAndAdjust
from sim.spec import families

if TYPE_CHECKING:
    from sim.replenishment.opening_play import OpeningPlay

THEN = {"kind": "base_stock", "level": 20}


def read(value: object) -> OpeningPlay:
    return TypeAdapter(families()["replenishment"].union).validate_python(value)


def orders(policy: OpeningPlay, periods: int) -> list[float]:
    return [policy.order_quantity(SimpleNamespace(period=period, position=11)) for period in range(periods)]


def test_one_quantity_for_some_periods():
    assert orders(read({"first": {"periods": 2, "quantity": 4}, "then": THEN}), 4) == [4, 4, 9, 9]


def test_a_list_of_quantities():
    assert orders(read({"first": {"quantity": [4, 6, 8]}, "then": THEN}), 5) == [4, 6, 8, 9, 9]


def test_kind_may_be_said():
    written = {"first": {"periods": 2, "quantity": 4}, "then": THEN}
    assert read({"kind": "opening_play", **written}) == read(written)


def test_plays_may_be_nested():
    then = {"first": {"quantity": [1, 2, 3]}, "then": THEN}
    assert orders(read({"first": {"periods": 2, "quantity": 4}, "then": then}), 4) == [4, 4, 3, 9]


def test_reviews_and_forecaster_are_those_of_the_policy_that_follows():
    sterman = {"kind": "anchor_and_adjust", "target": 17, "stock_adjustment": 0.26, "supply_line_weight": 0.34}
    policy = read({"first": {"periods": 4, "quantity": 4}, "then": {**sterman, "review": "1 week"}})
    assert isinstance(policy.then, AnchorAndAdjust)
    assert policy.review == policy.then.review
    assert policy.review.every == 7.0
    assert policy.in_steps(10).review.every == 7.0
    assert policy.forecaster is policy.then.forecast
    assert read({"first": {"periods": 4, "quantity": 4}, "then": THEN}).review.every is None


def test_a_review_of_its_own_is_refused():
    with pytest.raises(ValidationError, match="'review' belongs to the policy under 'then'"):
        read({"first": {"periods": 4, "quantity": 4}, "then": THEN, "review": "1 week"})


def test_play_and_policy_are_both_counted_in_steps():
    policy = read({"first": {"quantity": [0.5, 1]}, "then": THEN}).in_steps(10)
    assert (policy.first.quantity, policy.then.level) == ((5, 10), 200)
    assert read({"first": {"periods": 3, "quantity": 0.5}, "then": THEN}).in_steps(10).first.quantity == 5


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"quantity": 4}, "'periods' is missing"),
        ({"periods": 2, "quantity": [4, 4, 4]}, "'periods' is 2, but 'quantity' lists 3 amounts"),
        ({"periods": 0, "quantity": 4}, "greater than or equal to 1"),
        ({"quantity": []}, "at least 1"),
    ],
)
def test_contradictions_are_refused(first, reason):
    with pytest.raises(ValidationError, match=reason):
        read({"first": first, "then": THEN})


def test_a_mistake_inside_is_placed_where_it_stands():
    with pytest.raises(ValidationError) as caught:
        read({"first": {"periods": 2, "quantity": 4}, "then": {"kind": "base_stock", "level": "many"}})
    assert [error["loc"] for error in caught.value.errors()] == [("opening_play", "then", "base_stock", "level")]


def test_a_mapping_without_kind_that_is_no_play_is_refused():
    with pytest.raises(ValidationError, match="kind"):
        read({"level": 20})


def test_the_schema_refers_to_the_family():
    schema = TypeAdapter(families()["replenishment"].union).json_schema()
    kinds = families()["replenishment"].kinds
    assert schema["$defs"]["OpeningPlay"]["properties"]["then"]["discriminator"]["mapping"].keys() == kinds.keys()
    jsonschema.validate({"first": {"periods": 2, "quantity": 4}, "then": THEN}, schema)


def test_a_standing_order_stays_one_behind_the_play():
    then = {"kind": "fixed_interval_quantity", "quantity": 5}
    assert read({"first": {"quantity": [1]}, "then": then}).standing_quantity(10) == 50
    assert read({"first": {"quantity": [1]}, "then": THEN}).standing_quantity(10) is None

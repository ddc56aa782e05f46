"""Shares of the volume, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.sourcing.split import Split


def offers(rule: Split, *ordered: int) -> list[SimpleNamespace]:
    return [SimpleNamespace(site=site, ordered=so_far) for site, so_far in zip(rule.sites, ordered, strict=True)]


def unit_by_unit(rule: Split, steps: int, *ordered: int) -> list[tuple[int, ...]]:
    totals, path = list(ordered), []
    for _ in range(steps):
        chosen = rule.choose(1, offers(rule, *totals))
        totals = [before + part for before, part in zip(totals, chosen, strict=True)]
        path.append(tuple(totals))
    return path


def test_unit_orders_take_turns_by_share():
    rule = Split(shares={"a": 0.6, "b": 0.4})
    # Priorities 0.6/(n + 1/2), 0.4/(n + 1/2): a 1.2, then b 0.8, a 0.4 > b 0.27, b 0.27 > a 0.24, a 0.24 > b 0.16.
    assert unit_by_unit(rule, 5, 0, 0) == [(1, 0), (1, 1), (2, 1), (2, 2), (3, 2)]


def test_quotas_of_unit_orders_are_exact_in_the_long_run():
    rule = Split(shares={"a": 0.7, "b": 0.2, "c": 0.1})
    path = unit_by_unit(rule, 1000, 0, 0, 0)
    for steps in range(10, 1001, 10):
        assert path[steps - 1] == (7 * steps // 10, 2 * steps // 10, steps // 10)


def test_an_order_at_once_equals_the_same_order_step_by_step():
    rule = Split(shares={"a": 0.52, "b": 0.31, "c": 0.17})
    for before in [(0, 0, 0), (40, 0, 3), (0, 200, 0)]:
        path = unit_by_unit(rule, 300, *before)
        for quantity in range(1, 301):
            parts = rule.choose(quantity, offers(rule, *before))
            assert tuple(map(sum, zip(before, parts, strict=True))) == path[quantity - 1]


@given(
    weights=st.lists(st.integers(1, 50), min_size=1, max_size=6),
    data=st.data(),
    quantity=st.integers(1, 10**12),
)
def test_totals_follow_the_shares_as_closely_as_steps_allow(weights, data, quantity):
    rule = Split(shares={f"s{index}": weight / sum(weights) for index, weight in enumerate(weights)})
    before = data.draw(st.lists(st.integers(0, 10**6), min_size=len(weights), max_size=len(weights)))
    parts = rule.choose(quantity, offers(rule, *before))
    totals = [earlier + part for earlier, part in zip(before, parts, strict=True)]
    assert sum(parts) == quantity
    assert min(parts) >= 0
    # No step would have been better placed elsewhere: the rule of Webster (pairwise test).
    for giver, got in enumerate(parts):
        for taker in range(len(parts)):
            if got and taker != giver:
                assert weights[giver] / (totals[giver] - 0.5) >= weights[taker] / (totals[taker] + 0.5) * (1 - 1e-9)


def test_a_source_that_is_ahead_waits_until_the_others_caught_up():
    rule = Split(shares={"a": 0.5, "b": 0.25, "c": 0.25})
    assert rule.choose(12, offers(rule, 20, 0, 0)) == (0, 6, 6)
    assert rule.choose(20, offers(rule, 20, 0, 0)) == (0, 10, 10)
    assert rule.choose(24, offers(rule, 20, 0, 0)) == (2, 11, 11)


def test_ties_go_to_the_first_name():
    rule = Split(shares={"c": 1 / 3, "a": 1 / 3, "b": 1 / 3})
    assert unit_by_unit(rule, 4, 0, 0, 0) == [(1, 0, 0), (1, 1, 0), (1, 1, 1), (2, 1, 1)]


@pytest.mark.parametrize(
    ("shares", "reason"),
    [({"a": 0.5, "b": 0.4}, "sum to 1, not 0.9"), ({"a": 1.0, "b": 0.0}, "above 0"), ({}, "at least 1")],
)
def test_shares_must_make_a_whole(shares, reason):
    with pytest.raises(ValidationError, match=reason):
        Split(shares=shares)


def test_shares_may_be_written_in_per_cent():
    assert Split(shares={"a": "70 %", "b": "30 %"}).shares == {"a": 0.7, "b": 0.3}

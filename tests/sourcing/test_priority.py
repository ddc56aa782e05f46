"""Preferred sources, by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.sourcing.priority import Priority


@pytest.mark.parametrize(
    ("stocks", "chosen"),
    [
        ((10, 99, 99), 0),  # just enough at the first
        ((9, 10, 99), 1),
        ((9, 9, 10), 2),
        ((9, 8, 7), 0),  # none can: the order waits at the first
        ((0, math.inf, 99), 1),
    ],
)
def test_the_first_that_can_deliver_the_whole_gets_all(stocks, chosen):
    rule = Priority(sites=["near", "far", "abroad"])
    offers = [SimpleNamespace(site=site, available=stock) for site, stock in zip(rule.sites, stocks, strict=True)]
    assert rule.choose(10, offers) == tuple(10 if index == chosen else 0 for index in range(3))


def test_the_order_of_the_sites_has_meaning():
    assert Priority(sites=["b", "a"]).sites == ("b", "a")


@pytest.mark.parametrize("sites", [[], ["a", "a"]])
def test_no_source_or_twins_are_refused(sites):
    with pytest.raises(ValidationError, match=r"at least 1|named twice: a"):
        Priority(sites=sites)

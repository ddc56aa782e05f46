"""One source."""

from __future__ import annotations

from types import SimpleNamespace

from sim.sourcing.single import Single


def test_everything_comes_from_the_one_source_even_if_it_is_empty():
    rule = Single(site="plant")
    assert rule.sites == ("plant",)
    assert rule.choose(12, [SimpleNamespace(site="plant", available=0)]) == (12,)

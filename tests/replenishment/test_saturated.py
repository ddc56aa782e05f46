from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.replenishment.saturated import Saturated


@pytest.mark.parametrize(("waiting", "ordered"), [(0, 10), (4, 6), (10, 0), (12, 0)])
def test_one_order_waits_whatever_is_in_stock(waiting, ordered):
    assert Saturated(quantity=10).order_quantity(SimpleNamespace(unreleased=waiting)) == ordered


def test_it_looks_when_a_job_is_released():
    assert Saturated().looks_at == "releases"

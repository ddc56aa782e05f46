"""Tests of wip."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_from_release_to_completion():
    # 0 to 6, 1 to 9, 10 to 16
    assert value(JOINERY, "wip") == pytest.approx((6 + 8 + 6) / 20)
    assert value(JOINERY, "wip", site="joinery", product="table") == pytest.approx(1)


def test_littles_law():
    assert value(JOINERY, "wip") == pytest.approx(value(JOINERY, "throughput") * value(JOINERY, "cycle_time"))


def test_what_is_scrapped_leaves_too():
    # 5 flour from 0 to 6, 2 meal from 0.5 to 9.
    assert value(MILL, "wip") == pytest.approx((5 * 6 + 2 * 8.5) / 20)


def test_in_process_when_the_run_begins():
    # Two come out at 5; at 19 one is sold, and another one released.
    opening = "opening: {arriving: [{quantity: 2, at: 5, from: table}]}"
    stock = f"stock: {{table: {{{opening}, replenish: {{kind: base_stock, level: 2}}}}, wood"
    text = JOINERY.replace("stock: {wood", stock).replace("[[0, 1], [1, 1], [8, 1]]", "[[19, 1]]")
    assert value(text, "wip") == pytest.approx((2 * 5 + 1) / 20)
    assert value(text, "throughput") == pytest.approx(2 / 20)
    assert np.isnan(value(text, "cycle_time"))

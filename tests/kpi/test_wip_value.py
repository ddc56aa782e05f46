"""Tests of wip value."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_components_in_process():
    assert value(JOINERY, "wip_value") == pytest.approx(6 * value(JOINERY, "wip"))
    assert value(MILL, "wip_value") == 0


def test_what_is_in_process_at_the_end_belongs_to_the_company():
    # At 12 the third table is in process: its wood is worth 6. The wood was there at first, and 3 came in at no price.
    time = {"horizon": 12}
    assert value(JOINERY, "stock_value_change", time=time) == pytest.approx(6 - 6 * 2)
    # Two tables were sold for 20; three jobs cost 4 each.
    assert value(JOINERY, "profit", time=time) == pytest.approx(2 * 20 - 3 * 4)
    assert value(JOINERY, "operating_profit", time=time) == pytest.approx(2 * 20 - 3 * 4 - 6)

"""Tests of oee."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_the_product_of_its_parts():
    assert value(MILL, "oee", site="mill", resource="mill") == pytest.approx(7 / 9 * 6 / 7)
    assert value(MILL, "oee", site="mill") == pytest.approx(6 / 9)
    assert value(MILL, "oee") == pytest.approx(6 / 9)
    assert value(JOINERY, "oee") == pytest.approx(1)

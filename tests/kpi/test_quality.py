"""Tests of quality."""

from __future__ import annotations

import pytest

from tests.kpi.chains import MILL, value


def test_good_over_all():
    assert value(MILL, "quality") == pytest.approx(6 / 7)
    assert value(MILL, "quality", product="flour") == pytest.approx(4 / 5)
    assert value(MILL, "quality", site="mill", product="meal") == 1
    assert value(MILL, "quality", site="mill", resource="mill") == pytest.approx(6 / 7)


def test_a_line_answers_for_what_comes_to_it():
    text = MILL.replace("{line: mill}", "{line: other}").replace("    makes", "      other: {time: 1}\n    makes")
    assert value(text, "quality", site="mill", resource="mill") == pytest.approx(4 / 5)
    assert value(text, "quality", site="mill", resource="other") == 1


def test_what_is_scrapped_was_not_delivered():
    # Flour is short by one unit and nothing more is to come.
    assert value(MILL, "open_orders") == 0
    assert value(MILL, "on_time_in_full", product="flour") == 0

"""Tests of waiting for release."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, value


def test_without_wood():
    assert value(JOINERY, "waiting_for_release") == pytest.approx(2 / 20)
    assert value(JOINERY, "waiting_for_release", category="components") == pytest.approx(2 / 20)
    assert value(JOINERY, "waiting_for_release", category="capacity") == 0
    assert value(JOINERY, "waiting_for_release", site="joinery", product="table") == pytest.approx(2 / 20)


def test_before_the_gate():
    # One job at a time: the second table waits from 1 to 5 until the first has left its last line.
    text = JOINERY.replace("saw: {time: 2}", "saw: {time: 2, release: {kind: conwip, jobs: 1}}")
    assert value(text, "waiting_for_release", category="capacity") == pytest.approx(4 / 20)


def test_still_waiting_at_the_end():
    assert value(JOINERY, "waiting_for_release", time={"horizon": 9.5}) == pytest.approx(1.5 / 9.5)

"""Tests of blocked share."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, value


def test_a_job_that_finds_no_room_blocks():
    assert value(JOINERY, "blocked_share", site="joinery", resource="saw") == pytest.approx(1 / 20)
    assert value(JOINERY, "blocked_share", site="joinery", resource="paint") == 0
    assert value(JOINERY, "blocked_share") == pytest.approx(1 / 40)


def test_room_for_one_more_is_enough():
    assert value(JOINERY.replace("queue: 0", "queue: 1"), "blocked_share") == 0

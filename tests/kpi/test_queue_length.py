"""Tests of queue length."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_jobs_before_a_line():
    # The second table waits for the saw from 1 to 2; blocked on the saw it is not before the paint.
    assert value(JOINERY, "queue_length", site="joinery", resource="saw") == pytest.approx(1 / 20)
    assert value(JOINERY, "queue_length", site="joinery", resource="paint") == 0
    assert value(JOINERY, "queue_length") == pytest.approx(1 / 20)


def test_room_between_lines():
    text = JOINERY.replace("queue: 0", "queue: 1")
    assert value(text, "queue_length", site="joinery", resource="paint") == pytest.approx(1 / 20)


def test_what_is_not_taken_up_by_the_end():
    # Meal waits from 0.5 on.
    assert value(MILL, "queue_length", time={"horizon": 4}) == pytest.approx(3.5 / 4)


def test_a_line_twice_in_a_route():
    # Sawn, painted, and sawn again: the first from 5 to 7, the second from 8 to 10.
    text = JOINERY.replace("[saw, paint]", "[saw, paint, saw]").replace("queue: 0", "queue: 5")
    # Before the saw: the second from 1 to 2.  Before the paint: the second from 4 to 5.
    assert value(text, "queue_length", site="joinery", resource="saw") == pytest.approx(1 / 20)
    assert value(text, "queue_length", site="joinery", resource="paint") == pytest.approx(1 / 20)

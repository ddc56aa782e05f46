from __future__ import annotations

from sim.disruption.recovery.step import Step


def test_all_is_over_at_the_end_of_the_window():
    assert Step().stages == ((0.0, 0.0),)

from __future__ import annotations

from types import SimpleNamespace

from sim.sequencing.first_come import FirstCome
from sim.sequencing.shortest_processing_time import ShortestProcessingTime
from tests.sequencing.shops import sequence


def test_looks_at_nothing_but_the_time():
    queue = [SimpleNamespace(duration=time) for time in (5, 3, 4, 3)]
    assert ShortestProcessingTime().choose(queue, None, 0) == 1


def test_makes_the_sum_of_cycle_times_least():
    """Smith's rule on four jobs, worked by hand; they take 4, 1, 3 and 2."""
    ends = sequence(ShortestProcessingTime())
    assert ends == {"J2": 1, "J4": 3, "J3": 6, "J1": 10}
    assert sum(ends.values()) == 20
    assert sum(sequence(FirstCome()).values()) == 27

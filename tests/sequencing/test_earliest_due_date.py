from __future__ import annotations

from types import SimpleNamespace

from sim.sequencing.earliest_due_date import EarliestDueDate
from sim.sequencing.first_come import FirstCome
from tests.sequencing.shops import JOBS, sequence


def test_looks_at_nothing_but_the_date():
    queue = [SimpleNamespace(due_at=time) for time in (5, 3, 4, 3)]
    assert EarliestDueDate().choose(queue, None, 0) == 1


def test_makes_the_largest_lateness_least():
    """Jackson's rule on four jobs, worked by hand: due at 9, 8, 4, 5; they take 4, 1, 3 and 2."""
    ends = sequence(EarliestDueDate())
    assert ends == {"J3": 3, "J4": 5, "J2": 6, "J1": 10}
    assert max(ends[job.name] - job.due_at for job in JOBS) == 1
    first_come = sequence(FirstCome())
    assert max(first_come[job.name] - job.due_at for job in JOBS) == 5

"""A machine and four jobs, to see what comes of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.sequencing import Sequencing


class Job(NamedTuple):
    """A job with a name."""

    name: str
    product: str
    duration: float
    due_at: float


JOBS = (Job("J1", "a", 4, 9), Job("J2", "b", 1, 8), Job("J3", "a", 3, 4), Job("J4", "b", 2, 5))


def sequence(rule: Sequencing, changeover: float = 0) -> dict[str, float]:
    """When each of the jobs is done that wait at time 0; the machine is set up for product a."""
    waiting, running, run, now = list(JOBS), "a", 0, 0.0
    ends: dict[str, float] = {}
    while waiting:
        job = waiting.pop(rule.choose(waiting, running, run))
        now += job.duration + (changeover if job.product != running else 0)
        run = run + 1 if job.product == running else 1
        running = job.product
        ends[job.name] = now
    return ends

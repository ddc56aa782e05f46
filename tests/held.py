"""Replications that wait: those after the sixth end only when somebody ends them, however fast the machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from sim.experiment import replicate

if TYPE_CHECKING:
    from sim.results.run import Failure, Replication

FREE: Final = 6
"""How many replications end."""
_run_replication = replicate.run_replication


def run_replication(task: replicate.Task, number: int) -> Replication | Failure:
    """Like the original; from the seventh on it does not end in time."""
    if number >= FREE:
        time.sleep(120)
    return _run_replication(task, number)

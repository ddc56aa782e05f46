"""A comparison to be stopped from outside, in a process of its own that is there at once."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.api import study

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

    from sim.api import ComparisonResult

VARIANTS: Final = ("base", "lean", "busy")
REPLICATIONS: Final = 5


def context() -> ForkServerContext:
    """Processes that need not import everything anew: ten of them are to be stopped."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.stopped"])
    return found


def compare(scenario: Path, out: Path, *, resume: bool = False) -> ComparisonResult:
    """Compares three variants."""
    question = study.Question(replications=REPLICATIONS, out=out, resume=resume)
    return study.attempt(study.study_of(study.gather([scenario], VARIANTS), question), question)


def compared(scenario: Path, out: Path) -> None:
    """The same for a process, which hands nothing back."""
    compare(scenario, out)

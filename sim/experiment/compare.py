"""Comparing: several variants on the same luck, with the same numbers of replications.

The variants run one after the other, the replications of each side by side. Each writes into a results folder of its
own while it goes on, so that whatever ends the comparison early takes nothing with it that had finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.errors import UsageError
from sim.experiment.differences import differences
from sim.experiment.executors import shielded
from sim.experiment.replicate import replicate
from sim.results import manifest
from sim.results.comparison import Comparison
from sim.results.reading import read
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sim.experiment.plan import Plan
    from sim.results.folder import Folder
    from sim.results.run import Run

MOST: Final = 1_000
"""Variants that one can compare at once."""


@dataclass(frozen=True, slots=True)
class Study:
    """What to compare.

    Attributes:
        scenario: Name of the scenario; of several files, their names.
        plans: What to run, by label, the baseline first; all on one seed, and with the same number of replications.
        changes: What each has otherwise than the baseline, one line each.
        confidence: Of the intervals, and of each family of verdicts.
    """

    scenario: str
    plans: Mapping[str, Plan]
    changes: Mapping[str, tuple[str, ...]]
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        """Refuses what cannot be compared.

        Raises:
            UsageError: There are fewer than two, too many, or one that is counted or measured otherwise.
        """
        if len(self.plans) < 2:
            raise UsageError("there is nothing to compare: name at least two variants, or two files")
        if len(self.plans) > MOST:
            raise UsageError(f"at most {MOST:,} variants can be compared at once, not {len(self.plans):,}")
        base = self.plans[self.baseline]
        for label, plan in self.plans.items():
            _require_comparable(self.baseline, base, label, plan)

    @property
    def baseline(self) -> str:
        """The label of what the others are compared with."""
        return next(iter(self.plans))

    @property
    def count(self) -> int:
        """How many replications will run, of all variants together."""
        return sum(plan.count for plan in self.plans.values())


def compare(
    study: Study,
    folders: Mapping[str, Folder] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Runs what is to be compared, and compares it.

    Ctrl-C ends it early: what had finished is compared, as far as there are pairs, and the status says so.

    Args:
        study: What to compare.
        folders: Where each variant writes its replications, and finds those that are finished; None writes nothing.
        progress: Told how many of how many replications of all variants have ended, each time that one does.

    Raises:
        InputError: A variant turned out not to be runnable.
        RunError: A worker process died; what had finished is in the folders.
        ResultsError: A folder cannot be written.
    """
    runs: dict[str, Run] = {}
    ended = 0
    for label, plan in study.plans.items():
        folder = None if folders is None else folders[label]
        try:
            runs[label] = replicate(plan, folder, _told(progress, ended, study.count))
        except KeyboardInterrupt:
            with shielded():
                runs.update((label, run) for run in _written(folder))
            break
        ended += plan.count
        if runs[label].status == "interrupted":
            break
    with shielded():
        return compared(study, runs)


def _written(folder: Folder | None) -> Iterator[Run]:
    """The run that a folder holds, if it had been written when the interruption came."""
    if folder is not None and manifest.head(folder.path).status != "running":
        yield read(folder.path)


def compared(study: Study, runs: Mapping[str, Run]) -> Comparison:
    """The comparison of the runs that are there; a run that ended before its first replication is not."""
    finished = {label: run for label, run in runs.items() if run.finished or run.status == "finished"}
    return Comparison(
        scenario=study.scenario,
        baseline=study.baseline,
        runs=finished,
        differences=differences(finished, study.baseline, study.confidence),
        changes=study.changes,
        confidence=study.confidence,
        asked=tuple(study.plans),
    )


def _told(progress: Callable[[int, int], None] | None, before: int, total: int) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    tell = progress  # a type checker does not believe that it stays
    return lambda done, _: tell(before + done, total)


def _require_comparable(baseline: str, base: Plan, label: str, plan: Plan) -> None:
    """Refuses to put side by side what is counted in other units or over another span of time."""
    ours, theirs = base.scenario, plan.scenario
    if plan.identity.seed != base.identity.seed:
        raise UsageError(f"{label!r} has another seed than {baseline!r}: they would not meet the same luck")
    if ours.currency != theirs.currency:
        raise UsageError(
            f"{label!r} counts in {theirs.currency} and {baseline!r} in {ours.currency}: money cannot be compared; "
            "give both files one currency"
        )
    if ours.time.unit != theirs.time.unit:
        raise UsageError(
            f"{label!r} counts time by the {theirs.time.unit} and {baseline!r} by the {ours.time.unit}: rates and "
            "waits cannot be compared; give both files one time.unit"
        )
    spans = [(each.time.warm_up, each.time.horizon) for each in (ours, theirs)]
    if spans[0] != spans[1]:
        raise UsageError(
            f"{label!r} is not measured over the same time as {baseline!r}: sums cannot be compared; "
            "give both one time.warm_up and time.horizon"
        )

"""Comparing: which variants, how often, on what luck, and where it is kept."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import __version__
from sim.api.arguments import folder_path, require_whole
from sim.api.comparison import ComparisonResult, require_labels, require_names
from sim.api.reading import load
from sim.api.result import Result
from sim.api.tapes import played_to
from sim.errors import RunError, UsageError
from sim.experiment import compare as experiment
from sim.experiment import pilot
from sim.experiment.compare import Study, compared
from sim.experiment.executors import shielded
from sim.experiment.plan import REPLICATIONS, Plan
from sim.names import nearest
from sim.results import Identity, claimed
from sim.results import comparison as kept
from sim.results.comparison import BASE
from sim.results.files import write_text
from sim.results.folder import PAGE
from sim.results.lock import locked
from sim.results.run import CONFIDENCE
from sim.scenario import Loaded, difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sim.results import Tape


@dataclass(frozen=True, slots=True)
class Question:
    """How to compare.

    Attributes:
        seed: Seed of all luck; None for the baseline's own.
        replications: How many of each; None for the baseline's own number or 30. 1 of what is not random.
        workers: How many processes at most.
        out: The folder of the comparison; None writes nothing.
        resume: Whether to keep the finished replications that the folder holds.
        force: Whether to discard other results that the folder holds.
        confidence: Of the intervals, and of each family of verdicts.
        command: The command line that asks; empty if there is none.
        progress: Told how many of how many replications of all variants have ended.
        page: Whether to write the page, ``report.html``, into the folder.
    """

    seed: int | None = None
    replications: int | None = None
    workers: int = 1
    out: str | Path | None = None
    resume: bool = False
    force: bool = False
    confidence: float = CONFIDENCE
    command: str = ""
    progress: Callable[[int, int], None] | None = None
    page: bool = True

    def __post_init__(self) -> None:
        """Refuses what cannot be done.

        Raises:
            UsageError: A number is out of range, or an option needs a folder and there is none.
        """
        for name, least in (("seed", 0), ("replications", 1), ("workers", 1)):
            if getattr(self, name) is not None:
                require_whole(name, getattr(self, name), least)
        if isinstance(self.confidence, bool) or not isinstance(self.confidence, int | float):
            raise UsageError(f"confidence must be a number between 0 and 1, not {self.confidence!r:.80}")
        if not 0.0 < self.confidence < 1.0:
            raise UsageError(f"confidence must be between 0 and 1, e.g. 0.95, not {self.confidence!r}")
        if self.out is not None:
            folder_path(self.out)
        if self.progress is not None and not callable(self.progress):
            raise UsageError(f"progress must be a function of two numbers, not {self.progress!r:.80}")
        if self.out is None and self.resume:
            raise UsageError("there is no results folder to resume from: name one")


def compare(  # noqa: PLR0913 - the options of one call, all with a default
    scenario: str | Path | Sequence[str | Path],
    *,
    variants: Sequence[str] | None = None,
    baseline: str | None = None,
    settings: Sequence[Any] = (),
    seed: int | None = None,
    replications: int | None = None,
    workers: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    confidence: float = CONFIDENCE,
    progress: Callable[[int, int], None] | None = None,
    page: bool = True,
) -> ComparisonResult:
    """Runs variants on the same luck, and says what differs.

    Args:
        scenario: A scenario file, or several to put side by side.
        variants: Of one file: which, ``base`` being the file as it stands; None for it and all its variants.
        baseline: What the others are compared with; None for ``base``, or for the first file.
        settings: Values to set by path in all of them.
        seed: Seed of all luck; None for the baseline's own.
        replications: How many of each; None for the baseline's own number or 30. 1 of what is not random.
        workers: How many processes at most; changes no number. Above 1, a script must start in
            ``if __name__ == "__main__":``.
        out: The folder of the comparison; None writes nothing.
        resume: Whether to keep the finished replications that the folder holds.
        force: Whether to discard other results that the folder holds.
        confidence: Of the intervals, and of each family of verdicts.
        progress: Told how many of how many replications of all variants have ended.
        page: Whether to write the page, ``report.html``, into the folder.

    Returns:
        What was found. A warning says so if a replication failed; it is left out of the pairs.

    Raises:
        ScenarioError: A file has mistakes.
        UsageError: An option does not fit, or what is named cannot be compared.
        RunError: A variant of which no replication finished.
        KeyboardInterrupt: Ctrl-C; what had finished is in the folder, if there is one.
    """
    question = Question(seed, replications, workers, out, resume, force, confidence, progress=progress, page=page)
    sources = [scenario] if isinstance(scenario, str | os.PathLike) else list(scenario)
    found = attempt(study_of(gather(sources, variants, baseline, settings), question), question)
    if found.status == "interrupted":
        raise KeyboardInterrupt
    told = []
    for label, run in found.comparison.runs.items():
        if not run.failures:
            continue
        first = run.failures[0]
        summary = f"{label}: {len(run.failures)} of {run.asked} replications failed"
        told.append(f"{summary}; number {first.replication}: {first.message}")
        if not run.finished:
            raise RunError(f"{told[-1]}\n{first.trace}".rstrip())
    if told:
        warnings.warn("\n".join(told), RuntimeWarning, stacklevel=2)
    return found


def gather(
    sources: Sequence[str | Path],
    variants: Sequence[str] | None = None,
    baseline: str | None = None,
    settings: Sequence[Any] = (),
) -> dict[str, Loaded]:
    """Reads what is to be compared.

    Args:
        sources: One scenario file, or several to put side by side.
        variants: Of one file: which, ``base`` being the file as it stands; None for it and all its variants.
        baseline: What the others are compared with; None for ``base``, or for the first file.
        settings: Values to set by path in all of them.

    Returns:
        By label, the baseline first: the names of variants; of several files those of the scenarios, and where two
        scenarios have the same, those of the files.

    Raises:
        ScenarioError: A file has mistakes.
        UsageError: There is no such file, variant or baseline, or a label appears twice.
    """
    if not sources:
        raise UsageError("name a scenario to compare the variants of, or several")
    if len(sources) > 1:
        if variants is not None:
            raise UsageError("several files are compared as they stand: there is no use for variants")
        found = _files(sources, settings)
        first = baseline or next(iter(found))
        if first not in found:
            raise UsageError(f"there is no {first!r} to compare with; {nearest(first, list(found))}")
    else:
        found, first = _variants(sources[0], variants, baseline or BASE, settings)
    require_labels(found)
    return {first: found[first], **found}


def study_of(loaded: Mapping[str, Loaded], question: Question) -> Study:
    """What to run for a question: all on the baseline's seed, and as often as the baseline.

    Raises:
        UsageError: They cannot be compared.
    """
    base = next(iter(loaded.values())).scenario
    seed = base.seed if question.seed is None else question.seed
    tapes = {label: played_to(each.scenario, each.tape)[0] for label, each in loaded.items()}
    count = question.replications or base.replications or REPLICATIONS
    plans = {
        label: Plan(
            scenario=each.scenario,
            identity=_identity(each, seed, tapes[label]),
            text=each.text or None,
            settings=each.settings,
            data=each.data,
            command=question.command,
            replications=count,
            workers=question.workers,
            tape=tapes[label],
        )
        for label, each in loaded.items()
    }
    names = dict.fromkeys(each.scenario.name for each in loaded.values())
    plans = _measured_alike(plans)
    first = next(iter(loaded.values()))
    changes = {label: tuple(map(str, difference(first, each))) for label, each in loaded.items() if each is not first}
    return Study(", ".join(names), plans, changes, float(question.confidence))


def _identity(loaded: Loaded, seed: int, tape: Tape | None) -> Identity:
    played = None if tape is None else tape.digest
    return Identity(loaded.scenario.name, loaded.variant, loaded.fingerprint, seed, __version__, played)


def _measured_alike(plans: Mapping[str, Plan]) -> dict[str, Plan]:
    """The plans with one warm-up where it is left open: the longest that one of them needs."""
    opened = [plan for plan in plans.values() if pilot.is_open(plan.scenario)]
    if not opened:
        return dict(plans)
    found = (pilot.find(plan.scenario, plan.identity.seed, plan.workers, tape=plan.tape) for plan in opened)
    longest = max(found, key=lambda warm_up: warm_up.cut)
    return {
        label: replace(plan, warm_up=longest) if pilot.is_open(plan.scenario) else plan for label, plan in plans.items()
    }


def attempt(study: Study, question: Question) -> ComparisonResult:
    """Like ``sim.compare``, but an interruption and failed replications are for the caller to see in the result.

    Raises:
        InputError: A variant or an option does not fit.
        RunError: A worker process died, or a folder cannot be written.
    """
    scenarios = {label: plan.scenario for label, plan in study.plans.items()}
    if question.out is None:
        found = experiment.compare(study, None, question.progress)
        return ComparisonResult(found, {label: Result(run, scenarios[label]) for label, run in found.runs.items()})
    path = folder_path(question.out)
    kept.require_room(path, {label: plan.identity for label, plan in study.plans.items()}, force=question.force)
    with locked(path), ExitStack() as stack:
        kept.begin(path, compared(study, {}))
        folders = {
            label: stack.enter_context(
                claimed(path / label, plan.identity, data=plan.data, resume=question.resume, force=question.force)
            )
            for label, plan in study.plans.items()
        }
        found = experiment.compare(study, folders, question.progress)
        with shielded():
            kept.write(path, found)
        if question.page and found.status == "finished":
            from sim.report import page

            write_text(path / PAGE, page.comparison(found))
    return ComparisonResult(
        found, {label: Result(run, scenarios[label], path / label) for label, run in found.runs.items()}
    )


def comparison_folder(loaded: Mapping[str, Loaded], out: Path | None, *, save: bool) -> Path | None:
    """Where a comparison goes: where the user says, else to a place named after what is compared; None for nowhere.

    Raises:
        UsageError: A folder is named, and yet nothing is to be saved.
    """
    if not save and out is not None:
        raise UsageError("--no-save writes nothing, so there is no use for --out")
    names = dict.fromkeys(each.scenario.name for each in loaded.values())
    return (out or Path("results", f"{'-'.join(list(names)[:3])}-comparison")) if save else None


def _files(sources: Sequence[str | Path], settings: Sequence[Any]) -> dict[str, Loaded]:
    """Several files by the names of their scenarios; by their own where two scenarios have the same."""
    loaded = [load(source, settings=settings) for source in sources]
    times = Counter(each.scenario.name for each in loaded)
    found: dict[str, Loaded] = {}
    for source, each in zip(sources, loaded, strict=True):
        label = each.scenario.name if times[each.scenario.name] == 1 else Path(source).stem
        if label in found:
            raise UsageError(f"two of the files are called {label!r}: give one of the scenarios another name")
        found[label] = each
    return found


def _variants(
    source: str | Path, variants: Sequence[str] | None, baseline: str, settings: Sequence[Any]
) -> tuple[dict[str, Loaded], str]:
    """The variants of a file by name, and the label of the baseline."""
    as_it_stands = load(source, settings=settings)
    known = as_it_stands.scenario.variants
    if variants is not None:
        require_names("variants", variants)
    elif not known:
        raise UsageError(f"{source}: has no variants to compare; write some, or name a second file")
    labels = dict.fromkeys([baseline, *(variants if variants is not None else [BASE, *known])])
    for label in labels:
        if label != BASE and label not in known:
            raise UsageError(f"there is no variant {label!r}; {nearest(str(label), [BASE, *known])}")
    return {
        label: as_it_stands if label == BASE else load(source, variant=label, settings=settings) for label in labels
    }, baseline

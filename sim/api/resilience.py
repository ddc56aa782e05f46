"""Stress tests and attributions: what to run, on what luck, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from sim import __version__
from sim.api.arguments import folder_path
from sim.api.comparison import require_names
from sim.api.findings import AttributionResult, StressResult
from sim.api.reading import load
from sim.api.study import Question
from sim.api.tapes import played_to
from sim.errors import UsageError
from sim.experiment import pilot
from sim.experiment.attributing import MEASURES, WORLDS, AttributionPlan
from sim.experiment.attributing import attribute as attributed
from sim.experiment.attributing import question as sharing
from sim.experiment.closures import outages, targets
from sim.experiment.executors import shielded
from sim.experiment.responses import RESPONSES
from sim.experiment.stress import StressPlan
from sim.experiment.stress import stress as stressed
from sim.quantities import Duration, Instant, Reading
from sim.results import Identity, study
from sim.results import attribution as attribution_files
from sim.results import stress as stress_files
from sim.results.provenance import Provenance
from sim.scenario import Loaded, Scenario, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.results import Tape


@dataclass(frozen=True, slots=True)
class Outages:
    """What a stress test takes out.

    Attributes:
        sites: The sites; None for all but customers, unless lanes are named.
        lanes: The lanes; None for all, unless sites are named.
        lasts: How long each is out, such as ``14 days``; None for its own ``time_to_recover``, else two weeks.
        at: When each goes out, such as ``day 60``; None for a quarter of the measuring period after its beginning.
    """

    sites: Sequence[str] | None = None
    lanes: Sequence[str] | None = None
    lasts: str | float | None = None
    at: object = None

    def __post_init__(self) -> None:
        """Refuses what are no lists of names.

        Raises:
            UsageError: They are not.
        """
        for name in ("sites", "lanes"):
            if getattr(self, name) is not None:
                require_names(name, getattr(self, name))


def stress(  # noqa: PLR0913 - the options of one call, all with a default
    scenario: Scenario | Loaded | str | Path,
    *,
    variant: str | None = None,
    settings: Sequence[Any] = (),
    sites: Sequence[str] | None = None,
    lanes: Sequence[str] | None = None,
    lasts: str | float | None = None,
    at: object = None,
    seed: int | None = None,
    replications: int | None = None,
    workers: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    figures: bool = True,
    page: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> StressResult:
    """Takes out sites and lanes in turn, on the luck of the run in which nothing is out, and ranks what it costs.

    Args:
        scenario: A scenario file, one that was loaded, or a scenario built in Python.
        variant: The variant of the file to take; None for the scenario as it stands.
        settings: Values to set by path, for files.
        sites: The sites to take out; None for all but customers, unless lanes are named.
        lanes: The lanes to take out; None for all, unless sites are named.
        lasts: How long each is out, such as ``14 days`` or a number of time units; None for its own
            ``time_to_recover``, else two weeks.
        at: When each goes out, such as ``day 60``; None for a quarter of the measuring period after its beginning.
        seed: Seed of all luck; None for the scenario's own.
        replications: How many pairs of runs of each outage; None for the scenario's own number or 30. 1 where nothing
            is random.
        workers: How many processes at most; changes no number. Above 1, a script must start in
            ``if __name__ == "__main__":``.
        out: The results folder; None writes nothing.
        resume: Whether to keep the finished runs that the folder holds.
        force: Whether to discard other results that the folder holds.
        figures: Whether to draw figures into the results folder.
        page: Whether to write the page, ``report.html``, into the results folder.
        progress: Told how many of how many runs have ended; the second number may grow.

    Returns:
        What was found: ``outages`` is the ranking.

    Raises:
        ScenarioError: The scenario file has mistakes.
        UsageError: An option does not fit.
        RunError: A run failed; what had finished is in the results folder, if there is one.
        KeyboardInterrupt: Ctrl-C; what had finished is in the results folder, if there is one.
    """
    question = Question(seed, replications, workers, out, resume, force, progress=progress)
    wanted = Outages(sites, lanes, lasts, at)
    found = attempt_stress(read(scenario, variant, settings), wanted, question, figures=figures, page=page)
    if found.stress.status == "interrupted":
        raise KeyboardInterrupt
    return found


def attempt_stress(
    loaded: Loaded, wanted: Outages, question: Question, *, figures: bool = True, page: bool = True
) -> StressResult:
    """Like ``sim.stress``, but an interruption is for the caller to see in the result.

    Raises:
        InputError: The scenario or an option does not fit.
        RunError: A run failed, a worker process died, or the folder cannot be written.
    """
    scenario, identity, tape = _settled(loaded, question)
    chosen = targets(scenario, wanted.sites, wanted.lanes)
    lasts = None if wanted.lasts is None else quantity(scenario, "lasts", Duration, wanted.lasts)
    at = None if wanted.at is None else quantity(scenario, "at", Instant, wanted.at)
    plan = StressPlan(
        scenario=scenario,
        identity=identity,
        outages=outages(scenario, chosen, lasts, at),
        replications=question.replications,
        workers=question.workers,
        tape=tape,
        provenance=_provenance(loaded, scenario, question.command),
    )
    if question.out is None:
        return StressResult(stressed(plan, None, question.progress))
    path, file = folder_path(question.out), (stress_files.FILE, stress_files.FORMAT)
    rooms = (RESPONSES, "figures")
    with study.claimed(path, file, identity, rooms, resume=question.resume, force=question.force):
        found = stressed(plan, path, question.progress)
        with shielded():
            stress_files.write(found, path)
        if found.status == "finished":
            _illustrate(found, path, figures=figures, page=page)
    return StressResult(found)


def attribute(  # noqa: PLR0913 - the options of one call, all with a default
    scenario: Scenario | Loaded | str | Path,
    *,
    variant: str | None = None,
    settings: Sequence[Any] = (),
    kpis: Sequence[str] = MEASURES,
    seed: int | None = None,
    replications: int | None = None,
    workers: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> AttributionResult:
    """Says how much of what was lost in profit and service each disruption caused.

    The scenario is run without some of its disruptions, in all combinations (of more than six, in combinations drawn by
    luck), on the same luck. What they did is shared between them by Shapley values, which sum to the whole.

    Args:
        scenario: A scenario file, one that was loaded, or a scenario built in Python.
        variant: The variant of the file whose disruptions are meant; None for those that are active in the file.
        settings: Values to set by path, for files.
        kpis: The KPIs of the network to share.
        seed: Seed of all luck; None for the scenario's own.
        replications: How many of each combination; None for the scenario's own number or 30. 1 where nothing is random.
        workers: How many processes at most; changes no number. Above 1, a script must start in
            ``if __name__ == "__main__":``.
        out: The results folder; None writes nothing.
        resume: Whether to keep the finished runs that the folder holds.
        force: Whether to discard other results that the folder holds.
        progress: Told how many of how many runs have ended.

    Raises:
        ScenarioError: The scenario file has mistakes.
        UsageError: An option does not fit, or no disruption is active.
        RunError: A run failed; what had finished is in the results folder, if there is one.
        KeyboardInterrupt: Ctrl-C; what had finished is in the results folder, if there is one.
    """
    question = Question(seed, replications, workers, out, resume, force, progress=progress)
    return attempt_attribution(read(scenario, variant, settings), kpis, question)


def attempt_attribution(loaded: Loaded, kpis: Sequence[str], question: Question) -> AttributionResult:
    """Like ``sim.attribute``, of a scenario that was read.

    Raises:
        InputError: The scenario or an option does not fit.
        RunError: A run failed, a worker process died, or the folder cannot be written.
        KeyboardInterrupt: Ctrl-C; what had finished is in the folder.
    """
    require_names("kpis", kpis)
    if not kpis:
        raise UsageError("name at least one KPI to share")
    scenario, identity, tape = _settled(loaded, question)
    plan = AttributionPlan(
        scenario=scenario,
        identity=identity,
        kpis=tuple(kpis),
        replications=question.replications,
        workers=question.workers,
        tape=tape,
        provenance=_provenance(loaded, scenario, question.command),
    )
    sharing(plan)  # a mistake must not cost the results that are in the folder
    if question.out is None:
        return AttributionResult(attributed(plan, None, question.progress))
    path, file = folder_path(question.out), (attribution_files.FILE, attribution_files.FORMAT)
    with study.claimed(path, file, identity, (WORLDS,), resume=question.resume, force=question.force):
        found = attributed(plan, path, question.progress)
        with shielded():
            attribution_files.write(found, path)
    return AttributionResult(found)


def study_folder(loaded: Loaded, kind: str, out: Path | None, *, save: bool) -> Path | None:
    """Where a study goes: where the user says, else to the scenario's and variant's own place; None for nowhere.

    Args:
        loaded: The scenario.
        kind: What the folder's name ends in: ``stress`` or ``attribution``.
        out: Where the user says.
        save: Whether anything is to be saved.

    Raises:
        UsageError: A folder is named, and yet nothing is to be saved.
    """
    if not save and out is not None:
        raise UsageError("--no-save writes nothing, so there is no use for --out")
    name = "-".join(filter(None, (loaded.scenario.name, loaded.variant, kind)))
    return (out or Path("results", name)) if save else None


def read(scenario: Scenario | Loaded | str | Path, variant: str | None, settings: Sequence[Any]) -> Loaded:
    """A scenario as people give it.

    Raises:
        ScenarioError: The scenario file has mistakes.
        UsageError: A variant or settings are given with what is no file.
    """
    if not isinstance(scenario, Scenario | Loaded):
        return load(scenario, variant=variant, settings=settings)
    if variant is not None or settings:
        raise UsageError("a variant and settings belong to a file: give its path, or load it with them")
    if isinstance(scenario, Loaded):
        return scenario
    return Loaded(scenario, None, (), fingerprint(scenario), "")


def quantity(scenario: Scenario, name: str, kind: Any, value: object) -> float:
    """A length or a point in time as people write it, in the scenario's time units.

    Raises:
        UsageError: It is none; says what would be.
    """
    try:
        return float(TypeAdapter(kind).validate_python(value, context=Reading(scenario.time.clock)))
    except ValidationError as error:
        raise UsageError(f"{name}: {error.errors(include_url=False)[0]['msg']}") from None


def _settled(loaded: Loaded, question: Question) -> tuple[Scenario, Identity, Tape | None]:
    """What is run: one warm-up for all runs, which would else find different ones."""
    scenario = loaded.scenario
    seed = scenario.seed if question.seed is None else question.seed
    tape, _ = played_to(scenario, loaded.tape)
    played = None if tape is None else tape.digest
    identity = Identity(scenario.name, loaded.variant, loaded.fingerprint, seed, __version__, played)
    if pilot.is_open(scenario):
        scenario = pilot.settled(scenario, pilot.find(scenario, seed, question.workers, tape=tape).cut)
    return scenario, identity, tape


def _provenance(loaded: Loaded, scenario: Scenario, command: str) -> Provenance:
    chosen = scenario.variants.get(loaded.variant or "")
    time = scenario.time
    return Provenance(
        text=loaded.text or None,
        settings=loaded.settings,
        data=loaded.data,
        command=command,
        description=(chosen.description if chosen is not None else "") or scenario.description,
        period=(time.measured_from, time.horizon if isinstance(time.horizon, float) else 0.0),
    )


def _illustrate(found: stress_files.Stress, path: Path, *, figures: bool, page: bool) -> None:
    from sim.report.figures import exposure
    from sim.report.page import stress as stress_page
    from sim.results.files import write_text

    if figures:
        exposure.write(found, path / "figures")
    if page:
        write_text(path / study.PAGE, stress_page(found))

"""The method, item by item, as STRESS-DES asks for it: what somebody needs who wants to do the study again.

Source: Monks, Currie, Onggo, Robinson, Kunc & Taylor (2019), Strengthening the reporting of empirical simulation
studies: Introducing the STRESS guidelines, Journal of Simulation 13(1), doi 10.1080/17477778.2018.1442155.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.errors import visible
from sim.report.page.territory import kinds_of
from sim.report.page.wording import counted, listed, rounded
from sim.results.run import CONFIDENCE
from sim.scenario.syntax import parse
from sim.scenario.tree import Findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results.run import Run

LONGEST: Final = 600
"""The most letters of a description that are shown."""
NOT_STATED: Final = "Not stated in the scenario file."
LOGIC: Final = (
    "Sites hold stock, make, buy and sell; stocks are reviewed and order by the policies that the file names; orders "
    "are served from stock in the order that the file names, else wait or are lost. Within one instant the order is "
    "fixed: disruptions, arrivals, completions, messages, demand, reviews, departures."
)
ALGORITHMS: Final = (
    "The policies and distributions that the scenario file names by kind, each with its source in the reference of the "
    "scenario language."
)
SAMPLING: Final = (
    "One uniform for each draw, put through the inverse of the distribution function; each stream belongs to a thing "
    "and a day, opened from the seed by NumPy's SeedSequence. Replications, and variants of one comparison, differ in "
    "nothing but what the seed and the file say."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the guidelines: its name, and its items with what is said to each."""

    name: str
    items: Sequence[tuple[str, str]]


def sections(runs: Mapping[str, Run], changes: Mapping[str, Sequence[str]]) -> list[Section]:
    """All items.

    Args:
        runs: The runs by label, the baseline first.
        changes: By label, what differs from the baseline; empty for a single run.
    """
    first = next(iter(runs.values()))
    file = _file(first)
    own = _described(file, first.identity.variant)
    scenarios = [f"{label}: {listed(list(said), 12) or 'nothing'}" for label, said in changes.items() if label in runs]
    version = first.identity.version
    packages = [f"{name} {said}" for name, said in first.versions.items() if name != "system"]
    seconds = sum(run.seconds for run in runs.values())
    objectives = (
        ("1.1 Purpose", str(file.get("description") or NOT_STATED)[:LONGEST]),
        ("1.2 Outputs", f"The figures on this page; all of them are in kpis.csv. {_span(first)}"),
        ("1.3 Aims", f"Comparing {listed(list(runs), 12)}." if len(runs) > 1 else own),
    )
    logic = (
        ("2.1 Overview", "The map of the network above."),
        ("2.2 Logic", LOGIC),
        ("2.3 Scenarios", "; ".join(scenarios) if scenarios else own),
        ("2.4 Algorithms", ALGORITHMS),
        ("2.5 Components", _components(first)),
    )
    fingerprint = first.identity.fingerprint
    data = (
        ("3.1 Sources", "Comments in the scenario file below say where figures come from."),
        ("3.2 Input", f"The scenario file below{_data(first)}. Fingerprint of all that was read: {fingerprint}."),
        ("3.3 Values set", listed([_setting(each) for each in first.settings], 12) or "None over the file."),
        ("3.4 Assumptions", "Those that the comments in the scenario file mark."),
    )
    experimentation = (
        ("4.1 Initialisation", _warm_up(first)),
        ("4.2 Run length", f"{rounded(first.period[1])} {first.time_unit}s."),
        ("4.3 Estimation", _estimation(runs)),
    )
    system = first.versions.get("system", "Not recorded")
    implementation = (
        ("5.1 Software", listed([f"headwater {version}", *packages], 20)),
        ("5.2 Random sampling", f"{SAMPLING} Seed {first.identity.seed}."),
        ("5.3 Execution", _execution(runs)),
        ("5.4 System", f"{system}. The finished replications took {seconds:.1f} s of computing."),
    )
    again = "With the scenario file below it gives the same digests again."
    access = (
        ("6.1 Code", f"The package headwater, version {version}. {again}"),
        ("6.2 Command", visible(first.command) or "Run from Python, not from the command line."),
    )
    return [
        Section("1 Objectives", objectives),
        Section("2 Logic", logic),
        Section("3 Data", data),
        Section("4 Experimentation", experimentation),
        Section("5 Implementation", implementation),
        Section("6 Code access", access),
    ]


def _file(run: Run) -> Mapping[str, Any]:
    """What the scenario file says, read with all of its limits; nothing where it cannot be read."""
    return (parse(run.text, "scenario.yaml", Findings()) if run.text is not None else None) or {}


def _described(file: Mapping[str, Any], variant: str | None) -> str:
    variants = file.get("variants")
    entry = variants.get(variant) if isinstance(variants, dict) and variant is not None else None
    described = entry.get("description") if isinstance(entry, dict) else None
    if variant is None:
        return "The scenario as it stands."
    return f"Variant {variant}: {str(described)[:LONGEST]}" if described else f"Variant {variant}."


def _span(run: Run) -> str:
    begin, end = (rounded(instant) for instant in run.period)
    return f"Measured from {run.time_unit} {begin} to {end}."


def _components(run: Run) -> str:
    if run.scene is None:
        return NOT_STATED
    resources = run.scene.work.drop_duplicates(["site", "resource"])
    own = f"; {counted(len(resources), 'resource')} of limited capacity" if len(resources) else ""
    return (
        f"{kinds_of(run.scene)}; {counted(run.scene.flows['product'].nunique(), 'product')} on "
        f"{counted(len(run.scene.flows), 'way')} between sites{own}."
    )


def _data(run: Run) -> str:
    return f" and its tables {listed(sorted(run.data), 12)}" if run.data else ""


def _setting(setting: str | tuple[str, Any]) -> str:
    return visible(setting if isinstance(setting, str) else f"{setting[0]}={setting[1]}")


def _warm_up(run: Run) -> str:
    if run.period[0] > 0:
        return (
            f"Steady state: from the opening stocks of the file, with a warm-up of {rounded(run.period[0])} "
            f"{run.time_unit}s, which is not measured."
        )
    return "Terminating: from the opening stocks of the file, measured from the first instant."


def _estimation(runs: Mapping[str, Run]) -> str:
    first = next(iter(runs.values()))
    if not first.is_random:
        return "Nothing is random: one run, no interval."
    numbers = listed([str(number) for number in dict.fromkeys(run.finished for run in runs.values())])
    said = f"{numbers} independent replications; means with {CONFIDENCE:.0%} Student t intervals."
    if len(runs) > 1:
        said += " Variants on common random numbers: paired differences, p-values adjusted by Holm's method."
    return said


def _execution(runs: Mapping[str, Run]) -> str:
    goods, money = max(run.goods for run in runs.values()), max(run.money for run in runs.values())
    digests = "; ".join(f"{label} {run.digest}" for label, run in runs.items())
    return (
        "Discrete events on SimPy: time moves from instant to instant. Books of goods and money were proved after each "
        f"replication; largest discrepancy: goods {goods:g}, money {money:g}. Digests: {digests}."
    )

"""Expectations about what there is not, and limits in a unit that the KPI is not measured in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.scenario.expectation import Expectation, Measure, Selector, chosen, spelled_unit
from sim.scenario.factory import Factory
from sim.scenario.selection import values
from sim.scenario.tree import Entries, Findings, Items, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.scenario.document import Scenario
    from sim.scenario.tree import Path

_LIMITS: Final = ("at_least", "at_most", "between")
_FITS: Final = {"share": ("share", "ratio"), "time": ("time units",)}
"""In what a KPI may be measured whose limit is written as a share or a time; as a rate: ``... per time unit``."""
_SAID: Final = {"share": "a share", "time": "a length of time", "rate": "a rate"}


def check_expectations(
    scenario: Scenario, root: Entries, findings: Findings, measures: Mapping[str, Measure] | None
) -> None:
    """Report what is wrong with the expectations of a scenario.

    Args:
        scenario: The scenario, without its broken entries.
        root: The document.
        findings: Takes the problems.
        measures: The KPIs by name; None leaves unchecked what they decide.
    """
    whole = not findings.failed  # else what is selected may be among what is broken
    for name, expectation in sorted(scenario.expect.items()):
        path = ("expect", name)
        kpi = expectation.kpi or name
        if measures is not None and kpi not in measures:
            named = expectation.kpi is not None
            at = place(root, (*path, "kpi") if named else path, key=not named)
            hint = findings.nearest(kpi, measures) or "'headwater kinds' lists all"
            findings.add(at, path, f"there is no KPI {kpi!r}", hint)
        elif measures is not None:
            _check_measure(expectation, kpi, measures[kpi], root, findings, path)
        if whole:
            _check_chosen(scenario, expectation, root, findings, path)


def _check_measure(
    expectation: Expectation, kpi: str, measure: Measure, root: Entries, findings: Findings, path: Path
) -> None:
    part = expectation.category
    if part is not None and part not in measure.categories:
        at = place(root, (*path, "category"))
        hint = findings.nearest(part, measure.categories) if measure.categories else "it has no parts: leave it out"
        findings.add(at, (*path, "category"), f"{kpi!r} has no category {part!r}", hint)
    for key, written in _limits(root, path):
        at = place(root, key)
        if isinstance(written, str):
            unit = spelled_unit(written)
            fits = measure.unit.endswith("per time unit") if unit == "rate" else measure.unit in _FITS[unit]
            if not fits:
                message = f"{kpi!r} is measured in {measure.unit}, and {written!r} is {_SAID[unit]}"
                findings.add(at, key, message, "write a bare number")
        elif measure.unit == "share" and isinstance(written, int | float) and written > 1:
            message = f"{kpi!r} is a share, and {written:g} means {100 * written:g} %"
            findings.add(at, key, message, f"{written:g} % is written '{written:g} %'", "warning")


def _limits(root: Entries, path: Path) -> Iterator[tuple[Path, object]]:
    """The limits of an expectation as they are written, each with its path."""
    written = root[str(path[0])][str(path[1])]
    for key in _LIMITS:
        value = written.get(key)
        if isinstance(value, Items):
            yield from (((*path, key, number), item) for number, item in enumerate(value))
        elif value is not None:
            yield (*path, key), value


def _check_chosen(scenario: Scenario, expectation: Expectation, root: Entries, findings: Findings, path: Path) -> None:
    customers = {name: site for name, site in scenario.sites.items() if site.kind == "customer"}
    entries: dict[str, Mapping[str, Any]] = {
        "sites": scenario.sites,
        "products": scenario.products,
        "customers": customers,
    }
    for key, known in entries.items():
        choice = getattr(expectation, key)
        if not isinstance(choice, Selector) or chosen(choice, known):
            continue
        wanted = {name: word for name in ("tag", "region", "kind") if (word := getattr(choice, name)) is not None}
        said = " and ".join(f"the {name} {word!r}" for name, word in wanted.items())
        where = (*path, key, next(iter(wanted)))
        hint = findings.nearest(next(iter(wanted.values())), values(_written(root, key, known), next(iter(wanted))))
        findings.add(place(root, where), where, f"none of the {key} has {said}", hint if len(wanted) == 1 else "")
    resources = _resources(scenario)
    for name in chosen(expectation.resources, {}) or ():
        if name not in resources:
            where = (*path, "resources")
            message = f"there is no line, machine or carrier {name!r}"
            findings.add(place(root, where), where, message, findings.nearest(name, resources))
    for key in ("sites", "products", "customers", "lanes", "resources"):
        if getattr(expectation, key) == ():
            findings.add(place(root, (*path, key)), (*path, key), "must not be empty", "leave it out for the network")


def _written(root: Entries, key: str, known: Mapping[str, object]) -> Entries:
    """The entries of the document that a selector chooses from."""
    section = root["products" if key == "products" else "sites"]
    found = Entries(section.at)
    for name in known:
        if name in section:
            found.put(name, section[name], section.values_at[name], key_at=section.keys_at[name])
    return found


def _resources(scenario: Scenario) -> frozenset[str]:
    """The names of lines, of their machines where they have several, and of carriers."""
    lines = [
        (name, line)
        for site in scenario.sites.values()
        if isinstance(site, Factory)
        for name, line in site.lines.items()
    ]
    machines = {
        f"{name}/{number}" for name, line in lines if line.machines > 1 for number in range(1, line.machines + 1)
    }
    return frozenset({name for name, _ in lines} | machines | set(scenario.carriers))

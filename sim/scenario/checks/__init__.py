"""Checks of the whole: what is wrong, or looks wrong, although each entry by itself is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.checks import (
    amounts,
    carriers,
    conditions,
    contingencies,
    counts,
    disruptions,
    factories,
    lane_effects,
    lanes,
    lots,
    openings,
    outages,
    rounding,
    shocks,
    sources,
    storage,
    suspicions,
)
from sim.scenario.checks.case import Case

if TYPE_CHECKING:
    from sim.scenario.document import Scenario
    from sim.scenario.tree import Entries, Findings


def check_structure(
    scenario: Scenario, root: Entries, findings: Findings, broken: frozenset[tuple[str, str]], uncertain: frozenset[str]
) -> None:
    """Report what is wrong among the valid entries of a document.

    Args:
        scenario: The scenario, without its broken entries.
        root: The document.
        findings: Takes the problems.
        broken: The entries left out, as (section, name).
        uncertain: Sections in which entries may be missing.
    """
    case = Case(scenario, root, findings, broken, uncertain)
    wrong_sites = factories.check(case)
    wrong = lanes.check(case)
    sites = {name: site for name, site in scenario.sites.items() if name not in wrong_sites}
    sound = {name: lane for name, lane in scenario.lanes.items() if name not in wrong}
    case = Case(
        scenario.model_copy(update={"lanes": sound, "sites": sites}),
        root,
        findings,
        broken | {("lanes", name) for name in wrong} | {("sites", name) for name in wrong_sites},
        uncertain,
    )
    sources.check(case)
    openings.check(case)
    lots.check(case)
    amounts.check(case)
    rounding.refuse_nothing(case)
    counts.check(case)
    carriers.check(case)
    storage.check(case)
    disruptions.check(case)
    conditions.check(case)
    contingencies.check(case)
    shocks.check(case)
    lane_effects.check(case)
    outages.check(case)


def check_suspicions(scenario: Scenario, root: Entries, findings: Findings) -> None:
    """Warn of what is allowed and yet probably not meant; the scenario must be free of errors."""
    suspicions.check(Case(scenario, root, findings, frozenset(), frozenset()))

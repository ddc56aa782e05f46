"""Shocks on demand that nobody could lay out before the run, or that have nothing to act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.disruption.what._shock import Shock
from sim.disruption.what.demand import Demand
from sim.disruption.when.chain import Chain
from sim.disruption.when.recurring import Recurring
from sim.scenario.customer import Customer
from sim.scenario.exposure import targets

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.disruption import Disruption


def check(case: Case) -> None:
    """Check each effect on demand."""
    for name, disruption in sorted(case.scenario.disruptions.items()):
        for number, effect in enumerate(disruption.what):
            if isinstance(effect, Shock):
                _foreseen(case, name, disruption)
                _added(case, name, disruption, number)


def _foreseen(case: Case, name: str, disruption: Disruption) -> None:
    """Refuses what has no windows, and windows without end in a run of unknown length."""
    path = ("disruptions", name, "when")
    known, seen = case.scenario.disruptions, [name]
    trigger = disruption.when
    while trigger.follows in known and trigger.follows not in seen:
        seen.append(str(trigger.follows))
        trigger = known[str(trigger.follows)].when
    if not trigger.is_foreseen:
        message = "demand is laid out before the run, so what changes it cannot wait for a condition"
        case.report(path, message, "let it strike by itself, or after what does")
    if not isinstance(case.scenario.time.horizon, float) and isinstance(trigger, Recurring | Chain):
        message = "demand is laid out before the run, and this run ends with an order, at a time that is not known"
        case.report(path, message, "give time.horizon a length, or let it strike a number of times")


def _added(case: Case, name: str, disruption: Disruption, number: int) -> None:
    effect = disruption.what[number]
    if not isinstance(effect, Demand) or not effect.plus:
        return
    for target in {target for where in disruption.where for target in targets(case.scenario, where, effect)}:
        site = case.scenario.sites[target.owner]
        if isinstance(site, Customer) and not site.buys[target.part].demand.mean_rate:
            message = f"{target.owner!r} asks for no {target.part!r}, so nothing can be added to its demand"
            case.report(("disruptions", name, "what", number, "plus"), message, "give it some demand")
            return

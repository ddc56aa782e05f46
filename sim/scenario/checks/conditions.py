"""Conditions that watch a stock which is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.disruption.when.condition import Condition

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case


def check(case: Case) -> None:
    """Check what each condition watches."""
    for name, disruption in sorted(case.scenario.disruptions.items()):
        trigger = disruption.when
        if not isinstance(trigger, Condition) or trigger.site not in case.scenario.sites:
            continue
        node = (trigger.site, trigger.product)
        if node not in case.stocks:
            known = sorted(product for site, product in case.stocks if site == trigger.site)
            hint = f"it stocks {', '.join(known[:12])}" if known else "name a warehouse or a factory"
            path = ("disruptions", name, "when", "product" if known else "site")
            case.report(path, f"{trigger.site!r} has no stock of {trigger.product!r} to watch", hint)

"""Bankruptcy: suppliers that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.bankruptcy import Bankruptcy
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, _: Bankruptcy, target: Target) -> Lever:
    """The end of a supplier."""
    return wiring.interruptions[target].ending()

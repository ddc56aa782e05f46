"""Tariff: a duty on what comes over a lane, or from a supplier."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.tariff import Tariff
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, _: Tariff, target: Target) -> Lever:
    """The rate of duty."""
    return wiring.adjustment("tariff", target).lever("plus")

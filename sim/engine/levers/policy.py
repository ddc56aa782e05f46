"""Policy: stocks that are managed otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.practices import practice
from sim.engine.provision import switch_of

if TYPE_CHECKING:
    from sim.disruption.what.policy import Policy
    from sim.engine.contingency import Switch
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


class Turn:
    """Puts a practice of a stock in force (a ``Lever``)."""

    __slots__ = ("_number", "_switch")

    def __init__(self, switch: Switch, number: int) -> None:
        self._switch = switch
        self._number = number

    def move(self, value: float) -> None:
        """In force at 1, not in force at 0."""
        self._switch.put(self._number, in_force=value > 0.0)


def lever(wiring: Wiring, effect: Policy, target: Target) -> Lever:
    """The other policy, the other source, or both."""
    node = (target.owner, target.part)
    switch = switch_of(wiring, node)
    return Turn(switch, switch.add(practice(wiring, node, effect.source, effect.replenish)))

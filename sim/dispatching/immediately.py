"""Immediate dispatch: what is ready leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.dispatching import Dispatching

if TYPE_CHECKING:
    from sim.dispatching import DockView


class Immediately(Dispatching):
    """Takes goods up as soon as they are at the dock; what comes to it in one instant shares a vehicle.

    Source: the policy without consolidation, to which others are compared: Çetinkaya (2005), "Coordination of
    inventory and shipment consolidation decisions", in *Applications of Supply Chain Management and E-Commerce
    Research*.

    Example:
        >>> from types import SimpleNamespace
        >>> Immediately().leaves_at(SimpleNamespace(now=3.5, since=3.5, share=0.01, taken_up=0))
        3.5
    """

    kind: Literal["immediately"] = "immediately"
    """Goods leave as soon as they are ready."""

    def leaves_at(self, dock: DockView) -> float:
        """Now; see ``Dispatching.leaves_at``."""
        return dock.now

"""Destruction: stocks that lose what is on hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.destruction import Blow, make_loss
from sim.engine.interruptible_stock import InterruptibleStock

if TYPE_CHECKING:
    from sim.disruption.what.destruction import Destruction
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, effect: Destruction, target: Target) -> Lever:
    """Destroys a share of a stock, or so many units, whenever the blow becomes harder."""
    node = (target.owner, target.part)
    stock = wiring.stocks[node]
    if not isinstance(stock, InterruptibleStock):
        raise TypeError(f"the stock of {target.part!r} at {target.owner!r} cannot be destroyed")
    return Blow(stock, make_loss(wiring, node), 0 if effect.mode == "share" else wiring.steps(node))

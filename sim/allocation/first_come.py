"""First come, first served: strict sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.allocation import Allocation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.allocation import WaitingOrder


class FirstCome(Allocation):
    """Serves the orders strictly in the sequence in which they were received.

    Each order gets what is open on it, or what is left. The first order that cannot be served as it wants (a whole
    order for which too little is left) blocks those behind it, so that no later order overtakes it.

    Source: the service rule of the stock models of Hadley and Whitin (1963), *Analysis of Inventory Systems*.

    Example:
        >>> from types import SimpleNamespace
        >>> first = SimpleNamespace(buyer="north", open=4, whole=False)
        >>> second = SimpleNamespace(buyer="south", open=5, whole=False)
        >>> FirstCome().share(6, [first, second])
        [4, 2]
    """

    kind: Literal["first_come"] = "first_come"
    """Orders are served in the sequence in which they were received."""

    def share(self, available: int, waiting: Sequence[WaitingOrder]) -> list[int]:
        """How much each order gets now; see ``Allocation.share``."""
        shares = [0] * len(waiting)
        left = available
        for index, order in enumerate(waiting):
            wanted = order.open
            if wanted > left:
                if not order.whole:
                    shares[index] = left
                break
            shares[index] = wanted
            left -= wanted
        return shares

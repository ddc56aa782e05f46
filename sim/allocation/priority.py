"""Priority: some buyers before others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from sim.allocation import Allocation
from sim.names import SiteName, refuse_twins
from sim.spec import Ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.allocation import WaitingOrder


class Priority(Allocation):
    """Serves buyers by rank, and the orders of equal rank strictly in the sequence in which they were received.

    Buyers that are not named come last, all with one rank. As under ``first_come``, the first order that cannot be
    served as it wants (a whole order for which too little is left) blocks those behind it, so that stock gathers for an
    important buyer's whole order instead of draining to lesser ones.

    Source: the priority rules for demand classes of Veinott (1965), "Optimal policy in a dynamic, single product,
    nonstationary inventory model with several demand classes", Operations Research 13, without reserved stock.

    Example:
        >>> from types import SimpleNamespace
        >>> shop = SimpleNamespace(buyer="shop", open=4, whole=False)
        >>> clinic = SimpleNamespace(buyer="clinic", open=5, whole=False)
        >>> Priority(order=["clinic"]).share(6, [shop, clinic])
        [1, 5]
    """

    kind: Literal["priority"] = "priority"
    """Buyers are served by rank."""
    order: Annotated[tuple[SiteName, ...], Field(min_length=1), AfterValidator(refuse_twins), Ordered()]
    """The buyers, served first ones first; all others come after them."""

    def share(self, available: int, waiting: Sequence[WaitingOrder]) -> list[int]:
        """How much each order gets now; see ``Allocation.share``."""
        ranks = {buyer: rank for rank, buyer in enumerate(self.order)}
        last = len(ranks)
        shares = [0] * len(waiting)
        left = available
        for index in sorted(range(len(waiting)), key=lambda index: ranks.get(waiting[index].buyer, last)):
            order = waiting[index]
            if order.open > left:
                if not order.whole:
                    shares[index] = left
                break
            shares[index] = order.open
            left -= order.open
        return shares

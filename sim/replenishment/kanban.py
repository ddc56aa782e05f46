"""Kanban: cards that travel with containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from sim.errors import InputError
from sim.quantities import Amount
from sim.replenishment import Replenishment

if TYPE_CHECKING:
    from sim.replenishment import StockView


class Kanban(Replenishment):
    """A fixed number of cards, each either on a container or asking for one; a backlog makes no further cards.

    A card is free for every container that is missing from what is on hand and on order:
    ``n = floor((cards x container - on hand - on order) / container)``; with ``detach: first`` the card leaves its
    container with the first piece taken, so the division rounds up. Without a container size, the pieces are single.

    One card: the stock in front of the user has cards, and whoever makes the part makes to these orders. Two cards: the
    stock at the user has withdrawal cards and the stock behind the maker has production cards, each by this policy.

    Source: Monden (2011), *Toyota Production System*, ch. 2; Buzacott and Shanthikumar (1993), *Stochastic Models of
    Manufacturing Systems*, ch. 4.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = Kanban(cards=5, container=20)
        >>> (
        ...     policy.order_quantity(SimpleNamespace(on_hand_and_on_order=61)),
        ...     Kanban(cards=5, container=20, detach="first").order_quantity(SimpleNamespace(on_hand_and_on_order=61)),
        ... )
        (20.0, 40.0)
    """

    has_trigger: ClassVar[bool] = True

    kind: Literal["kanban"] = "kanban"
    """Orders one container for each free card."""
    cards: Annotated[int, Field(ge=1)]
    """Number of cards in the loop."""
    container: Annotated[Amount, Field(gt=0)] = 1.0
    """What one container holds."""
    detach: Literal["last", "first"] = "last"
    """Whether a card is free when its container is empty (``last`` piece taken) or just opened (``first``)."""

    def in_steps(self, steps_per_unit: float) -> Self:
        """See ``Spec.in_steps``.

        Raises:
            InputError: if the container is smaller than half a step of the product.
        """
        scaled = super().in_steps(steps_per_unit)
        if scaled.container < 1:
            raise InputError(f"kanban: a 'container' of {self.container:g} is less than one step of the product")
        return scaled

    def order_quantity(self, view: StockView) -> float:
        """A container for each free card; see ``Replenishment.order_quantity``."""
        missing = self.cards * self.container - view.on_hand_and_on_order
        free = missing // self.container if self.detach == "last" else -(-missing // self.container)
        return max(0.0, free * self.container)

"""Closure: a site or a lane is shut."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.disruption.what import Effect, Sort
from sim.names import LaneName
from sim.quantities import Rate


class Closure(Effect):
    """A site or a lane is shut: nothing leaves it, and nothing gets in.

    A closed supplier ships nothing, and makes nothing new; a closed warehouse neither ships nor takes in: what arrives
    waits before it. In a closed factory the lines stand still, too, and no job is released; what comes off the lines
    goes into stock. On a closed lane nothing sets out. What is on the way, what is in the making and what is ordered
    meanwhile fares as the keys say; customers who take goods at the door of a closed site do as their ``when_short``
    says.

    Source: the node and arc closures of Snyder et al. (2016), "OR/MS models for supply chain disruptions: a review",
    IIE Transactions 48.

    Example:
        >>> strike = Closure(orders="refuse")
        >>> strike.value(1.0), strike.value(0.3), strike.value(0.0)
        (0.0, 0.0, 1.0)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("supply", "stock", "recipe", "line", "lane")
    is_gradual: ClassVar[bool] = False

    kind: Literal["closure"] = "closure"
    """A site or a lane is shut."""
    orders: Literal["hold", "refuse"] = "hold"
    """What becomes of orders that reach it: they wait (default), or are refused, so that the buyer knows at once."""
    in_process: Literal["finish", "hold", "lose"] = "finish"
    """What becomes of what a supplier or a machine has begun to make: it is finished (default), it rests until the end,
    or it is lost. A supplier begins anew afterwards what was lost; of a factory it is scrapped, with its components. Of
    a supplier this is about what is within its lead time; what its limited capacity is busy with rests in any case."""
    orders_out: bool = True
    """Whether a closed warehouse or factory goes on ordering (default yes)."""
    in_transit: Literal["arrive", "hold", "lose", "divert"] = "arrive"
    """What becomes of goods that are under way on a lane: they arrive as planned (default), they rest until the end,
    they are lost, or they go on by another lane (``divert_to``). On a carrier's vehicles they arrive or are lost."""
    divert_to: LaneName | None = None
    """The lane that goods take instead, from the same site to the same site: what would set out meanwhile, and with
    ``in_transit: divert`` what is under way, from where it begins. Absent: goods wait at the origin of the lane."""
    releases: Annotated[Rate, Field(gt=0)] | None = None
    """So many shipments set out per time, in their sequence, until none waits that came meanwhile; absent: all of them
    at the end."""

    @model_validator(mode="after")
    def _knows_the_way(self) -> Self:
        if self.in_transit == "divert" and self.divert_to is None:
            raise ValueError("say which lane goods take instead, with 'divert_to'")
        if self.divert_to is not None and self.releases is not None:
            raise ValueError("'releases' is for goods that wait, and 'divert_to' lets none wait; say one of them")
        return self

    @property
    def aspect(self) -> str:
        """What becomes of goods in transit; see ``Effect.aspect``."""
        return self.in_transit

    @property
    def full(self) -> float:
        """Nothing is left; see ``Effect.full``."""
        return 0.0

    @property
    def mode(self) -> str:
        """What becomes of what is in process; see ``Effect.mode``."""
        return self.in_process

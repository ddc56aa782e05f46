"""Contingencies: what is done otherwise while a disruption is known of."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from sim.names import DisruptionName, refuse_twins
from sim.quantities import Amount, Duration
from sim.replenishment import AnyReplenishment
from sim.sourcing import AnySourcing
from sim.spec import Spec


class Contingency(Spec):
    """A plan for disruptions: it comes into force when one of them is noticed, and ends when its end is."""

    of: Annotated[tuple[DisruptionName, ...], Field(min_length=1), AfterValidator(refuse_twins)] | None = None
    """The disruptions that it is for; absent: whatever strikes the stock, one of its sources or a way from them."""
    noticed_after: Duration | None = None
    """Time from the strike until it is known of here; absent: what the disruption says."""
    back_after: Duration | None = None
    """Time from the end of the disruption until all is done as before; absent: as long as it took to be noticed."""
    source: AnySourcing | None = None
    """Whom to order from meanwhile: another site, another lane from the same one (faster and dearer), a split; absent:
    as ever."""
    replenish: AnyReplenishment | None = None
    """When and how much to order meanwhile, with the reviews of the usual policy; absent: as ever."""
    order_now: Amount = 0.0
    """What is ordered at once when it comes into force, beside what the policy orders (default nothing)."""
    cancel_open: bool = False
    """Whether orders are called off that wait at the usual sources and have not been begun."""

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.source is None and self.replenish is None and not self.order_now and not self.cancel_open:
            raise ValueError("it changes nothing: give a 'source', a 'replenish', 'order_now' or 'cancel_open'")
        return self

"""Storage: how much a site has room for."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.quantities import LARGEST, Mass, Unit, Volume
from sim.spec import Spec


class Storage(Spec):
    """Room over all products of a site; where several limits are stated, each holds.

    What arrives and finds no room waits before the dock, in transit still, and comes in as far as there is room: first
    come, first served among those that lack the same room.
    """

    units: Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False), Unit("units")] | None = None
    """Units of all products together, e.g. pallet places where products are counted in pallets."""
    weight: Annotated[Mass, Field(gt=0)] | None = None
    """What the goods may weigh together."""
    volume: Annotated[Volume, Field(gt=0)] | None = None
    """What the goods may take up together."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.limits:
            raise ValueError("say how much there is room for: 'units', 'weight' or 'volume'")
        return self

    @property
    def limits(self) -> dict[str, float]:
        """The limits that are stated, by measure."""
        said = {"units": self.units, "weight": self.weight, "volume": self.volume}
        return {measure: limit for measure, limit in said.items() if limit is not None}

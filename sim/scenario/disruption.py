"""Disruptions: what may go wrong, where, and when."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from sim.disruption.recovery import AnyRecovery
from sim.disruption.recovery.step import Step
from sim.disruption.what import AnyEffect
from sim.disruption.when import AnyTrigger
from sim.distributions import AnyDistribution, Distribution
from sim.distributions.constant import Constant
from sim.names import CarrierName, LaneName, LuckName, Name, PlaceName, ProductName, SiteName
from sim.quantities import Duration, Share
from sim.spec import Spec


class Where(Spec):
    """A place that is struck: a site, a lane or a carrier, or all sites with a region or a tag; or a part of it."""

    name: PlaceName | None = None
    """A site, a lane or a carrier, by its name."""
    site: SiteName | None = None
    """A site."""
    lane: LaneName | None = None
    """A lane."""
    carrier: CarrierName | None = None
    """A carrier."""
    region: Name | None = None
    """All sites of this region."""
    tag: str | None = None
    """All sites that have this tag."""
    product: ProductName | None = None
    """Only what concerns this product there."""
    line: Name | None = None
    """Only this line of the factory."""

    @model_validator(mode="after")
    def _names_a_place(self) -> Self:
        said = [key for key in ("name", "site", "lane", "carrier", "region", "tag") if getattr(self, key) is not None]
        if not said:
            raise ValueError("say which place: a name, or one of site, lane, carrier, region, tag")
        if len(said) > 1 and set(said) != {"region", "tag"}:
            raise ValueError(f"say one of {' and '.join(said)}, not both; several places are a list")
        return self


def _places(value: Any) -> Any:
    several = value if isinstance(value, list | tuple) else [value]
    return [{"name": one} if isinstance(one, str) else one for one in several]


def _effects(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _share(severity: Distribution) -> Distribution:
    low, high = severity.support
    if low < 0.0 or high > 1.0:
        raise ValueError(f"a severity lies between 0 and 1, and this one reaches from {low:g} to {high:g}")
    return severity


class Disruption(Spec):
    """Something that may go wrong: it strikes all its places together."""

    description: str = ""
    """What it stands for."""
    where: Annotated[tuple[Where, ...], BeforeValidator(_places), Field(min_length=1)]
    """What it strikes: a site, lane or carrier by its name, ``{site: plant, line: press}``, ``{site: dc, product:
    juice}``, ``{region: iberia}``, ``{tag: store}``, or a list of them."""
    when: AnyTrigger
    """When it strikes, and for how long."""
    what: Annotated[tuple[AnyEffect, ...], BeforeValidator(_effects), Field(min_length=1)]
    """What it does: an effect, or a list of them."""
    ends: AnyRecovery = Step()
    """How it ends: ``step`` (default), or its intensity falls by and by."""
    hits: Share = 1.0
    """How likely each of its places is hit, each by itself, whenever it strikes (default 1)."""
    severity: Annotated[AnyDistribution, AfterValidator(_share)] = Constant(value=1.0)
    """How hard each place is hit, each by itself: a share of the full effect, fixed or drawn (default 1)."""
    noticed_after: Duration = 0.0
    """Time after which those who have a plan for it (``on_disruption``) know of it (default at once)."""
    luck: LuckName | None = None
    """Name of its random streams, to keep old ones after a rename; absent: its own name."""

    @property
    def is_random(self) -> bool:
        """Whether two replications can differ in what it does."""
        low, high = self.severity.support
        return self.when.is_random or 0.0 < self.hits < 1.0 or low != high

"""The scenario: everything a file says, read and validated."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, Field

from sim.names import DisruptionName, Label, Name, VariantName, refuse_twins
from sim.scenario.activation import Active
from sim.scenario.carrier import Carrier
from sim.scenario.customer import Customer
from sim.scenario.disruption import Disruption
from sim.scenario.expectation import Expectation
from sim.scenario.factory import Factory
from sim.scenario.lane import Lane
from sim.scenario.product import Product
from sim.scenario.supplier import Supplier
from sim.scenario.time import Time
from sim.scenario.warehouse import Warehouse
from sim.spec import Spec

if TYPE_CHECKING:
    AnySite = Supplier | Factory | Warehouse | Customer
else:
    AnySite = Annotated[Supplier | Factory | Warehouse | Customer, Field(discriminator="kind")]


MOST_REPLICATIONS: Final = 100_000
"""Independent runs that one can ask for."""


def _inside(path: str) -> str:
    pure = PureWindowsPath(path)
    if pure.is_absolute() or pure.drive or pure.root or ".." in pure.parts or not path.strip():
        raise ValueError(f"the path must lie within the scenario's folder, and {path!r} does not")
    return path


class Variant(Spec):
    """A what-if: the scenario with some values set otherwise."""

    description: str = ""
    """What the variant stands for."""
    extends: VariantName | None = None
    """The variant that it begins with, of which it changes something; absent: the scenario as it stands."""
    set: dict[str, Any] = Field(default_factory=dict)
    """New values by path, e.g. ``sites.shop.stock.juice.replenish.level: 50``."""
    disruptions: Active | None = None
    """The disruptions that may strike: a list in place of those that are ``active`` in what it extends, or ``{add:
    [frost], remove: [strike]}``; absent: the same."""
    tape: Annotated[str, AfterValidator(_inside)] | None = None
    """A tape to play, relative to the scenario's folder; absent: that of what it extends, or none."""
    expect: dict[Name, Expectation] = Field(default_factory=dict)
    """What must come out of this variant, by name; replaces expectations of the same name."""


class Scenario(Spec):
    """A supply chain, what is asked of it, and for how long it is watched."""

    name: Name
    """Name of the scenario."""
    description: str = ""
    """What it shows; in Markdown."""
    time: Time
    """How time is counted, and how long the run is."""
    seed: int = Field(default=1, ge=0)
    """Seed of all luck."""
    replications: int | None = Field(default=None, ge=1, le=MOST_REPLICATIONS)
    """Number of independent runs, at most 100,000; absent: 30, or 1 where nothing is random."""
    currency: Label = "EUR"
    """Name of the currency of all money, shown as the unit of costs and revenue."""
    products: dict[Name, Product] = Field(min_length=1)
    """What flows, by name."""
    sites: dict[Name, AnySite] = Field(min_length=1)
    """Suppliers, factories, warehouses and customers, by name."""
    lanes: dict[Name, Lane] = Field(default_factory=dict)
    """Connections between sites, by name."""
    carriers: dict[Name, Carrier] = Field(default_factory=dict)
    """Fleets of vehicles that move goods on lanes, by name."""
    disruptions: dict[Name, Disruption] = Field(default_factory=dict)
    """What may go wrong, by name: a catalogue, of which nothing strikes that is not ``active``."""
    active: Annotated[tuple[DisruptionName, ...], AfterValidator(refuse_twins)] = ()
    """The disruptions that may strike; absent: none."""
    expect: dict[Name, Expectation] = Field(default_factory=dict)
    """What must come out, by the name of the KPI, or by any name with the KPI as ``kpi``; ``run --check`` tests it."""
    variants: dict[Name, Variant] = Field(default_factory=dict)
    """What-ifs, by name."""

"""The wiring: what the parts of the engine share while a world is put together, and the things found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sim.disruption.what.information_outage import InformationOutage
from sim.engine.adjustment import Adjustment
from sim.engine.money import Posting
from sim.engine.outage import Connection, Outbox
from sim.scenario.customer import Customer as CustomerSpec
from sim.scenario.exposure import active, strikes
from sim.scenario.supplier import Supplier as SupplierSpec
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from sim.distributions import Distribution
    from sim.engine.agenda import Agenda
    from sim.engine.bay import LoadingBay
    from sim.engine.channel import Channel, Lane, SlowMessage
    from sim.engine.components import Use
    from sim.engine.contingency import Switch
    from sim.engine.customer import Customer
    from sim.engine.disruption import Hazard, Timeline
    from sim.engine.interruption import Interruption
    from sim.engine.levers import Factors
    from sim.engine.machine import Machine
    from sim.engine.obstruction import Obstruction
    from sim.engine.pace import Pace, Shutter
    from sim.engine.production import Production
    from sim.engine.purchasing import Ordering, Source
    from sim.engine.receiving import Reception
    from sim.engine.registering import Numbering
    from sim.engine.shipping import ShippingDock
    from sim.engine.sight import Sight
    from sim.engine.stock import Stock
    from sim.engine.struck_carrier import InterruptibleFleet, VariableFleet
    from sim.engine.supplier import Supplier
    from sim.ledger.journal import Journal
    from sim.ledger.tables import MoneyKind
    from sim.scenario.customer import Purchase
    from sim.scenario.document import Scenario
    from sim.scenario.exposure import Target
    from sim.scenario.network import Network, Node
    from sim.scenario.supplier import Supply
    from sim.scenario.warehouse import Stock as StockSpec
    from sim.streams import Luck


@dataclass(frozen=True)
class Wiring:
    """A world while it is put together.

    Attributes:
        scenario, network, numbers, luck: What it is made from.
        agenda, journal: What everything in it acts on and posts to.
        suppliers: Suppliers by (site, product).
        sellers: Whoever takes orders, by (site, product): stocks, suppliers, finite stocks of suppliers, and recipes of
            what is made to order.
        stocks: Stocks by (site, product).
        customers: Customers by (site, product).
        productions: Recipes at work by (site, recipe).
        uses: What recipes use up.
        machines: The machines of all lines.
        receptions: Where goods come in, by site; sites that take them in at once have none.
        shipping: Docks that goods are sent off at, by site; sites that send them off at once have none.
        channels: The channels of each buyer, in the order of its sourcing rule.
        messages: The slow messages of each buyer, by the same index; None where orders never take any time.
        bays: Where the goods of each lane that a carrier serves wait, by the lane's name.
        sources: The sources of each buyer, by the same index.
        orderings: How each buyer usually orders.
        interruptions: What disruptions do to the suppliers that they may strike.
        paces: How fast those lines and docks work that may lose capacity or be closed.
        shutters: Whether those stocks, recipes and lines are closed that may be.
        yields: What is left of the yield of those recipes that disruptions may strike.
        hazards: The active disruptions by name.
        timelines: When they strike, by name.
        switches: Which practice those stocks follow that have several.
        obstructions: What disruptions do to the lanes that they may close or slow down, by the lane's name.
        detours: Lanes that goods take only while another one is closed, by (lane, product).
        fleets: Fleets that disruptions may take vehicles from, by the carrier's name.
        adjustments: What disruptions make of times, prices and rates, by the kind of effect and the thing.
        outboxes: Where the orders wait of those stocks and lanes that may be cut off.
        sights: What the policies of those stocks see whose records may stand still.
    """

    scenario: Scenario
    network: Network
    numbers: Numbering
    luck: Luck
    agenda: Agenda
    journal: Journal
    suppliers: dict[Node, Supplier] = field(default_factory=dict)
    sellers: dict[Node, Stock | Supplier | Production] = field(default_factory=dict)
    stocks: dict[Node, Stock] = field(default_factory=dict)
    customers: dict[Node, Customer] = field(default_factory=dict)
    productions: dict[tuple[str, str], Production] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    machines: list[Machine] = field(default_factory=list)
    receptions: dict[str, Reception] = field(default_factory=dict)
    shipping: dict[str, ShippingDock] = field(default_factory=dict)
    channels: dict[Node, list[Channel]] = field(default_factory=dict)
    messages: dict[Node, list[SlowMessage | None]] = field(default_factory=dict)
    bays: dict[str, LoadingBay] = field(default_factory=dict)
    sources: dict[Node, list[Source]] = field(default_factory=dict)
    orderings: dict[Node, Ordering] = field(default_factory=dict)
    interruptions: dict[Target, Interruption] = field(default_factory=dict)
    paces: dict[Target, Pace] = field(default_factory=dict)
    shutters: dict[Target, Shutter] = field(default_factory=dict)
    yields: dict[Target, Factors] = field(default_factory=dict)
    hazards: dict[str, Hazard] = field(default_factory=dict)
    timelines: dict[str, Timeline] = field(default_factory=dict)
    switches: dict[Node, Switch] = field(default_factory=dict)
    obstructions: dict[str, Obstruction] = field(default_factory=dict)
    detours: dict[Node, Lane] = field(default_factory=dict)
    fleets: dict[str, VariableFleet | InterruptibleFleet] = field(default_factory=dict)
    adjustments: dict[tuple[str, Target], Adjustment] = field(default_factory=dict)
    outboxes: dict[Target, list[Outbox]] = field(default_factory=dict)
    sights: dict[Node, Sight] = field(default_factory=dict)

    @cached_property
    def struck(self) -> frozenset[Target]:
        """All that active disruptions may strike."""
        return frozenset(target for _, target in self.hits)

    @cached_property
    def hits(self) -> frozenset[tuple[str, Target]]:
        """All that active disruptions may strike, with the kind of effect."""
        found = (strikes(self.scenario, name) for name in active(self.scenario))
        return frozenset((strike.effect.name, strike.target) for several in found for strike in several)

    def adjustment(self, kind: str, target: Target) -> Adjustment:
        """What disruptions make of a number of a thing by effects of a kind; it must be among the ``hits``."""
        return self.adjustments.setdefault((kind, target), Adjustment())

    def is_struck(self, target: Target, *effects: str) -> bool:
        """Whether an active disruption may do one of some kinds of effects to a thing."""
        return any((effect, target) in self.hits for effect in effects)

    @cached_property
    def cut_off(self) -> dict[Target, bool]:
        """Stocks and lanes whose orders may not be transmitted, and whether their records may stand still, too."""
        found: dict[Target, bool] = {}
        for name in active(self.scenario):
            for strike in strikes(self.scenario, name):
                if isinstance(strike.effect, InformationOutage):
                    found[strike.target] = found.get(strike.target, False) or strike.effect.stale_demand
        return found

    @cached_property
    def connection(self) -> Connection:
        """What transmits orders that were held."""
        return Connection(self.agenda)

    @property
    def days(self) -> float:
        """Length of a time unit in days."""
        return self.scenario.time.clock.days

    def steps(self, node: Node) -> int:
        """Whole steps in a unit of the node's product."""
        return self.scenario.products[node[1]].steps_per_unit

    def supply(self, node: Node) -> Supply | None:
        """What the file says of a supplier's product; None elsewhere."""
        site = self.scenario.sites[node[0]]
        return site.supplies[node[1]] if isinstance(site, SupplierSpec) else None

    def stock(self, node: Node) -> StockSpec | None:
        """What the file says of a stocked product; None elsewhere."""
        site = self.scenario.sites[node[0]]
        return site.stock.get(node[1]) if isinstance(site, StockingSite) else None

    def purchase(self, node: Node) -> Purchase | None:
        """What the file says of a customer's product; None elsewhere."""
        site = self.scenario.sites[node[0]]
        return site.buys[node[1]] if isinstance(site, CustomerSpec) else None

    def owner(self, account: int) -> int:
        """The party that owns what is in an account."""
        return self.numbers.register.accounts[account].owner

    def luck_name(self, site: str) -> str:
        """The name that a site's streams go by."""
        return getattr(self.scenario.sites[site], "luck", None) or site

    def posting(self, payer: int, payee: int, kind: MoneyKind, account: int) -> Posting:
        """The part of a money row that does not change."""
        steps = self.numbers.register.accounts[account].steps_per_unit
        return Posting(self.agenda, self.journal, payer, payee, kind, account, steps)


def is_fixed(distribution: Distribution) -> bool:
    """Whether a distribution always draws the same."""
    low, high = distribution.support
    return low == high

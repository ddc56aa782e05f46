"""The wiring: what the parts of the engine share while a world is put together, and the things found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.engine.money import Posting
from sim.scenario.customer import Customer as CustomerSpec
from sim.scenario.supplier import Supplier as SupplierSpec
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from sim.distributions import Distribution
    from sim.engine.agenda import Agenda
    from sim.engine.bay import LoadingBay
    from sim.engine.channel import Channel, SlowMessage
    from sim.engine.components import Use
    from sim.engine.customer import Customer
    from sim.engine.machine import Machine
    from sim.engine.production import Production
    from sim.engine.receiving import Reception
    from sim.engine.registering import Numbering
    from sim.engine.shipping import ShippingDock
    from sim.engine.stock import Stock
    from sim.engine.supplier import Supplier
    from sim.ledger.journal import Journal
    from sim.ledger.tables import MoneyKind
    from sim.scenario.customer import Purchase
    from sim.scenario.document import Scenario
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
        messages: The slow messages of each buyer, by the same index; None where orders take no time.
        bays: Where the goods of each lane that a carrier serves wait, by the lane's name.
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

"""From the scenario to the register of the ledger: accounts, parties, resources and master data, numbered by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.ledger.register import Account, MasterRow, Register
from sim.scenario.customer import Customer
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import Warehouse

if TYPE_CHECKING:
    from sim.scenario.document import Scenario
    from sim.scenario.network import Network, Node
    from sim.scenario.warehouse import Holding

OUTSIDE: Final = "outside"
"""The party that is paid for ordering, transport, holding and waiting."""
COMPANY: Final = "company"
"""Who owns warehouses that name no owner."""


@dataclass(frozen=True)
class Numbering:
    """The numbers that the engine writes for the things of a scenario.

    Attributes:
        register: What the numbers stand for.
        site: Account by (site, product).
        lane: Account by (lane, product).
        party: Party by name.
        resource: Resource by name.
    """

    register: Register
    site: dict[Node, int]
    lane: dict[Node, int]
    party: dict[str, int]
    resource: dict[str, int]

    def owner(self, account: int) -> int:
        """The party that owns what is in an account."""
        return self.register.accounts[account].owner


def number(network: Network) -> Numbering:
    """Numbers everything in the scenario by its name."""
    scenario = network.scenario
    owners = {name: owner_of(scenario, name) for name in scenario.sites}
    party = {name: index for index, name in enumerate(sorted({*owners.values(), OUTSIDE}))}
    site = {node: index for index, node in enumerate(network.nodes)}
    used = sorted({(link.lane, link.product) for links in network.links.values() for link in links if link.lane})
    lane = {node: len(site) + index for index, node in enumerate(used)}
    accounts = [_site_account(network, node, site[node], party[owners[node[0]]]) for node in network.nodes]
    accounts += [_lane_account(network, node, site, party[owners[scenario.lanes[node[0]].origin]]) for node in used]
    resource = {
        f"{name}/{product}": index
        for index, (name, product) in enumerate(node for node in network.nodes if _capacity(scenario, node) is not None)
    }
    register = Register(tuple(accounts), tuple(party), tuple(resource), tuple(_master(scenario)))
    return Numbering(register, site, lane, party, resource)


def owner_of(scenario: Scenario, name: str) -> str:
    """Who owns a site: as stated, else the company for warehouses, and suppliers and customers themselves."""
    site = scenario.sites[name]
    return site.owner or (COMPANY if isinstance(site, Warehouse) else name)


def _capacity(scenario: Scenario, node: Node) -> float | None:
    site = scenario.sites[node[0]]
    return site.supplies[node[1]].capacity if isinstance(site, Supplier) else None


def _rate(holding: Holding, value: float) -> float:
    return holding.per_unit + holding.of_value * value


def _site_account(network: Network, node: Node, number: int, owner: int) -> Account:
    scenario = network.scenario
    name, product = node
    site, goods = scenario.sites[name], scenario.products[product]
    steps = goods.steps_per_unit
    opening = backlog = 0
    holding = backlog_cost = price = review_every = 0.0
    if isinstance(site, Warehouse):
        stock = site.stock[product]
        opening, backlog = round(stock.opening.on_hand * steps), round(stock.opening.backlog * steps)
        holding, backlog_cost = _rate(stock.costs.holding, goods.value), stock.costs.backlog
        review_every = (stock.replenish.review.every or 0.0) if stock.replenish is not None else 0.0
    elif isinstance(site, Supplier):
        price = site.supplies[product].price
    else:
        price = site.buys[product].price
    return Account(
        kind=site.kind, site=name, product=product, lane="", origin=number, destination=number, owner=owner,
        opening=opening, opening_backlog=backlog, steps_per_unit=steps, holding=holding, backlog=backlog_cost,
        price=price, value=goods.value, weight=goods.weight, distance=0.0, review_every=review_every,
        level=network.levels[node],
    )  # fmt: skip


def _lane_account(network: Network, node: Node, site: dict[Node, int], owner: int) -> Account:
    scenario = network.scenario
    name, product = node
    lane, goods = scenario.lanes[name], scenario.products[product]
    destination = scenario.sites[lane.destination]
    opening = 0
    if isinstance(destination, Warehouse):
        stock = destination.stock[product]
        opening = sum(
            round(arrival.quantity * goods.steps_per_unit)
            for arrival in stock.opening.arriving
            if network.link((lane.destination, product), arrival.source).lane == name
        )
    return Account(
        kind="transit", site=lane.destination, product=product, lane=name, origin=site[(lane.origin, product)],
        destination=site[(lane.destination, product)], owner=owner, opening=opening, opening_backlog=0,
        steps_per_unit=goods.steps_per_unit, holding=_rate(lane.costs.holding, goods.value), backlog=0.0, price=0.0,
        value=goods.value, weight=goods.weight, distance=lane.distance, review_every=0.0, level=0,
    )  # fmt: skip


def _master(scenario: Scenario) -> list[MasterRow]:
    rows = []
    for name, product in sorted(scenario.products.items()):
        facts = {"value": product.value, "weight": product.weight, "volume": product.volume}
        rows += [MasterRow(0.0, name, fact, amount) for fact, amount in facts.items()]
    for name, lane in sorted(scenario.lanes.items()):
        rows.append(MasterRow(0.0, name, "distance", lane.distance))
    for name, site in sorted(scenario.sites.items()):
        if isinstance(site, Supplier):
            prices = {product: supply.price for product, supply in site.supplies.items()}
        elif isinstance(site, Customer):
            prices = {product: purchase.price for product, purchase in site.buys.items()}
        else:
            prices = {}
        rows += [MasterRow(0.0, f"{name}/{product}", "price", price) for product, price in sorted(prices.items())]
    return rows

"""From the scenario to the register of the ledger: accounts, parties, resources and master data, numbered by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sim.ledger.register import Account, MasterRow, Register
from sim.scenario.customer import Customer
from sim.scenario.site import COMPANY, OUTSIDE
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.document import Scenario
    from sim.scenario.network import Network, Node
    from sim.scenario.warehouse import Holding, Stock

_FACTS: Final[dict[str, tuple[str, ...]]] = {
    "supplier": ("price",),
    "warehouse": ("holding", "backlog", "lost_sale", "per_order", "per_unit_ordered"),
    "customer": ("price",),
    "transit": ("holding", "per_shipment", "per_unit_shipped"),
}
"""What the master table says of each kind of account."""


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


def number(network: Network) -> Numbering:
    """Numbers everything in the scenario by its name."""
    scenario = network.scenario
    owners = {name: owner_of(scenario, name) for name in scenario.sites}
    party = {name: index for index, name in enumerate(sorted({*owners.values(), OUTSIDE}))}
    site = {node: index for index, node in enumerate(network.nodes)}
    used = sorted({(link.lane, link.product) for links in network.links.values() for link in links if link.lane})
    lane = {node: len(site) + index for index, node in enumerate(used)}
    accounts = [_site_account(network, node, site[node], party[owners[node[0]]]) for node in network.nodes]
    owner = {name: party[of] for name, of in owners.items()}
    accounts += [_lane_account(network, node, site, owner) for node in used]
    resource = {
        f"{name}/{product}": index
        for index, (name, product) in enumerate(node for node in network.nodes if _capacity(scenario, node) is not None)
    }
    register = Register(tuple(accounts), tuple(party), tuple(resource), tuple(_master(scenario, accounts)))
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
    account = Account(
        kind=site.kind, site=name, product=product, lane="", origin=number, destination=number, owner=owner,
        opening=0, opening_backlog=0, steps_per_unit=steps, holding=0.0, backlog=0.0, price=0.0,
        value=goods.value, weight=goods.weight, distance=0.0, review_every=0.0, level=network.levels[node],
    )  # fmt: skip
    if isinstance(site, Warehouse):
        return _stocked(account, site.stock[product])
    if isinstance(site, Supplier):
        supply = site.supplies[product]
        capacity = 0.0 if supply.capacity is None else supply.capacity * steps
        limit = float("inf") if supply.stock is None else round(supply.stock * steps)
        return replace(account, price=supply.price, capacity=capacity, limit=limit)
    return replace(account, price=site.buys[product].price)


def _stocked(account: Account, stock: Stock) -> Account:
    steps, costs, policy = account.steps_per_unit, stock.costs, stock.replenish
    account = replace(
        account,
        opening=round(stock.opening.on_hand * steps),
        opening_backlog=round(stock.opening.backlog * steps),
        holding=_rate(costs.holding, account.value),
        backlog=costs.backlog,
        lost_sale=costs.lost_sale,
        per_order=costs.per_order,
        per_unit_ordered=costs.per_unit_ordered,
    )
    if policy is None:
        return account
    review = policy.review
    return replace(
        account,
        review_every=review.every or 0.0,
        first_review=review.first,
        reviewed_early=review.before == "demand",
        is_forecast=policy.forecaster is not None,
    )


def _lane_account(network: Network, node: Node, site: dict[Node, int], party: dict[str, int]) -> Account:
    scenario = network.scenario
    name, product = node
    lane, goods = scenario.lanes[name], scenario.products[product]
    destination, costs = scenario.sites[lane.destination], lane.costs
    opening = 0
    if isinstance(destination, Warehouse):
        stock = destination.stock[product]
        opening = sum(
            round(arrival.quantity * goods.steps_per_unit)
            for arrival in stock.opening.arriving
            if network.link((lane.destination, product), arrival.source).lane == name
        )
    # The company pays for transport: inbound as the buyer, outbound to customers as the seller.
    payer = party[lane.origin if isinstance(destination, Customer) else lane.destination]
    return Account(
        kind="transit", site=lane.destination, product=product, lane=name, origin=site[(lane.origin, product)],
        destination=site[(lane.destination, product)], owner=party[lane.origin], opening=opening, opening_backlog=0,
        steps_per_unit=goods.steps_per_unit, holding=_rate(costs.holding, goods.value), backlog=0.0, price=0.0,
        value=goods.value, weight=goods.weight, distance=lane.distance, review_every=0.0, level=0,
        per_shipment=costs.per_shipment, per_unit_shipped=costs.per_unit + costs.per_kg * goods.weight,
        freight_payer=payer,
    )  # fmt: skip


def _master(scenario: Scenario, accounts: Sequence[Account]) -> list[MasterRow]:
    """The master table: what belongs to products, then to lanes, then to products at sites and on lanes."""
    money, time = scenario.currency, scenario.time.unit
    rows = []
    for name, product in sorted(scenario.products.items()):
        each = product.unit
        rows.append(MasterRow(0.0, name, "value", product.value, f"{money} per {each}"))
        rows.append(MasterRow(0.0, name, "weight", product.weight, f"kg per {each}"))
        rows.append(MasterRow(0.0, name, "volume", product.volume, f"m3 per {each}"))
    rows += [MasterRow(0.0, name, "distance", lane.distance, "km") for name, lane in sorted(scenario.lanes.items())]
    for account in accounts:
        each = scenario.products[account.product].unit
        unit = {
            "price": f"{money} per {each}",
            "holding": f"{money} per {each} and {time}",
            "backlog": f"{money} per {each} and {time}",
            "lost_sale": f"{money} per {each}",
            "per_order": f"{money} per order",
            "per_unit_ordered": f"{money} per {each}",
            "per_shipment": f"{money} per shipment",
            "per_unit_shipped": f"{money} per {each}",
        }
        subject = f"{account.lane or account.site}/{account.product}"
        rows += [MasterRow(0.0, subject, fact, getattr(account, fact), unit[fact]) for fact in _FACTS[account.kind]]
    return rows

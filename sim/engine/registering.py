"""From the scenario to the register of the ledger: accounts, parties, resources and master data, numbered by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sim.clock import snap
from sim.engine import carrier_register, disruption_register, factory_register, handling_register
from sim.engine.wiring import is_fixed
from sim.ledger.register import Account, MasterRow, Register, Resource
from sim.scenario.customer import Customer
from sim.scenario.detour import detours, losing
from sim.scenario.site import COMPANY, OUTSIDE
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.factory_register import Made
    from sim.ledger.register import AccountKind
    from sim.scenario.document import Scenario
    from sim.scenario.network import Network, Node
    from sim.scenario.warehouse import Holding, Stock

_FACTS: Final[dict[str, tuple[str, ...]]] = {
    "supplier": ("price",),
    "warehouse": ("holding", "backlog", "lost_sale", "per_order", "per_unit_ordered"),
    "customer": ("price",),
    "transit": ("holding", "per_shipment", "per_unit_shipped"),
    "production": ("good", "per_job", "per_unit_made"),
    "use": ("ratio",),
    "written_off": (),
    "loss": (),
}
"""What the master table says of each kind of account."""


@dataclass(frozen=True)
class Numbering:
    """The numbers that the engine writes for the things of a scenario.

    Attributes:
        register: What the numbers stand for.
        site: Account by (site, product).
        made: Account by (site, recipe, product).
        lane: Account by (lane, product).
        written_off: Account of what is destroyed of a stock, by (site, product), where that can happen.
        loss: Account of what is lost under way, by (lane, product), of lanes on which something may be.
        party: Party by name.
        resource: Resource by name.
    """

    register: Register
    site: dict[Node, int]
    made: dict[Made, int]
    lane: dict[Node, int]
    loss: dict[Node, int]
    party: dict[str, int]
    resource: dict[str, int]
    written_off: dict[Node, int]

    def production_of(self, site: str, recipe: str, product: str) -> int:
        """Account of what a recipe brings forth, or uses up, of a product; one made to order is the site's own."""
        made = self.made.get((site, recipe, product))
        return self.site[(site, product)] if made is None else made


def number(network: Network) -> Numbering:
    """Numbers everything in the scenario by its name."""
    scenario = network.scenario
    owners = {name: owner_of(scenario, name) for name in scenario.sites}
    party = {name: index for index, name in enumerate(sorted({*owners.values(), OUTSIDE}))}
    site = {node: index for index, node in enumerate(network.nodes)}
    travelled = {(link.lane, link.product) for links in network.links.values() for link in links if link.lane}
    ways = detours(scenario)
    travelled |= {(other, product) for lane, product in travelled for other in ways.get(lane, ())}
    used = sorted(travelled)
    made = {of: len(site) + index for index, of in enumerate(factory_register.made(network))}
    lane = {node: len(site) + len(made) + index for index, node in enumerate(used)}
    lossy = losing(scenario)
    loss = {node: len(site) + len(made) + len(lane) + i for i, node in enumerate(of for of in used if of[0] in lossy)}
    owner = {name: party[of] for name, of in owners.items()}
    accounts = [_handled(scenario, _site_account(network, node, site[node], owner[node[0]])) for node in network.nodes]
    for (name, recipe, product), index in made.items():
        main = network.recipe(name, recipe).product or recipe
        maker = made.get((name, recipe, main), site.get((name, main), index))
        account = factory_register.account(network, (name, recipe, product), index, maker, owner[name])
        accounts.append(_handled(scenario, account))
    accounts += [_lane_account(network, node, site, owner) for node in used]
    accounts += [disruption_register.loss(accounts[lane[node]], lane[node], number) for node, number in loss.items()]
    gone = {node: len(accounts) + index for index, node in enumerate(disruption_register.destroyed(scenario))}
    accounts += [_gone(accounts[site[node]], index) for node, index in gone.items()]
    resources = [
        Resource(f"{name}/{product}", "supplier", name)
        for name, product in network.nodes
        if _capacity(scenario, (name, product)) is not None
    ]
    resources += factory_register.machines(scenario)
    resources += handling_register.docks(scenario)
    storages = tuple(handling_register.storages(scenario))
    fleets = carrier_register.fleets(network, len(resources))
    resources += fleets.vehicles
    resources += disruption_register.resources(scenario)
    resources += disruption_register.plans(scenario)
    for (name, _), index in lane.items():
        if name in fleets.route_of:
            accounts[index] = replace(accounts[index], carried_on=fleets.route_of[name])
    master = (*_master(scenario, accounts), *disruption_register.master(scenario))
    register = Register(
        tuple(accounts), tuple(party), tuple(resources), master, storages, fleets.carriers, fleets.routes
    )
    number_of = {of.name: index for index, of in enumerate(resources)}
    return Numbering(register, site, made, lane, loss, party, number_of, gone)


def _gone(stock: Account, number: int) -> Account:
    """The account of what is written off of a stock."""
    return Account(
        kind="written_off", site=stock.site, product=stock.product, lane="", origin=number, destination=number,
        owner=stock.owner, opening=0, opening_backlog=0, steps_per_unit=stock.steps_per_unit, holding=0.0, backlog=0.0,
        price=0.0, value=stock.value, weight=stock.weight, volume=stock.volume, distance=0.0, review_every=0.0,
        level=stock.level,
    )  # fmt: skip


def _handled(scenario: Scenario, account: Account) -> Account:
    site = scenario.sites[account.site]
    if not isinstance(site, StockingSite):
        return account
    return handling_register.handled(account, site, scenario.products[account.product])


def owner_of(scenario: Scenario, name: str) -> str:
    """Who owns a site: as stated, else the company for warehouses, and suppliers and customers themselves."""
    site = scenario.sites[name]
    return site.owner or (COMPANY if isinstance(site, StockingSite) else name)


def _capacity(scenario: Scenario, node: Node) -> float | None:
    site = scenario.sites[node[0]]
    return site.supplies[node[1]].capacity if isinstance(site, Supplier) else None


def _rate(holding: Holding, value: float) -> float:
    return holding.per_unit + holding.of_value * value


def _site_account(network: Network, node: Node, number: int, owner: int) -> Account:
    scenario = network.scenario
    name, product = node
    if node in network.made_to_order:
        return factory_register.account(network, (name, network.recipes_of(node)[0], product), number, number, owner)
    site, goods = scenario.sites[name], scenario.products[product]
    steps = goods.steps_per_unit
    kind: AccountKind = "warehouse" if isinstance(site, StockingSite) else site.kind
    price = site.buys[product].price if isinstance(site, Customer) else 0.0
    account = Account(
        kind=kind, site=name, product=product, lane="", origin=number, destination=number, owner=owner,
        opening=0, opening_backlog=0, steps_per_unit=steps, holding=0.0, backlog=0.0, price=price,
        value=goods.value, weight=goods.weight, distance=0.0, review_every=0.0, level=network.levels[node],
        volume=goods.volume,
    )  # fmt: skip
    if isinstance(site, StockingSite):
        return _stocked(account, site.stock[product])
    if isinstance(site, Supplier):
        supply = site.supplies[product]
        capacity = 0.0 if supply.capacity is None else supply.capacity * steps
        limit = float("inf") if supply.stock is None else round(supply.stock * steps)
        return replace(account, price=supply.price, capacity=capacity, limit=limit)
    return account


def _stocked(account: Account, stock: Stock) -> Account:
    steps, costs, policy = account.steps_per_unit, stock.costs, stock.replenish
    return replace(
        account,
        opening=round(stock.opening.on_hand * steps),
        opening_backlog=round(stock.opening.backlog * steps),
        holding=_rate(costs.holding, account.value),
        backlog=costs.backlog,
        lost_sale=costs.lost_sale,
        per_order=costs.per_order,
        per_unit_ordered=costs.per_unit_ordered,
        review_every=0.0 if policy is None else policy.review.every or 0.0,
        first_review=0.0 if policy is None else policy.review.first,
        reviewed_early=policy is not None and policy.review.before == "demand",
        is_forecast=policy is not None and policy.forecaster is not None,
    )


def _lane_account(network: Network, node: Node, site: dict[Node, int], party: dict[str, int]) -> Account:
    scenario = network.scenario
    name, product = node
    lane, goods = scenario.lanes[name], scenario.products[product]
    destination, costs = scenario.sites[lane.destination], lane.costs
    opening = 0
    if isinstance(destination, StockingSite) and product in destination.stock:
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
        value=goods.value, weight=goods.weight, volume=goods.volume, distance=lane.distance, review_every=0.0, level=0,
        per_shipment=costs.per_shipment, per_unit_shipped=costs.per_unit + costs.per_kg * goods.weight,
        freight_payer=payer,
        transit_time=snap(lane.lead_time.mean) if lane.crossing and is_fixed(lane.lead_time) else float("nan"),
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
    rows += handling_register.master(scenario)
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
            "good": "share",
            "per_job": f"{money} per job",
            "per_unit_made": f"{money} per {each}",
            "ratio": "steps per step",
        }
        made = f"/{account.recipe}" if account.recipe else ""
        subject = f"{account.lane or account.site}{made}/{account.product}"
        if account.kind == "warehouse":
            rows.append(MasterRow(0.0, subject, "opening", account.opening / account.steps_per_unit, each))
        rows += [MasterRow(0.0, subject, fact, getattr(account, fact), unit[fact]) for fact in _FACTS[account.kind]]
    return rows

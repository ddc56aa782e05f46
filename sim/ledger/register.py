"""The register: the names behind the numbers of the ledger, and the master data known before the first event."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.ledger.fleets import Carrier, Route
from sim.ledger.tables import NOBODY

AccountKind = Literal[
    "supplier", "warehouse", "customer", "transit", "production", "use", "loss", "written_off"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One operation of a recipe's route, and what it takes on average on a machine that works as it should.

    Attributes:
        line: The line, by its name at the site.
        per_job: Time for a job, whatever its size.
        per_unit: Time for each product unit in it.
        fixed: Whether each job takes just that.
    """

    line: str
    per_job: float
    per_unit: float
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Where goods can be: a product at a site, or on a lane; or where they come from and go to when goods are made.

    Accounts are numbered by (site, product), all sites' first, then by (site, recipe, product) and (lane, product).

    Attributes:
        kind: ``supplier``, ``customer``, ``warehouse`` (any stock, at a factory too), ``transit``; ``production`` is
            what a recipe brings forth, ``use`` what it uses up; ``loss`` is what was lost on a lane, ``written_off``
            what was destroyed of a stock.
        site: The site; for transit the site that the goods travel to.
        product: The product.
        lane: The lane; empty for a site.
        origin: Account that the lane ships from; the account itself for a site.
        destination: Account that the lane ships to; the account itself for a site.
        owner: Number of the party that owns the goods: of the shipper while in transit.
        opening: Steps in the account when the run begins (0 for the outside world: unlimited supplier, customer).
        opening_backlog: Steps owed to buyers when the run begins.
        steps_per_unit: Whole steps in one unit of the product.
        holding: Money per unit and time that is charged for what is in the account.
        backlog: Money per unit and time that is charged for what the account owes.
        price: Money that the buyer pays for one unit: purchases of a warehouse are at the supplier's price,
            so this is the price *at* a supplier and the price *paid by* a customer; 0 elsewhere.
        value: Standard cost of one unit.
        weight: Weight of one unit in kg.
        distance: Length of the lane in km; 0 for a site.
        review_every: Time between reviews of a stock; 0 under continuous review or without a policy.
        level: Rank: longest supply path to a customer, counted in lanes; 0 for customers and transit.
        first_review: When a stock is reviewed first.
        reviewed_early: Whether the reviews come before the demand of their instant.
        is_forecast: Whether a forecast is made of what the stock will be asked for, review by review.
        lost_sale: Money that a stock pays for each unit of a sale that is lost there.
        per_order: Money that a stock pays for each order that it places.
        per_unit_ordered: Money that a stock pays for each unit that it orders, beside the price.
        per_shipment: Money that is paid for each shipment on a lane.
        per_unit_shipped: Money that is paid for each unit shipped on a lane, by weight or not.
        freight_payer: Number of the party that pays for shipments on a lane; ``NOBODY`` for a site.
        capacity: Steps that a supplier can make per time unit; 0 where nothing limits it, and elsewhere.
        limit: Steps that a supplier can ever ship; infinity where nothing limits it, and elsewhere.
        recipe: The recipe of what is made and used up; empty elsewhere.
        maker: Account of the product that the recipe is for; the account itself elsewhere.
        ratio: Steps used up, or brought forth, for one step of that product started; 1 for the product, 0 elsewhere.
        good: Share of what is started that is good; nan where it is drawn for each job; 1 elsewhere.
        per_job: Money for each job that a recipe releases.
        per_unit_made: Money for each unit that a recipe releases.
        route: The operations of a recipe, in their order; empty elsewhere.
        volume: Volume of one unit in m3.
        carried_on: Number of the route on which vehicles bring what is in transit; ``NOBODY`` elsewhere.
        room: The most steps that a stock may be filled up to by what arrives; infinity where nothing limits it.
        is_received: Whether what arrives at a stock passes a dock or a limit of storage, so that its arrival is told.
        receiving_time: Time that the receiving dock of the site takes for a step; 0 where it takes none.
        dock_to_stock: Time from having been at the dock to being in stock; nan where it is drawn for each part.
        shipping_time: Time that the shipping dock of the site takes for a step; 0 where it takes none.
        handled_in: Money for each unit that arrives at a stock and is put away.
        handled_out: Money for each unit that is sent off from a site.
        transit_time: Time in transit on a lane; nan where it is drawn, or nobody may overtake, and elsewhere.
    """

    kind: AccountKind
    site: str
    product: str
    lane: str
    origin: int
    destination: int
    owner: int
    opening: int
    opening_backlog: int
    steps_per_unit: int
    holding: float
    backlog: float
    price: float
    value: float
    weight: float
    distance: float
    review_every: float
    level: int
    first_review: float = 0.0
    reviewed_early: bool = False
    is_forecast: bool = False
    lost_sale: float = 0.0
    per_order: float = 0.0
    per_unit_ordered: float = 0.0
    per_shipment: float = 0.0
    per_unit_shipped: float = 0.0
    freight_payer: int = NOBODY
    capacity: float = 0.0
    limit: float = float("inf")
    recipe: str = ""
    maker: int = NOBODY
    ratio: float = 0.0
    good: float = 1.0
    per_job: float = 0.0
    per_unit_made: float = 0.0
    route: tuple[RouteStep, ...] = ()
    volume: float = 0.0
    carried_on: int = NOBODY
    room: float = float("inf")
    is_received: bool = False
    receiving_time: float = 0.0
    dock_to_stock: float = 0.0
    shipping_time: float = 0.0
    handled_in: float = 0.0
    handled_out: float = 0.0
    transit_time: float = float("nan")

    @property
    def key(self) -> str:
        """A name that does not depend on what else is in the scenario."""
        if self.lane:
            return f"{self.lane}\x1f{self.product}" + ("\x1floss" if self.kind == "loss" else "")
        made = f"\x1f{self.kind}\x1f{self.recipe}" if self.recipe or self.kind == "written_off" else ""
        return f"{self.site}\x1f{self.product}{made}"


@dataclass(frozen=True, slots=True)
class Resource:
    """What has states: a supplier of limited capacity, a machine, a dock, a vehicle; a disruption and plans for it.

    Attributes:
        name: ``site/product`` of a supplier, ``site/line/1`` of the first machine of a line, ``site/receiving`` and
            ``site/shipping`` of docks, ``carrier/1`` of the first vehicle of a limited fleet,
            ``disruption/effect/target`` of what a disruption does to a thing, ``contingency/site/product/1`` of the
            first plan of a stock.
        kind: What it is.
        site: Where it is; of a vehicle where the first of its routes begins; of a lane that is struck where it ends.
        line: The line that a machine belongs to; empty elsewhere.
        per_setup: Money for each set-up.
        running: Money for each time unit that it works or is set up.
        closed: When a dock is closed in a week that comes again and again: from when, until when.
        hours: When a machine works in such a week, counted from time 0: from when, until when; empty: always.
        week: Length of that week; 0 where a dock is always open, and a machine always works.
        fails_by: On which clock failures of a machine come: ``busy`` counts work only; empty where none come.
        effect: The kind of effect that a disruption has; empty elsewhere.
        target: What it strikes, as ``sort/owner/part``, e.g. ``supply/grove/oranges``; empty elsewhere.
        neutral: The value of the effect that changes nothing.
        mode: Which way of several it has that the books must know: of a closure what becomes of work in process, of a
            destruction whether it is of a share or of units; empty elsewhere.
        aspect: What of the thing the effect changes, where its kind alone does not tell.
        detour: The lane that goods are diverted to while a lane is closed; empty elsewhere.
        refuses: Whether orders are refused while a thing is closed.
        releases: Shipments that set out per time after a lane was closed; 0: all at once, and elsewhere.
    """

    name: str
    kind: Literal["supplier", "machine", "receiving", "shipping", "vehicle", "disruption", "contingency"]
    site: str
    line: str = ""
    per_setup: float = 0.0
    running: float = 0.0
    fails_by: Literal["busy", "calendar", ""] = ""
    closed: tuple[tuple[float, float], ...] = ()
    hours: tuple[tuple[float, float], ...] = ()
    week: float = 0.0
    effect: str = ""
    target: str = ""
    neutral: float = 1.0
    mode: str = ""
    aspect: str = ""
    detour: str = ""
    refuses: bool = False
    releases: float = 0.0


@dataclass(frozen=True, slots=True)
class Storage:
    """A limit of what a site may be filled up to by what arrives, over all its products.

    Attributes:
        site: The site.
        measure: In what its stocks are added up.
        limit: The most: units, kg or m3.
    """

    site: str
    measure: Literal["units", "weight", "volume"]
    limit: float

    def per_unit(self, account: Account) -> float:
        """What one unit in an account takes up."""
        return {"units": 1.0, "weight": account.weight, "volume": account.volume}[self.measure]


@dataclass(frozen=True, slots=True)
class MasterRow:
    """One fact of the master table: an attribute of a subject, as of a time.

    Attributes:
        since: From when it holds, in time units.
        subject: A product, a lane, one of them at a place (``site/product``, ``lane/product``), or what a disruption
            does to a thing.
        attribute: Which fact.
        value: Its value.
        unit: The unit of the value; money is in the scenario's currency.
    """

    since: float
    subject: str
    attribute: str
    value: float
    unit: str = ""


@dataclass(frozen=True)
class Register:
    """Names, numbers and master data.

    Attributes:
        accounts: Every account by its number.
        parties: Owners of money by number, sorted by name; ``outside`` (wages, carriers, waiting) is one of them.
        resources: Resources of the states table by number.
        master: The master table for people: weights, values, volumes, distances, prices and rates, as of a time.
            The accounts carry what the ledger itself reckons with.
        storages: Limits of storage, by site.
        carriers: Fleets of vehicles by number.
        routes: The ways of their trips by number.
    """

    accounts: tuple[Account, ...]
    parties: tuple[str, ...]
    resources: tuple[Resource, ...]
    master: tuple[MasterRow, ...]
    storages: tuple[Storage, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    routes: tuple[Route, ...] = ()

    def column(self, attribute: str) -> NDArray[np.generic]:
        """One attribute of all accounts, of shape (accounts,)."""
        return np.array([getattr(account, attribute) for account in self.accounts])

    @cached_property
    def is_warehouse(self) -> NDArray[np.bool_]:
        """Which accounts are stock on hand, of shape (accounts,)."""
        return self._are("warehouse")

    @cached_property
    def is_transit(self) -> NDArray[np.bool_]:
        """Which accounts are goods in transit, of shape (accounts,)."""
        return self._are("transit")

    @cached_property
    def adjusted(self) -> frozenset[str]:
        """The kinds of effects that disruptions may have."""
        return frozenset(of.effect for of in self.resources if of.kind == "disruption")

    @cached_property
    def is_loss(self) -> NDArray[np.bool_]:
        """Which accounts are what was lost on lanes, of shape (accounts,)."""
        return self._are("loss")

    @cached_property
    def is_production(self) -> NDArray[np.bool_]:
        """Which accounts are what recipes bring forth, of shape (accounts,)."""
        return self._are("production")

    @cached_property
    def is_use(self) -> NDArray[np.bool_]:
        """Which accounts are what recipes use up, of shape (accounts,)."""
        return self._are("use")

    @cached_property
    def is_customer(self) -> NDArray[np.bool_]:
        """Which accounts are customers, of shape (accounts,)."""
        return self._are("customer")

    @cached_property
    def is_written_off(self) -> NDArray[np.bool_]:
        """Which accounts are what was destroyed of stocks, of shape (accounts,)."""
        return self._are("written_off")

    def _are(self, kind: AccountKind) -> NDArray[np.bool_]:
        return np.array([account.kind == kind for account in self.accounts], dtype=np.bool_)

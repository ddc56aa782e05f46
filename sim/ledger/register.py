"""The register: the names behind the numbers of the ledger, and the master data known before the first event."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.ledger.tables import NOBODY

AccountKind = Literal["supplier", "warehouse", "customer", "transit"]


@dataclass(frozen=True, slots=True)
class Account:
    """Where goods can be: a product at a site, or on a lane.

    Accounts are numbered by (site, product), all sites' first, then by (lane, product).

    Attributes:
        kind: What the site is, or ``transit``.
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

    @property
    def key(self) -> str:
        """A name that does not depend on what else is in the scenario."""
        return f"{self.lane}\x1f{self.product}" if self.lane else f"{self.site}\x1f{self.product}"


@dataclass(frozen=True, slots=True)
class MasterRow:
    """One fact of the master table: an attribute of a subject, as of a time.

    Attributes:
        since: From when it holds, in time units.
        subject: A product, a lane, or one of them at a place: ``site/product``, ``lane/product``.
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
        resources: Resources of the states table by number: ``site/product`` of a supplier with a capacity.
        master: The master table for people: weights, values, volumes, distances, prices and rates, as of a time.
            The accounts carry what the ledger itself reckons with.
    """

    accounts: tuple[Account, ...]
    parties: tuple[str, ...]
    resources: tuple[str, ...]
    master: tuple[MasterRow, ...]

    def column(self, attribute: str) -> NDArray[np.generic]:
        """One attribute of all accounts, of shape (accounts,)."""
        return np.array([getattr(account, attribute) for account in self.accounts])

    @cached_property
    def is_warehouse(self) -> NDArray[np.bool_]:
        """Which accounts are stock on hand, of shape (accounts,)."""
        return np.array([account.kind == "warehouse" for account in self.accounts], dtype=np.bool_)

    @cached_property
    def is_transit(self) -> NDArray[np.bool_]:
        """Which accounts are goods in transit, of shape (accounts,)."""
        return np.array([account.kind == "transit" for account in self.accounts], dtype=np.bool_)

    @cached_property
    def is_customer(self) -> NDArray[np.bool_]:
        """Which accounts are customers, of shape (accounts,)."""
        return np.array([account.kind == "customer" for account in self.accounts], dtype=np.bool_)

"""The register: the names behind the numbers of the ledger, and the master data known before the first event."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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

    @property
    def key(self) -> str:
        """A name that does not depend on what else is in the scenario."""
        return f"{self.lane}\x1f{self.product}" if self.lane else f"{self.site}\x1f{self.product}"


@dataclass(frozen=True, slots=True)
class MasterRow:
    """One fact of the master table: an attribute of a subject, as of a time."""

    since: float
    subject: str
    attribute: str
    value: float


@dataclass(frozen=True)
class Register:
    """Names, numbers and master data.

    Attributes:
        accounts: Every account by its number.
        parties: Owners of money by number, sorted by name; ``outside`` (wages, carriers, waiting) is one of them.
        resources: Resources of the states table by number.
        master: Weights, values, prices, distances and rates, as of a time.
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

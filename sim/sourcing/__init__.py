"""Sourcing: from whom to order. A small pure decision over the offers of the sites that can supply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.spec import Family, Spec

if TYPE_CHECKING:
    from collections.abc import Sequence


class Offer(Protocol):
    """What a buyer may know of one source. Amounts are whole steps of the product."""

    @property
    def site(self) -> str:
        """Name of the source."""

    @property
    def available(self) -> float:
        """Stock on hand there that nobody waits for; infinite where the source is not limited."""

    @property
    def ordered(self) -> int:
        """Ordered from this source so far."""

    @property
    def lead_time(self) -> float:
        """Expected time from order to receipt when the source has stock, in time units."""

    @property
    def price(self) -> float:
        """Price of one unit there."""


class Sourcing(Spec):
    """A rule that splits an order over sources."""

    if TYPE_CHECKING:  # no attribute at run time, where a field of this name would hide it

        @property
        def sites(self) -> tuple[str, ...]:
            """The sources (sites or lanes) named, in the rule's order; the engine presents the offers in this order."""

    @property
    def mean_shares(self) -> tuple[float, ...]:
        """The share of the volume that is expected to go to each of ``sites``: all of it to the first."""
        return (1.0,) + (0.0,) * (len(self.sites) - 1)

    def choose(self, quantity: int, offers: Sequence[Offer]) -> tuple[int, ...]:
        """How much to order from each offer.

        Args:
            quantity: What is needed, in steps; positive.
            offers: One for each of ``sites``, in that order.

        Returns:
            A whole number of steps for each offer, in the same order; they sum to ``quantity``.
        """
        raise NotImplementedError(f"{type(self).__name__} must define choose()")


def _single(value: object) -> object:
    return {"kind": "single", "site": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnySourcing = Sourcing
else:
    AnySourcing = Family(Sourcing, __name__, __path__, shorthand=_single).union

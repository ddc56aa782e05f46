"""Split: shares of the volume."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from sim.names import SourceName
from sim.quantities import Share
from sim.sourcing import Sourcing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sourcing import Offer


def _whole(shares: dict[str, float]) -> dict[str, float]:
    if any(share <= 0 for share in shares.values()):
        raise ValueError("each share must be above 0; leave out a source that gets nothing")
    total = math.fsum(shares.values())
    if abs(total - 1.0) > 1e-9:
        raise ValueError(f"the shares must sum to 1, not {total:g}")
    return shares


class Split(Sourcing):
    """Divides the volume over sources so that what was ordered so far follows the shares, in whole steps.

    One step after the other goes to the source with the largest ``share / (ordered + 1/2)``; ties go to the first name.
    This is the apportionment of Webster and Sainte-Laguë: it never takes back, hence needs no memory but the amounts
    ordered, and meets the shares exactly whenever they come out in whole steps - single units too: shares of 0.7, 0.2
    and 0.1 give 7, 2 and 1 of every ten. A large order is computed at once, with the same result as step by step.

    Source: Balinski and Young (1982), *Fair Representation*.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = Split(shares={"north": 0.75, "south": 0.25})
        >>> offers = [SimpleNamespace(site="north", ordered=3), SimpleNamespace(site="south", ordered=0)]
        >>> policy.choose(1, offers), policy.choose(9, offers)
        ((0, 1), (6, 3))
    """

    kind: Literal["split"] = "split"
    """The volume is divided over sources by fixed shares."""
    shares: Annotated[dict[SourceName, Share], Field(min_length=1), AfterValidator(_whole)]
    """Share of the volume by source (a site or a lane); they sum to 1."""

    @property
    def sites(self) -> tuple[str, ...]:
        """The sources by name."""
        return tuple(sorted(self.shares))

    @property
    def mean_shares(self) -> tuple[float, ...]:
        """The shares; see ``Sourcing.mean_shares``."""
        return tuple(self.shares[site] for site in self.sites)

    def choose(self, quantity: int, offers: Sequence[Offer]) -> tuple[int, ...]:
        """Parts that bring the totals to the shares; see ``Sourcing.choose``."""
        shares = [self.shares[offer.site] for offer in offers]
        before = [offer.ordered for offer in offers]
        totals = _settled(shares, before, sum(before) + quantity) if quantity > len(offers) else before.copy()
        for _ in range(sum(before) + quantity - sum(totals)):
            totals[_next(shares, totals)] += 1
        return tuple(after - earlier for after, earlier in zip(totals, before, strict=True))


def _next(shares: list[float], totals: list[int]) -> int:
    """The source that gets the next step; the first of equals."""
    return max(range(len(shares)), key=lambda index: shares[index] / (totals[index] + 0.5))


def _settled(shares: list[float], before: list[int], target: int) -> list[int]:
    """Totals that the apportionment of ``target`` steps reaches in any case, at most about one step each short of it.

    A multiplier m gives each source ``floor(share * m + 1/2)`` steps, or what it has already if that is more; the sum
    is kept at ``target`` or below by choosing m as if nothing were rounded down.
    """
    behind = list(range(len(shares)))
    while True:
        ahead = target - sum(before[index] for index in range(len(shares)) if index not in behind)
        multiplier = (ahead - 0.5 * len(behind)) / math.fsum(shares[index] for index in behind)
        still = [index for index in behind if shares[index] * multiplier + 0.5 > before[index]]
        if len(still) == len(behind):
            break
        behind = still
    totals = before.copy()
    for index in behind:
        totals[index] = max(before[index], math.floor(shares[index] * multiplier + 0.5))
    return totals

"""Single: one source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.names import SourceName
from sim.sourcing import Sourcing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sourcing import Offer


class Single(Sourcing):
    """Orders everything from one source. May be written as its bare name.

    Source: the single-source case of Minner (2003), "Multiple-supplier inventory models in supply chain management: a
    review", International Journal of Production Economics 81-82.

    Example:
        >>> from types import SimpleNamespace
        >>> Single(site="plant").choose(12, [SimpleNamespace(site="plant")])
        (12,)
    """

    kind: Literal["single"] = "single"
    """Everything from one source."""
    site: SourceName
    """The source: a site, or the lane that brings the goods."""

    @property
    def sites(self) -> tuple[str, ...]:
        """The one source."""
        return (self.site,)

    def choose(self, quantity: int, offers: Sequence[Offer]) -> tuple[int, ...]:
        """All from the one source; see ``Sourcing.choose``."""
        return (quantity,)

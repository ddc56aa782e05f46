"""Priority: the first source that can deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from sim.names import SourceName, refuse_twins
from sim.sourcing import Sourcing
from sim.spec import Ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sourcing import Offer


class Priority(Sourcing):
    """Orders everything from the first source that has all of it on hand, free for sale; if none has, from the first.

    An order is never divided, and waits at the preferred source when nobody can serve it at once.

    Source: primary and backup suppliers of Tomlin (2006), "On the value of mitigation and contingency strategies for
    managing supply chain disruption risks", Management Science 52.

    Example:
        >>> from types import SimpleNamespace
        >>> near, far = SimpleNamespace(available=5), SimpleNamespace(available=40)
        >>> policy = Priority(sites=["near", "far"])
        >>> policy.choose(5, [near, far]), policy.choose(6, [near, far]), policy.choose(50, [near, far])
        ((5, 0), (0, 6), (50, 0))
    """

    kind: Literal["priority"] = "priority"
    """Everything from the first source that can deliver it now, else from the first."""
    sites: Annotated[tuple[SourceName, ...], Field(min_length=1), AfterValidator(refuse_twins), Ordered()]
    """The sources (sites or lanes), preferred ones first."""

    def choose(self, quantity: int, offers: Sequence[Offer]) -> tuple[int, ...]:
        """All from the first that can deliver; see ``Sourcing.choose``."""
        chosen = next((index for index, offer in enumerate(offers) if offer.available >= quantity), 0)
        return tuple(quantity if index == chosen else 0 for index in range(len(offers)))

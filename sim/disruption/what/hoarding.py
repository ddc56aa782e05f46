"""Hoarding: customers buy ahead of what they need, and less when it is over."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.disruption.what._shock import Shock, eased
from sim.quantities import LARGEST, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.recovery import Stage
    from sim.disruption.what._shock import Piece
    from sim.disruption.when import Window


class Hoarding(Shock):
    """Customers buy a multiple while it is on, and less afterwards, until what they will use of it is used up.

    What was bought ahead is counted in base demand; it need not have been delivered. The dip begins when the hoarding
    has ended altogether.

    Source: the phantom orders and the dip after them in Lee, Padmanabhan and Whang (1997), "Information distortion in a
    supply chain: the bullwhip effect", Management Science 43.

    Example:
        >>> panic = Hoarding(factor=3, dip="50 %")
        >>> list(panic.pieces((10.0, 14.0), 1.0, ((0.0, 0.0),), 5.0))
        [(10.0, 3.0), (14.0, 0.5), (30.0, 1.0)]
    """

    kind: Literal["hoarding"] = "hoarding"
    """Customers buy ahead of what they need, and less when it is over."""
    factor: Annotated[float, Field(gt=1, le=LARGEST)]
    """How many times as much they buy at full intensity, more than 1."""
    dip: Annotated[Share, Field(gt=0)] = 0.2
    """How much less they buy afterwards, as a share of base demand (default 20 %)."""
    returned: Share = 1.0
    """The share of what they bought ahead that they do not buy later (default all); the rest is used up or kept."""

    @property
    def full(self) -> float:
        """The factor; see ``Effect.full``."""
        return self.factor

    def pieces(self, window: Window, severity: float, stages: tuple[Stage, ...], rate: float) -> Iterator[Piece]:
        """More, and then less; see ``Shock.pieces``."""
        bought = list(eased(self, [(window[0], 1.0)], window[1], severity, stages))
        yield from bought[:-1] if len(bought) > 1 else bought
        if len(bought) == 1 or severity <= 0.0:
            return
        ahead = sum((factor - 1.0) * (until - since) for (since, factor), (until, _) in itertools.pairwise(bought))
        over = bought[-1][0]
        length = self.returned * ahead / self.dip
        if length > 0.0:
            yield over, 1.0 - self.dip
        yield over + length, 1.0

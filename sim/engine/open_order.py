"""Orders that wait at their seller."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.channel import Channel


class OpenOrder:
    """An order that waits at its seller.

    Attributes:
        number: Its number in the ledger.
        open: Steps that are still owed.
        channel: Where it came from and goods go to.
        patience: How long it waits before it is given up; None: for ever.
    """

    __slots__ = ("channel", "number", "open", "patience")

    def __init__(self, number: int, open: int, channel: Channel) -> None:
        self.number = number
        self.open = open
        self.channel = channel
        self.patience: float | None = None

    @property
    def buyer(self) -> str:
        """Name of the site that ordered."""
        return self.channel.buyer.site

    @property
    def whole(self) -> bool:
        """Whether it ships in full or not at all."""
        return self.channel.terms.whole

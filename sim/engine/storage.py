"""Storage: the room of a site, and stocks that tell what they take of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.engine.components import ComponentStock
from sim.ledger.tables import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.engine.agenda import Agenda
    from sim.ledger.journal import Journal

_NEARLY: Final = 1e-9
"""Share of a limit by which weights and volumes may miss it: they are sums of parts that are no whole numbers."""


class Room:
    """One limit of storage, and how much of it is taken: by goods on hand, and by those on their way in from the dock.

    Attributes:
        limit: The most that arrivals may fill it up to.
        per_step: What a step takes up, by account.
        taken: How much is taken; what is made at the site may take more than there is.
    """

    __slots__ = ("limit", "per_step", "taken")

    def __init__(self, limit: float, per_step: Mapping[int, float]) -> None:
        self.limit = limit
        self.per_step = per_step
        self.taken = 0.0

    def steps(self, account: int, wanted: int) -> int:
        """For how many of the ``wanted`` steps of an account there is room."""
        each = self.per_step[account]
        left = self.limit * (1.0 + _NEARLY) - self.taken
        if not each or each * wanted <= left:
            return wanted
        return max(int(left / each), 0)

    @property
    def why_not(self) -> Reason:
        """Why there is no room when there is none."""
        return Reason.NO_ROOM

    def take(self, account: int, steps: int) -> None:
        """Takes room for so many steps of an account; gives it back where they are negative."""
        self.taken += self.per_step[account] * steps


class StoredStock(ComponentStock):
    """Stock in limited storage: it takes room, and tells when some of it becomes free."""

    __slots__ = ("_held", "_tell", "rooms")

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, on_hand: int, level: int) -> None:
        self.rooms: tuple[Room, ...] = ()
        self._tell: Callable[[], None] | None = None
        self._held = 0
        super().__init__(agenda, journal, site, account, on_hand, level)

    def keep_in(self, rooms: tuple[Room, ...], tell: Callable[[], None]) -> None:
        """Takes room in ``rooms`` from now on, and calls ``tell`` whenever it gives some back.

        What takes up nothing of a measure needs no room in it, and waits for none, however full that is.
        """
        self.rooms = rooms = tuple(room for room in rooms if room.per_step[self.account])
        self._tell = tell
        for room in rooms:
            room.take(self.account, self._held)

    @property
    def on_hand(self) -> int:
        """Steps in stock."""
        return self._held

    @on_hand.setter
    def on_hand(self, steps: int) -> None:
        change = steps - self._held
        self._held = steps
        for room in self.rooms:
            room.take(self.account, change)
        if change < 0 and self._tell is not None:
            self._tell()

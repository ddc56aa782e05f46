"""Fleets: the vehicles that take up what waits at loading bays."""

from __future__ import annotations

from collections import deque
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from sim.engine.agenda import Phase, key
from sim.ledger.tables import NOBODY

if TYPE_CHECKING:
    from sim.engine.agenda import Agenda
    from sim.engine.bay import LoadingBay
    from sim.engine.vehicle import Vehicle

_IN_TURN = attrgetter("since", "number")


class Fleet(Protocol):
    """Who is asked for a vehicle, and has it back."""

    def ask(self, bay: LoadingBay) -> bool:
        """Has a load of ``bay`` taken up; returns whether that was done at once, rather than later if at all."""

    def take_back(self, vehicle: Vehicle) -> None:
        """A vehicle is free again."""


class EndlessFleet:
    """A fleet that has as many vehicles as are needed."""

    __slots__ = ()

    def ask(self, bay: LoadingBay) -> bool:
        """Takes a load up at once."""
        bay.take_up(NOBODY)
        return True

    def take_back(self, vehicle: Vehicle) -> None:
        """Nobody counts its vehicles."""


class LimitedFleet:
    """A fleet that can be short: a free vehicle goes to the bay whose goods have waited longest.

    Of several free vehicles the one goes that has been free longest. Bays are served at the end of an instant, once
    all goods of that instant have come and all vehicles are back.
    """

    __slots__ = ("_agenda", "_asking", "_free", "_key", "_serving")

    def __init__(self, agenda: Agenda, actor: int) -> None:
        self._agenda = agenda
        self._key = key(Phase.STARTS, 1, actor)
        self._free: deque[Vehicle] = deque()
        self._asking: set[LoadingBay] = set()
        self._serving = False

    def own(self, vehicle: Vehicle) -> None:
        """Has a vehicle that is free when the run begins."""
        self._free.append(vehicle)

    def ask(self, bay: LoadingBay) -> bool:
        """Puts ``bay`` among those that are served at the end of the instant."""
        self._asking.add(bay)
        self._serve_soon()
        return False

    def take_back(self, vehicle: Vehicle) -> None:
        """A vehicle is free again."""
        self._free.append(vehicle)
        if self._asking:
            self._serve_soon()

    def _serve_soon(self) -> None:
        if not self._serving:
            self._serving = True
            self._agenda.soon(self._key, self._serve, None)

    def _serve(self, _: None) -> None:
        self._serving = False
        asked = sorted(self._asking, key=_IN_TURN)
        while self._free and self._asking:
            bay = min(self._asking, key=_IN_TURN)
            if bay.is_due():  # it may have asked in an earlier instant, and its time may have passed
                vehicle = self._free.popleft()
                vehicle.go(bay.take_up(vehicle.resource))
            else:
                self._asking.discard(bay)
        for bay in asked:
            if not bay.is_due():  # what is left there may have to wait for something else
                self._asking.discard(bay)
            bay.tell_why()

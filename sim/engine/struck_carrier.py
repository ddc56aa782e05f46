"""Carriers that disruptions strike: fleets that lose vehicles, bays whose lanes are closed, and slower trips."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.bay import CarriedLane, LoadingBay, Part
from sim.engine.fleet import EndlessFleet, LimitedFleet
from sim.engine.levers import Factors
from sim.engine.obstructed_lane import LosingLane
from sim.engine.vehicle import Way
from sim.ledger.tables import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.disruption.what.closure import Closure
    from sim.engine.adjustment import Adjustment
    from sim.engine.agenda import Agenda
    from sim.engine.obstruction import Obstruction
    from sim.engine.vehicle import TravelTime, Vehicle


class StruckBay(LoadingBay):
    """A loading bay whose lanes may be closed, or whose fleet may stand still: what cannot leave waits."""

    __slots__ = ("_aside", "_obstructions", "is_stopped")

    def begin(self) -> None:
        """Starts with nothing closed."""
        self._aside: list[Part] = []
        self._obstructions: dict[CarriedLane, Obstruction] = {}
        self.is_stopped = False

    def close_with(self, lane: CarriedLane, obstruction: Obstruction) -> None:
        """Takes up no goods of ``lane`` while it is closed."""
        self._obstructions[lane] = obstruction
        obstruction.strike(Gate(self))

    def _is_closed(self, lane: CarriedLane) -> bool:
        obstruction = self._obstructions.get(lane)
        return obstruction is not None and obstruction.is_closed

    @property
    def share(self) -> float:
        """What waits and may leave, as a share of the payload, in the measure that binds."""
        every, self._lanes = self._lanes, [lane for lane in self._lanes if not self._is_closed(lane)]
        share = super().share
        self._lanes = every
        return share

    def put(self, part: Part) -> None:
        """Goods come."""
        super().put(part)
        if self._is_closed(part.lane):
            self._queue.pop()
            self._aside.append(part)

    def sort(self) -> None:
        """A lane is closed, or open again: what may leave waits in the sequence in which it came."""
        waiting = sorted((*self._queue, *self._aside), key=lambda part: part.ready_at)
        self._aside = [part for part in waiting if self._is_closed(part.lane)]
        self._queue = deque(part for part in waiting if not self._is_closed(part.lane))
        self.look_soon()

    def _reason(self, part: Part) -> Reason:
        return Reason.DISRUPTED if self.is_stopped or self._is_closed(part.lane) else super()._reason(part)


class LosingCarriedLane(LosingLane, CarriedLane):
    """A lane of a carrier on which goods may be lost that are on a vehicle; the vehicle goes on without them."""

    __slots__ = ("_under_way", "loss")

    def expose(self, loss: int) -> None:
        """Has goods that are lost under way end on the account ``loss``."""
        self.loss = loss
        self._under_way: dict[Part, None] = {}

    def arrive_at(self, time: float, order: int, quantity: int) -> None:
        """Has goods that are under way arrive at a time, unless they are lost."""
        part = Part(self, order, quantity, self._agenda.now)
        self._under_way[part] = None
        self._agenda.add(time, self._key, self._arrive, part)

    def _arrive(self, part: Part) -> None:
        if part in self._under_way:
            del self._under_way[part]
            self._land((part.order, part.quantity))

    def stop(self, closure: Closure) -> None:
        """Loses what is under way, if the closure says so (``Closable``)."""
        if closure.in_transit == "lose":
            under_way, self._under_way = self._under_way, {}
            for part in under_way:
                self.lose(part.order, part.quantity)

    def go_on(self) -> None:
        """Nothing: what is lost is lost."""

    def slow(self, _: float) -> None:
        """Nothing: the time of a trip is known when it begins."""


class Gate:
    """What a closed lane does at its loading bay (``Closable``): nothing is taken up, and vehicles on the way go on."""

    __slots__ = ("_bay",)

    def __init__(self, bay: StruckBay) -> None:
        self._bay = bay

    def stop(self, _: Closure) -> None:
        """Takes up nothing more."""
        self._bay.sort()

    def go_on(self) -> None:
        """Takes up what waits."""
        self._bay.sort()

    def slow(self, _: float) -> None:
        """Nothing: the time of a trip is known when it begins."""


class StruckWay(Way):
    """The way of trips that may take longer: each leg, and the way back."""

    __slots__ = ("_adjustment",)

    def adjust(self, adjustment: Adjustment) -> None:
        """Has trips that begin take as long as ``adjustment`` makes of their times; call it before ``lead``."""
        self._adjustment = adjustment

    def lead(self, legs: Sequence[TravelTime], back: TravelTime | None) -> None:
        """Goes by ``legs``, see ``Way.lead``."""
        super().lead([self._adjusted(leg) for leg in legs], None if back is None else self._adjusted(back))

    def _adjusted(self, time: TravelTime) -> TravelTime:
        return lambda day: self._adjustment.of(snap(time(day)))


class InterruptibleFleet(EndlessFleet):
    """A fleet with as many vehicles as are needed, unless a disruption takes all of them.

    Attributes:
        capacity: The share of its vehicles that it is left with; some are as good as all.
    """

    __slots__ = ("_waiting", "capacity")

    def __init__(self) -> None:
        self._waiting: dict[LoadingBay, None] = {}
        self.capacity = Factors(self._change)

    def ask(self, bay: LoadingBay) -> bool:
        """Takes a load up at once, if it can."""
        if self.capacity.value > 0.0:
            return super().ask(bay)
        self._waiting[bay] = None
        if isinstance(bay, StruckBay):
            bay.is_stopped = True
            bay.tell_why()
            bay.is_stopped = False
        return False

    def _change(self, left: float) -> None:
        if left > 0.0:
            waiting, self._waiting = self._waiting, {}
            for bay in waiting:
                bay.look_soon()


class VariableFleet(LimitedFleet):
    """A fleet that can be short, and loses vehicles: those that are away come back, and stand still if too many are.

    Attributes:
        capacity: The share of its vehicles that may be on the road, to the nearest vehicle.
    """

    __slots__ = ("_still", "_vehicles", "capacity")

    def __init__(self, agenda: Agenda, actor: int) -> None:
        super().__init__(agenda, actor)
        self._still: deque[Vehicle] = deque()
        self._vehicles = 0
        self.capacity = Factors(self._change)

    def own(self, vehicle: Vehicle) -> None:
        """Has a vehicle that is free when the run begins."""
        super().own(vehicle)
        self._vehicles += 1

    def take_back(self, vehicle: Vehicle) -> None:
        """A vehicle is free again, or stands still."""
        super().take_back(vehicle)
        self._settle()

    def _change(self, _: float) -> None:
        self._settle()
        if self._asking and self._free:
            self._serve_soon()

    def _settle(self) -> None:
        """Has as many stand still as must, as far as they are here: first those that were free last."""
        left = math.floor(self._vehicles * self.capacity.value + 0.5)
        must = min(max(self._vehicles - left, 0), len(self._still) + len(self._free))
        while len(self._still) < must:
            vehicle = self._free.pop()
            vehicle.stand(still=True)
            self._still.append(vehicle)
        while len(self._still) > must:
            vehicle = self._still.popleft()
            vehicle.stand(still=False)
            self._free.append(vehicle)

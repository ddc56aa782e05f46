"""Loading bays: where goods wait for a carrier's vehicle, and lanes on which vehicles bring them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from sim.engine.agenda import Phase, key
from sim.engine.channel import Lane
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.dispatching import Dispatching
    from sim.engine.agenda import Agenda
    from sim.engine.fleet import Fleet
    from sim.engine.hours import OffHours
    from sim.engine.money import TripCost
    from sim.engine.vehicle import Trip, Way
    from sim.ledger.journal import Journal

_NEVER: Final = float("inf")
_NEARLY: Final = 1.0 + 1e-9
"""Weights and volumes are no whole numbers: what fills a vehicle but for rounding fills it."""
_WHY: Final = {"goods": Reason.LOAD_NOT_FULL, "time": Reason.NOT_DUE}


class CarriedLane(Lane):
    """A lane on which a carrier's vehicles bring one product; until they leave goods wait at a loading bay.

    Attributes:
        at_bay: Steps that wait there.
        sizes: What one step weighs, takes up and counts, as far as the payload limits it.
    """

    __slots__ = ("_bay", "at_bay", "sizes")

    def wait_at(self, bay: LoadingBay, sizes: Sequence[float]) -> None:
        """Lets goods wait at ``bay``."""
        self._bay = bay
        self.at_bay = 0
        self.sizes = tuple(sizes)

    def ship(self, order: int, quantity: int) -> None:
        """Goods leave the stock; a vehicle brings them."""
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self._from, self.transit, order, 0))
        self.in_transit += quantity
        if self.freight is not None:
            self.freight.post(order, quantity)
        self._bay.put(Part(self, order, quantity, self._agenda.now))


class Part:
    """A shipment, or what is left of it, that waits for a vehicle.

    Attributes:
        lane: Where it goes.
        order: The order that it is for.
        quantity: Steps.
        ready_at: Since when it waits.
    """

    __slots__ = ("lane", "order", "quantity", "ready_at")

    def __init__(self, lane: CarriedLane, order: int, quantity: int, ready_at: float) -> None:
        self.lane = lane
        self.order = order
        self.quantity = quantity
        self.ready_at = ready_at


class LoadingBay:
    """Where the goods of one route wait, in the sequence in which they came; it is what rules see.

    Attributes:
        way: Where its trips go.
        number: Number of the route; breaks ties between bays.
        taken_up: Loads taken up in this instant.
        cost: Posts what a trip costs; None where it costs nothing.
    """

    __slots__ = (
        "_agenda", "_fleet", "_fresh", "_hours", "_instant", "_journal", "_key", "_lanes", "_limits", "_look_at",
        "_looking", "_queue", "_rule", "_why", "cost", "number", "taken_up", "way",
    )  # fmt: skip

    def __init__(self, agenda: Agenda, journal: Journal, way: Way, rule: Dispatching, fleet: Fleet, actor: int) -> None:
        self._agenda = agenda
        self._journal = journal
        self.way = way
        self._rule = rule
        self._fleet = fleet
        self.number = way.number
        self._key = key(Phase.STARTS, 0, actor)
        self._limits: tuple[float, ...] = ()
        self._hours: OffHours | None = None
        self._lanes: list[CarriedLane] = []
        self._queue: deque[Part] = deque()
        self._fresh: list[Part] = []
        self._why = Reason.NO_VEHICLE
        self._looking = False
        self._look_at = -1.0
        self._instant = -1.0
        self.taken_up = 0
        self.cost: TripCost | None = None

    def limit(self, limits: Sequence[float]) -> None:
        """Lets one vehicle carry so much, in each measure of the lanes' ``sizes``."""
        self._limits = tuple(limits)

    def keep(self, hours: OffHours) -> None:
        """Takes nothing up out of ``hours``."""
        self._hours = hours

    def serve(self, lane: CarriedLane) -> None:
        """Takes the goods of ``lane``."""
        self._lanes.append(lane)

    # ---- what rules see

    @property
    def now(self) -> float:
        """The time."""
        return self._agenda.now

    @property
    def since(self) -> float:
        """Since when the goods wait that came first; infinity where none do."""
        return self._queue[0].ready_at if self._queue else _NEVER

    @property
    def share(self) -> float:
        """What waits, as a share of the payload, in the measure that binds."""
        waiting = [0.0] * len(self._limits)
        for lane in self._lanes:
            for measure, size in enumerate(lane.sizes):
                waiting[measure] += lane.at_bay * size
        return max((amount / limit for amount, limit in zip(waiting, self._limits, strict=True)), default=0.0)

    # ---- what happens

    def put(self, part: Part) -> None:
        """Goods come; they are looked at when all goods of this instant have come."""
        part.lane.at_bay += part.quantity
        self._queue.append(part)
        self._fresh.append(part)
        self.look_soon()

    def look_soon(self) -> None:
        """Looks at what waits when all goods of this instant have come."""
        if not self._looking:
            self._looking = True
            self._agenda.soon(self._key, self._look, None)

    def _look(self, _: None) -> None:
        self._looking = False
        while self.is_due():
            if not self._fleet.ask(self):
                return  # the fleet tells why when it has served all bays
        self.tell_why()

    def is_due(self) -> bool:
        """Whether a load may be taken up now; if goods must wait for a time it is looked at again then."""
        if not self._queue:
            return False
        if self._instant != self.now:
            self._instant, self.taken_up = self.now, 0
        leaves_at, self._why = self._rule.leaves_at(self), _WHY[self._rule.waits_for]
        if leaves_at <= self.now and self._hours is not None:
            begins, ends = self._hours.after(self.now)
            if begins <= self.now:
                leaves_at, self._why = ends, Reason.OUT_OF_HOURS
        if leaves_at <= self.now:
            self._why = Reason.NO_VEHICLE
            return True
        if leaves_at != self._look_at and leaves_at < _NEVER:
            self._look_at = leaves_at
            self._agenda.add(leaves_at, self._key, self._look, None)
        return False

    def tell_why(self) -> None:
        """Posts why goods that came in this instant are still here."""
        events = self._journal.events
        for part in self._fresh:
            if part.quantity:
                events.write(events.pack(self.now, part.quantity, part.order, Event.HELD, self._reason(part)))
        self._fresh.clear()

    def _reason(self, _part: Part) -> Reason:
        return self._why

    def take_up(self, vehicle: int) -> Trip:
        """Sends off what a vehicle can carry of what waits; returns the trip."""
        parts = self._load()
        trip = self.way.trip(parts, self.now)
        journal, number = self._journal, len(self._journal.trips)
        journal.trips.write(
            journal.trips.pack(trip.began_at, trip.departed_at, trip.returned_at, self.way.number, vehicle)
        )
        for part, arrived_at in zip(parts, trip.arrivals, strict=True):
            lane = part.lane
            lane.at_bay -= part.quantity
            journal.loads.write(
                journal.loads.pack(part.ready_at, arrived_at, part.quantity, number, lane.transit, part.order)
            )
            lane.arrive_at(arrived_at, part.order, part.quantity)
        if self.cost is not None:
            self.cost.post(parts)
        self.taken_up += 1
        return trip

    def _load(self) -> list[Part]:
        """The next load: goods in their sequence until no more fit in; the last shipment may be divided."""
        parts: list[Part] = []
        room = list(self._limits)
        while self._queue:
            part = self._queue[0]
            fits = min(_steps(part.lane, room), part.quantity)
            if fits < part.quantity and part.lane.terms.whole and part.quantity <= _steps(part.lane, self._limits):
                break  # it is not to be divided, and another vehicle can take all of it
            if fits <= 0:
                break
            parts.append(Part(part.lane, part.order, fits, part.ready_at))
            part.quantity -= fits
            if part.quantity:
                break
            self._queue.popleft()
            for measure, size in enumerate(part.lane.sizes):
                room[measure] -= fits * size
        return parts


def _steps(lane: CarriedLane, room: Sequence[float]) -> int:
    """Steps of a lane's product that fit in, in every measure."""
    most = _NEVER
    for size, left in zip(lane.sizes, room, strict=True):
        most = min(most, left / size * _NEARLY)
    return int(most) if most < _NEVER else 2**62

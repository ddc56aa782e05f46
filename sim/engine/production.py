"""Production: a recipe at work. It takes orders like any seller, has jobs made of them, and delivers what is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.agenda import Phase, key
from sim.engine.clock import day_of
from sim.engine.station import Job
from sim.engine.stock import Stock
from sim.engine.work_order import WorkOrder
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel
    from sim.engine.components import Requirement
    from sim.engine.money import Posting
    from sim.engine.station import Gate, Operation, Station
    from sim.engine.work_order import ByProduct
    from sim.ledger.journal import Journal
    from sim.streams import Calendar


class Production:
    """A recipe of a factory (``sim.engine.channel.Seller``).

    Attributes:
        account: Account of what the recipe brings forth.
        product: What it makes.
        backlog: Steps ordered, and neither made nor given up.
        requirements: Its components.
        by_products: What comes out beside it.
        operations: Its route.
        gate: Where its jobs enter; None where the route is empty: then they are released at once.
        batch: Steps in a job; None: as much as is ready.
        lead_time: Time after the route that takes no capacity, on the time grid.
        lead_times: Draws that time for each job, by the day on which it leaves the last station; None if it is fixed.
        good: Share of each job that is good.
        shares: Draws that share for each job; None where it is fixed.
        cost: Posts what a release costs; None where it costs nothing.
        stock: The stock that it makes for, if its policy looks at what waits for release; else None.
    """

    __slots__ = (
        "_agenda", "_carried", "_days", "_done_key", "_early_key", "_fresh", "_give_up_key", "_journal", "_late_key",
        "account", "backlog", "batch", "by_products", "cost", "gate", "good", "lead_time", "lead_times", "operations",
        "product", "requirements", "shares", "stock",
    )  # fmt: skip

    def __init__(self, agenda: Agenda, journal: Journal, product: str, account: int, level: int, days: float) -> None:
        self._agenda = agenda
        self._journal = journal
        self._days = days
        self._early_key = key(Phase.EARLY_ALLOCATION, level, account)
        self._late_key = key(Phase.DEPARTURES, level, account)
        self._done_key = key(Phase.COMPLETIONS, level, account)
        self._give_up_key = key(Phase.MESSAGES, level, account)
        self._fresh: list[WorkOrder] = []
        self._carried = 0.0
        self.account = account
        self.product = product
        self.backlog = 0
        self.requirements: list[Requirement] = []
        self.by_products: list[ByProduct] = []
        self.operations: list[Operation] = []
        self.gate: Gate | None = None
        self.batch: int | None = None
        self.lead_time = 0.0
        self.lead_times: Calendar | None = None
        self.good = 1.0
        self.shares: Calendar | None = None
        self.cost: ReleaseCost | None = None
        self.stock: Stock | None = None

    @property
    def available(self) -> float:
        """Steps for which all components are on hand and wanted by nobody else."""
        return min((need.stock.available // need.ratio for need in self.requirements), default=float("inf"))

    @property
    def why_unreleased(self) -> Reason:
        """Why a job waits for which all components are there."""
        return Reason.NO_CAPACITY

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in: books its components, and has it made as they are there."""
        work = WorkOrder(order, quantity, channel, self._agenda.now + channel.promise, self)
        if channel.terms.patience is not None:
            work.patience = channel.terms.patience.of(order)
        self.backlog += quantity
        if self.stock is not None:
            self.stock.unreleased += quantity
        if not self._fresh:
            early = self._agenda.key <= self._early_key
            self._agenda.soon(self._early_key if early else self._late_key, self._note_the_waiting, None)
        self._fresh.append(work)
        for by_product in self.by_products:
            expected = by_product.yields(quantity)
            if by_product.channel is not None and expected:
                work.outputs.append(by_product.channel.place(expected, order))
                by_product.backlog += expected
            else:
                work.outputs.append(-1)
        work.bookings = [requirement.book(work) for requirement in self.requirements]
        self.prepare(work)

    def prepare(self, work: WorkOrder) -> None:
        """Offers the jobs for release for which all components are there."""
        ready = work.quantity
        for requirement, booking in zip(self.requirements, work.bookings, strict=True):
            if booking is not None:
                have = requirement.need(work.quantity) - booking.unissued + booking.reserved
                ready = min(ready, requirement.enough_for(have, work.quantity))
        work.ready = ready
        while (size := self._next_job(work)) > 0:
            work.offered += size
            job = Job(work, size, self)
            if self.gate is not None:
                self.gate.offer(job)
            else:
                self.start(job)
                self.finish(job)

    def reconsider(self, work: WorkOrder) -> None:
        """Offers anew what was not released yet of an order: components that were set aside for it are gone."""
        if self.gate is not None:
            self.gate.withdraw(work)
        work.offered = work.released
        self.prepare(work)

    def _next_job(self, work: WorkOrder) -> int:
        """Steps in the next job that could be offered; 0 if there is none yet."""
        left = work.quantity - work.offered
        if self.batch is not None:
            size = min(self.batch, left)
        else:
            size = left if work.channel.terms.whole else work.ready - work.offered
        return size if work.offered + size <= work.ready else 0

    def start(self, job: Job) -> None:
        """A job is released: its components are issued."""
        work = job.work
        events = self._journal.events
        events.write(events.pack(self._agenda.now, job.quantity, work.number, Event.RELEASED, 0))
        before = work.released
        work.released = after = before + job.quantity
        for requirement, booking in zip(self.requirements, work.bookings, strict=True):
            quantity = requirement.need(after) - requirement.need(before)
            if booking is not None and quantity:
                requirement.stock.issue(booking, quantity)
        if self.cost is not None:
            self.cost.post(work.number, job.quantity)
        stock = self.stock
        if stock is not None:
            stock.unreleased -= job.quantity
            if stock.asleep:
                stock.wake_up()

    def next_station(self, job: Job) -> Station | None:
        """Where a job goes that is done where it is; None if it leaves the shop floor."""
        job.step += 1
        return self.operations[job.step].station if job.step < len(self.operations) else None

    def finish(self, job: Job) -> None:
        """A job has left its last station: it is delivered after the time that takes no capacity."""
        now = self._agenda.now
        delay = self.lead_time if self.lead_times is None else snap(self.lead_times.draw(day_of(now, self._days)))
        if delay > 0.0:
            self._agenda.add(now + delay, self._done_key, self._deliver, job)
        else:
            self._deliver(job)
        if self.gate is not None:
            self.gate.leave()

    def _deliver(self, job: Job) -> None:
        work, quantity = job.work, job.quantity
        share = self.good if self.shares is None else self.shares.draw(day_of(self._agenda.now, self._days))
        if work.channel.terms.whole:
            work.collected += quantity
            work.good += quantity * share
            self._deliver_whole(work)
        else:
            self._come_out(work, quantity, quantity * share)

    def _deliver_whole(self, work: WorkOrder) -> None:
        """Delivers an order at once, with all that came of it, if all of it is made."""
        if 0 < work.collected == work.quantity - work.lost:
            quantity, good = work.collected, work.good
            work.collected, work.good = 0, 0.0
            self._come_out(work, quantity, good)

    def _come_out(self, work: WorkOrder, quantity: int, exact: float) -> None:
        """Steps leave the shop floor, of which ``exact`` are good, and more if there were parts of a step before."""
        good = self._whole_steps(quantity, exact)
        self.backlog -= quantity
        before = work.made
        work.made = after = before + quantity
        if good:
            work.channel.ship(work.number, good)
        for by_product, order in zip(self.by_products, work.outputs, strict=False):
            out = by_product.yields(after) - by_product.yields(before)
            if by_product.channel is not None and out and order >= 0:
                by_product.backlog -= out
                by_product.channel.ship(order, out)
        if good < quantity:
            self._scrap(work, quantity - good, Reason.NONE)

    def _whole_steps(self, quantity: int, exact: float) -> int:
        """Steps that are good; parts of a step are carried to the next job, so that small jobs yield too."""
        exact += self._carried
        good = min(round(exact), quantity)
        self._carried = exact - good
        return good

    def lose(self, job: Job) -> None:
        """A job is lost on a machine: all of it is scrapped, and no by-products come of it."""
        work, quantity = job.work, job.quantity
        self.backlog -= quantity
        before = work.made
        work.made = after = before + quantity
        now, events = self._agenda.now, self._journal.events
        for by_product, order in zip(self.by_products, work.outputs, strict=False):
            gone = by_product.yields(after) - by_product.yields(before)
            if by_product.channel is not None and gone and order >= 0:
                by_product.backlog -= gone
                by_product.channel.buyer.on_order -= gone
                events.write(events.pack(now, gone, order, Event.LOST, Reason.DISRUPTED))
        self._scrap(work, quantity, Reason.DISRUPTED)
        if work.channel.terms.whole:
            work.lost += quantity
            self._deliver_whole(work)
        if self.gate is not None:
            self.gate.leave()

    def _scrap(self, work: WorkOrder, quantity: int, reason: Reason) -> None:
        buyer = work.channel.buyer
        buyer.on_order -= quantity
        events = self._journal.events
        events.write(events.pack(self._agenda.now, quantity, work.number, Event.SCRAPPED, reason))
        if isinstance(buyer, Stock) and buyer.asleep:
            buyer.wake_up()  # it has less on order than it thought

    def _note_the_waiting(self, _: None) -> None:
        fresh, self._fresh = self._fresh, []
        for work in fresh:
            if work.released == work.quantity:
                continue
            if work.channel.terms.loses:
                self._give_up(work)
                continue
            self._say_why(work)
            if work.patience is not None:
                self._agenda.add(self._agenda.now + work.patience, self._give_up_key, self._give_up, work)

    def _say_why(self, work: WorkOrder) -> None:
        now, events = self._agenda.now, self._journal.events
        missing = work.ready < work.quantity
        reason = Reason.NO_STOCK if missing else self.why_unreleased
        left = work.quantity - work.released
        events.write(events.pack(now, left, work.number, Event.WAITING, reason))
        for booking in work.bookings:
            if booking is not None and booking.unissued:
                reason = Reason.NO_STOCK if booking.open else Reason.INCOMPLETE if missing else self.why_unreleased
                events.write(events.pack(now, booking.unissued, booking.number, Event.WAITING, reason))

    def _give_up(self, work: WorkOrder) -> None:
        left = work.quantity - work.released
        if not left:
            return
        if self.gate is not None:
            self.gate.withdraw(work)
        self.backlog -= left
        if self.stock is not None:
            self.stock.unreleased -= left
        work.quantity = work.offered = work.released
        buyer = work.channel.buyer
        buyer.on_order -= left
        now, events = self._agenda.now, self._journal.events
        events.write(events.pack(now, left, work.number, Event.LOST, Reason.NONE))
        for requirement, booking in zip(self.requirements, work.bookings, strict=True):
            if booking is not None and booking.unissued:
                requirement.stock.cancel(booking)
        for by_product, order in zip(self.by_products, work.outputs, strict=False):
            kept = by_product.yields(work.quantity)
            gone = by_product.yields(work.quantity + left) - kept
            if by_product.channel is not None and gone and order >= 0:
                by_product.backlog -= gone
                by_product.channel.buyer.on_order -= gone
                events.write(events.pack(now, gone, order, Event.LOST, Reason.NONE))
        self._deliver_whole(work)


class ReleaseCost:
    """What releasing a job costs: so much for each, and so much for each unit."""

    __slots__ = ("_per_job", "_per_unit", "_posting")

    def __init__(self, posting: Posting, per_job: float, per_unit: float) -> None:
        self._posting = posting
        self._per_job = per_job
        self._per_unit = per_unit

    def post(self, order: int, quantity: int) -> None:
        """Posts the cost of releasing ``quantity`` steps of ``order``."""
        units = quantity / self._posting.steps_per_unit
        self._posting.write(self._per_job + self._per_unit * units, order)

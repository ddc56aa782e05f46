"""From the factories of a scenario to the stations, machines and productions of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.agenda import Phase, key
from sim.engine.channel import InternalChannel, Terms, sent_nowhere
from sim.engine.components import ComponentStock, Requirement, Use
from sim.engine.factory_register import factories
from sim.engine.hours import Failures, Interruptions, OffHours
from sim.engine.interruptible_production import InterruptibleProduction
from sim.engine.machine import Machine, SetupCost, StoppingMachine
from sim.engine.production import Production, ReleaseCost
from sim.engine.station import ChoosingStation, Gate, Operation, Station
from sim.engine.variable_machine import VariableMachine, paced_line
from sim.engine.wiring import is_fixed
from sim.engine.work_order import ByProduct, OutputChannel
from sim.ledger.tables import MoneyKind
from sim.scenario.exposure import Target
from sim.scenario.site import OUTSIDE
from sim.sequencing.first_come import FirstCome

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.distributions import Distribution
    from sim.engine.hours import Stops
    from sim.engine.money import Posting
    from sim.engine.wiring import Wiring
    from sim.scenario.factory import Factory
    from sim.scenario.line import Line
    from sim.scenario.recipe import Recipe


def make_factories(wiring: Wiring) -> None:
    """Makes the stations and productions of every factory; its stocks must be there."""
    for site, factory in factories(wiring.scenario):
        _Shop(wiring, site, factory).build()


class _Shop:
    """One factory while it is put together."""

    def __init__(self, wiring: Wiring, site: str, factory: Factory) -> None:
        self.wiring = wiring
        self.site = site
        self.factory = factory
        self.luck = factory.luck or site
        self.stations: dict[str, Station] = {}

    def build(self) -> None:
        for name, line in sorted(self.factory.lines.items()):
            self.stations[name] = self._station(name, line)
        for name, recipe in sorted(self.factory.makes.items()):
            self._production(name, recipe)
        for name, line in sorted(self.factory.lines.items()):
            self._machines(name, line)

    # ---- lines

    def _level(self, line: str) -> int:
        """Distance of a station from the customer: that of the nearest product that is made on it."""
        levels = [
            self.wiring.network.levels[(self.site, self.factory.product_of(name))]
            for name, recipe in self.factory.makes.items()
            if any(operation.line == line for operation in recipe.route)
        ]
        return min(levels, default=0)

    def _station(self, name: str, line: Line) -> Station:
        agenda = self.wiring.agenda
        station: Station
        if isinstance(line.sequence, FirstCome):
            station = Station(agenda, line.queue)
        else:
            station = choosing = ChoosingStation(agenda, line.queue)
            choosing.choose_by(line.sequence, self._level(name), self._actor(name, 1))
        if line.setup.otherwise or line.setup.between or line.costs.per_setup:
            station.setup = line.setup
        return station

    def _actor(self, line: str, number: int) -> int:
        numbers = self.wiring.numbers
        return len(numbers.register.accounts) + numbers.resource[f"{self.site}/{line}/{number}"]

    def _machines(self, name: str, line: Line) -> None:
        wiring, station, level = self.wiring, self.stations[name], self._level(name)
        setup_cost = SetupCost(line.costs.per_setup, self._setup_postings()) if line.costs.per_setup else None
        paced = paced_line(wiring, self.site, name)
        for number in range(1, line.machines + 1):
            resource = wiring.numbers.resource[f"{self.site}/{name}/{number}"]
            place = key(Phase.COMPLETIONS, level, self._actor(name, number))
            machine: Machine
            if paced is not None:
                machine = variable = VariableMachine(wiring.agenda, wiring.journal, station, resource, place)
                self._stops(variable, name, line, number)
                variable.keep_pace(paced.pace)
                paced.machines.append(variable)
            elif line.breakdowns is None and line.hours is None:
                machine = Machine(wiring.agenda, wiring.journal, station, resource, place)
            else:
                machine = stopping = StoppingMachine(wiring.agenda, wiring.journal, station, resource, place)
                self._stops(stopping, name, line, number)
            machine.setup_cost = setup_cost
            wiring.machines.append(machine)
            machine.begin()

    def _setup_postings(self) -> dict[int, Posting]:
        wiring, outside = self.wiring, self.wiring.numbers.party[OUTSIDE]
        accounts = [wiring.productions[(self.site, name)].account for name in self.factory.makes]
        return {
            account: wiring.posting(wiring.owner(account), outside, MoneyKind.SETUP, account) for account in accounts
        }

    def _stops(self, machine: StoppingMachine, name: str, line: Line, number: int) -> None:
        stops: list[Stops] = []
        failing: tuple[Callable[[], float], Callable[[], float]] | None = None
        if line.breakdowns is not None:
            names = (self.luck, line.luck or name, str(number))
            luck, law = self.wiring.luck, line.breakdowns
            failing = (
                luck.stream("failure", *names, quantile=law.time_to_failure.quantile).next,
                luck.stream("repair", *names, quantile=law.time_to_repair.quantile).next,
            )
            if law.clock == "calendar":
                stops.append(Failures(*failing))
        if line.hours is not None:
            stops.append(OffHours(line.hours, self.wiring.scenario.time.clock))
        machine.stop_by(Interruptions(stops) if stops else None)
        if failing is not None and line.breakdowns is not None and line.breakdowns.clock == "busy":
            machine.fail_by(*failing)

    # ---- recipes

    def _production(self, name: str, recipe: Recipe) -> None:
        wiring, product = self.wiring, self.factory.product_of(name)
        node = (self.site, product)
        account = wiring.numbers.production_of(self.site, name, product)
        level, steps = wiring.numbers.register.accounts[account].level, wiring.steps(node)
        target = Target("recipe", self.site, name)
        is_struck = wiring.is_struck(target, "closure", "yield_loss")
        kind = InterruptibleProduction if is_struck else Production
        production = kind(wiring.agenda, wiring.journal, product, account, level, wiring.days)
        if isinstance(production, InterruptibleProduction):
            wiring.shutters[target], wiring.yields[target] = production.shutter, production.good_left
        self._requirements(production, name, recipe)
        self._by_products(production, name, recipe)
        production.operations = [self._operation(place, name, recipe, steps) for place in range(len(recipe.route))]
        if recipe.route:
            first = recipe.route[0].line
            production.gate = self._gate(first)
        production.batch = None if recipe.batch is None else max(1, round(recipe.batch * steps))
        if is_fixed(recipe.lead_time):
            production.lead_time = snap(recipe.lead_time.mean)
        else:
            names = ("making", self.luck, recipe.luck or name)
            production.lead_times = wiring.luck.calendar(*names, quantile=recipe.lead_time.quantile)
        self._yield(production, name, recipe)
        self._cost(production, recipe)
        wiring.productions[(self.site, name)] = production
        stock = wiring.stocks.get(node)
        if stock is None:
            wiring.sellers[node] = production
            return
        terms = wiring.stock(node)
        policy = None if terms is None else terms.replenish
        while policy is not None and (then := getattr(policy, "then", None)) is not None:
            policy = then
        if policy is not None and policy.looks_at == "releases":
            production.stock = stock

    def _gate(self, line: str) -> Gate:
        station = self.stations[line]
        if station.gate is None:
            station.gate = Gate(self.factory.lines[line].release, station)
        return station.gate

    def _requirements(self, production: Production, name: str, recipe: Recipe) -> None:
        wiring = self.wiring
        for component, ratio in sorted(recipe.components.items()):
            stock = wiring.stocks[(self.site, component)]
            if not isinstance(stock, ComponentStock):
                raise TypeError(f"the stock of {component!r} at {self.site!r} cannot set anything aside")
            use = Use(self.site, wiring.numbers.production_of(self.site, name, component))
            channel = InternalChannel(wiring.agenda, wiring.journal, stock, use, Terms())
            channel.deliver_order = sent_nowhere
            wiring.uses.append(use)
            per_step = ratio * wiring.steps((self.site, component)) / wiring.steps((self.site, production.product))
            production.requirements.append(Requirement(stock, channel, per_step))

    def _by_products(self, production: Production, name: str, recipe: Recipe) -> None:
        wiring = self.wiring
        for product, ratio in sorted(recipe.by_products.items()):
            account = wiring.numbers.production_of(self.site, name, product)
            per_step = ratio * wiring.steps((self.site, product)) / wiring.steps((self.site, production.product))
            by_product = ByProduct(account, per_step)
            stock = wiring.stocks[(self.site, product)]
            channel = OutputChannel(wiring.agenda, wiring.journal, by_product, stock, Terms())
            channel.deliver_order = sent_nowhere
            channel.promise = snap(planned_lead_time(self.factory, recipe))
            by_product.channel = channel
            production.by_products.append(by_product)

    def _operation(self, place: int, name: str, recipe: Recipe, steps: int) -> Operation:
        line_name = recipe.route[place].line
        line = self.factory.lines[line_name]
        said = recipe.route[place].work_on(line)
        station = self.stations[line_name]
        if said.rate is not None:
            return Operation(self.wiring.agenda, station, 1.0 / (said.rate * steps))
        law: Distribution | None = said.time
        if law is None:
            return Operation(self.wiring.agenda, station, 0.0)
        if is_fixed(law) and said.per == "unit":
            return Operation(self.wiring.agenda, station, law.mean / steps)
        operation = Operation(self.wiring.agenda, station, 0.0)
        names: tuple[str, ...] = ("work", self.luck, line.luck or line_name, recipe.luck or name)
        visit = 1 + sum(before.line == line_name for before in recipe.route[:place])
        if visit > 1:
            names = (*names, str(visit))  # a job that comes back draws anew
        times = self.wiring.luck.calendar(*names, quantile=law.quantile)
        operation.draw_from(times.draw, self.wiring.days, steps if said.per == "unit" else 0)
        return operation

    def _yield(self, production: Production, name: str, recipe: Recipe) -> None:
        if is_fixed(recipe.good):
            production.good = recipe.good.mean
        else:
            names = ("yield", self.luck, recipe.luck or name)
            production.shares = self.wiring.luck.calendar(*names, quantile=recipe.good.quantile)

    def _cost(self, production: Production, recipe: Recipe) -> None:
        if recipe.costs.per_job or recipe.costs.per_unit:
            wiring, account = self.wiring, production.account
            outside = wiring.numbers.party[OUTSIDE]
            posting = wiring.posting(wiring.owner(account), outside, MoneyKind.PRODUCTION, account)
            production.cost = ReleaseCost(posting, recipe.costs.per_job, recipe.costs.per_unit)


def planned_lead_time(factory: Factory, recipe: Recipe) -> float:
    """Time from raising an order to its due date: as stated, else the mean work of one batch, or one unit, in all."""
    if recipe.planned_lead_time is not None:
        return recipe.planned_lead_time
    total = recipe.lead_time.mean
    for operation in recipe.route:
        said = operation.work_on(factory.lines[operation.line])
        units = recipe.batch or 1.0
        if said.rate is not None:
            total += units / said.rate
        elif said.time is not None:
            total += said.time.mean * (units if said.per == "unit" else 1.0)
    return total

"""Suppliers that are on and off: cases, and what theory says of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scipy import optimize

from tests.oracles.figures import KPI, Complement, Figure, Largest, Sum, Trajectory
from tests.oracles.runs import Case, Measure, fixed, measures, prefixed

if TYPE_CHECKING:
    from tests.oracles.figures import Reading

_SHOP: Final = "shop"


@dataclass(frozen=True, slots=True)
class Level:
    """On hand less backlog at the end of each of the first days."""

    days: int

    def read(self, result: Any) -> Figure:
        """The levels in sequence of time."""
        on_hand, backlog = (Trajectory(name, _SHOP).read(result).value for name in ("on_hand", "backlog"))
        return Figure(tuple(have - owe for have, owe in zip(on_hand, backlog, strict=True))[: self.days])


@dataclass(frozen=True, slots=True)
class Days:
    """A day, counted from 1, on which a trajectory is above 0: the first (0) or the last (-1)."""

    trajectory: Trajectory
    which: int

    def read(self, result: Any) -> Figure:
        """The day."""
        values = self.trajectory.read(result).value
        return Figure((float([day for day, value in enumerate(values, 1) if value > 0][self.which]),))


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a trajectory over all days."""

    trajectory: Trajectory

    def read(self, result: Any) -> Figure:
        """The sum."""
        return Figure((math.fsum(self.trajectory.read(result).value),))


@dataclass(frozen=True, slots=True)
class LastLevel:
    """On hand less backlog at the end of the run."""

    def read(self, result: Any) -> Figure:
        """The last level."""
        return Figure(Level(10**6).read(result).value[-1:])


def _deterministic() -> tuple[Case, ...]:
    backlog, lost = Trajectory("backlog", _SHOP), Trajectory("lost", _SHOP)
    backordered: dict[str, Reading] = {
        "first_day_with_backlog": Days(backlog, 0),
        "last_day_with_backlog": Days(backlog, -1),
        "max_backlog": Largest(backlog),
        "backlog_unit_days": Total(backlog),
        "level_end_of_day_1_to_32": Level(32),
        "recovered_level_day_60": LastLevel(),
    }
    file = "tts-ttr-deterministic"
    survives = Measure("time_to_survive_after_last_delivery_days", _Survival())
    return (
        fixed(file, (*prefixed("B_", **backordered), survives), "backordered"),
        fixed(file, prefixed("L_", total_lost_units=Total(lost), first_day_with_lost_sales=Days(lost, 0)), "lost"),
    )


@dataclass(frozen=True, slots=True)
class _Survival:
    """Days from the last delivery before the gap until the first day with backlog."""

    def read(self, result: Any) -> Figure:
        """Deliveries ordered on day 9, the last before the outage, come at the start of day 12 and last through it."""
        last_delivery = 9 + 3
        return Figure((Days(Trajectory("backlog", _SHOP), 0).read(result).value[0] - 1 - last_delivery,))


def _random() -> tuple[Case, ...]:
    on_hand, backlog = KPI("stock_on_hand", site=_SHOP), KPI("backlog", site=_SHOP)
    supplier_on = Complement(KPI("disrupted_share", site="source"))
    return (
        Case(
            "disruption-onoff-zero-leadtime",
            measures(
                fill_rate=KPI("fill_rate", site=_SHOP),
                avg_backorders=backlog,
                mean_customer_wait=KPI("order_cycle_time", site=_SHOP),
                avg_on_hand=on_hand,
                avg_orders_held_at_supplier=KPI("on_order", site=_SHOP),
                fraction_supplier_on=supplier_on,
            ),
        ),
        Case(
            "disruption-basestock-9-3",
            measures(
                cost_star=KPI("cost_rate"),
                end_on_hand=on_hand,
                end_backlog=backlog,
                stockout_period_fraction=KPI("backlog_share", site=_SHOP),
                fraction_periods_on=supplier_on,
            ),
        ),
        Case(
            "disruption-eoqd-9-1",
            measures(
                cost_poisson_demand=Sum((KPI("cost_rate"),)),
                avg_on_hand=on_hand,
                orders_per_year=KPI("orders_placed", site=_SHOP),
                lost_units_per_year=KPI("lost_sales", site=_SHOP),
                fraction_supplier_on=supplier_on,
            ),
            replications=10,  # of 400 years each: an order more or less at the end of a run must not tell
        ),
    )


CASES: Final = (*_deterministic(), *_random())


def cost_of_lots(quantity: float) -> float:
    """Cost per year of the continuous model of Berk and Arreola-Risa (1994), for the figures of the published case.

    A cycle is the time in which the lot is used up, and then, if the supplier is off by that time, what is left of his
    absence, in which all demand is lost.
    """
    fixed_cost, holding, lost, demand, fails, recovers = 8.0, 0.225, 5.0, 1300.0, 1.5, 14.0
    off = fails / (fails + recovers) * -math.expm1(-(fails + recovers) * quantity / demand)
    cost = fixed_cost + holding * quantity**2 / (2.0 * demand) + lost * demand * off / recovers
    return cost / (quantity / demand + off / recovers)


def best_level(holding: float, backlog: float, demand: float, fails: float, recovers: float) -> float:
    """The best base stock under Markov disruptions and fixed demand: demand of so many periods as the quantile takes.

    The number of periods that a supplier has been off has the distribution 1 - fails / (fails + recovers) (1 -
    recovers)^n. Source: Tomlin (2006), Management Science 52.
    """
    periods = 0
    while 1.0 - fails / (fails + recovers) * (1.0 - recovers) ** periods < backlog / (backlog + holding):
        periods += 1
    return demand * (periods + 1)


def published() -> dict[str, dict[str, float]]:
    """What formulas give, by case and reference name."""
    best = optimize.minimize_scalar(cost_of_lots, bounds=(100, 2000), method="bounded", options={"xatol": 1e-9})
    return {
        "disruption-basestock-9-3": {"S_star": best_level(0.25, 3, 2000, 0.04, 0.25)},
        "disruption-eoqd-9-1": {
            "Q_star_fluid": float(best.x),
            "cost_star_fluid": float(best.fun),
            "cost_fluid_at_Q": cost_of_lots(773),
        },
    }

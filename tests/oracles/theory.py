"""What theory says of each case that it can be asked about: values by case and reference name.

The cases that are ours alone take all their reference values from here; of the published ones, those that are the
answer of a search or need no run.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from scipy import integrate, stats

from tests.oracles import answers, formulas, outages, transport
from tests.oracles.formulas import Prices

Values = dict[str, Any]

_PLANT = {
    "A": formulas.Item({"B": 2, "C": 1}, 1, 20, {}, 1),
    "B": formulas.Item({"D": 2, "C": 3}, 2, 30, {3: 50}, 1),
    "C": formulas.Item({}, 1, 100, {2: 60}, 100),
    "D": formulas.Item({}, 1, 0, {}, 1),
}
_DEMAND = {6: 40, 8: 60, 10: 50, 12: 70}


def _select(values: dict[str, float], *names: str, prefix: str = "") -> Values:
    return {prefix + name: values[name] for name in names}


def _published() -> dict[str, Values]:
    lot = math.sqrt(2 * 8 * 1300 / 0.225)
    grid = {
        f"K{cost}.{name}": value
        for cost in (1, 5, 25, 100, 1000)
        for name, value in formulas.best_reorder_point(50, 1, Prices(cost, 10, 25)).items()
    }
    deviation = 8
    best_level = 50 + deviation * float(stats.norm.ppf(0.70 / 0.88))
    return {
        "eoq-snyder-3-1": {"Q_star": lot, "cost_star_continuous": math.sqrt(2 * 8 * 1300 * 0.225)},
        "rq-poisson-5-8": formulas.best_reorder_point(1.5, 2, Prices(100, 20, 150)),
        "rq-federgruen-zheng-grid": grid,
        "rq-lost-sales-hadley-whitin": {"expected_lost_units_per_cycle": formulas.poisson_loss(7, 6)},
        "newsvendor-normal-4-3": {
            "S_star": best_level,
            "end_backorders": formulas.normal_loss(best_level, 50, deviation),
        },
        "ss-poisson-4-7": {"mean6_sS_star": formulas.best_min_max(6, Prices(5, 1, 4))},
        "bullwhip-ma-iid": {
            f"table_L_p.L{lead_time}_p{periods}": formulas.bullwhip_of_moving_average(lead_time, periods)
            for lead_time in (1, 2, 3, 5)
            for periods in (3, 5, 10, 20)
        },
        "epq-snyder-3-22": formulas.production_lot(80, 110, 4, 0.08),
        "make-to-stock-mm1": {"S_star_h1_b9": formulas.best_made_to_stock(0.8, 1, 9)},
        "mrp-bom-explosion": formulas.requirements(_PLANT, _DEMAND),
        "basestock-poisson": {
            "avg_on_hand": formulas.base_stock(13, 4, 2.5)["on_hand"],
            "avg_backorders": formulas.base_stock(13, 4, 2.5)["backlog"],
        },
    }


def _lead_times() -> dict[str, Values]:
    capacity = {
        **_select(formulas.deterministic_server(0.8, 1, 0), "on_order", "wait", prefix="to_order."),
        **_select(
            formulas.deterministic_server(0.8, 1, 4), "on_hand", "backlog", "fill_rate", "wait", prefix="to_stock."
        ),
    }
    in_sequence = formulas.without_crossing(2, 1, 3)
    palm = formulas.base_stock(13, 4, 2.5)
    names = ("on_order", "on_hand", "backlog", "fill_rate")

    def waits_longer(time: float) -> float:
        return float(stats.poisson.sf(7, 4 * (2.5 - time)))

    return {
        "supplier-capacity": capacity,
        "lane-without-crossing": {
            "in_sequence.in_transit": 2 * in_sequence,
            "in_sequence.wait": in_sequence,
            "crossing.in_transit": 4.0,
            "crossing.wait": 2.0,
        },
        "random-lead-times": {
            **_select(palm, *names, prefix="in_transit."),
            **_select(palm, *names, prefix="at_the_source."),
        },
        "information-delay": {**_select(palm, *names), "in_transit": 4 * 1.5},
        "promised-lead-time": {
            "on_time_in_full": 1 - waits_longer(1),
            "lateness": float(integrate.quad(waits_longer, 1, 2.5)[0]),
        },
        "split-sources": {
            "on_order": 2 * (0.7 * 1 + 0.3 * 4),
            "in_transit_from_near": 2 * 0.7 * 1,
            "in_transit_from_far": 2 * 0.3 * 4,
            "purchase": 2 * (0.7 * 3 + 0.3 * 2),
        },
    }


def _services() -> dict[str, Values]:
    batches = {1: 0.4, 2: 0.3, 3: 0.2, 4: 0.1}
    lost = formulas.erlang_loss(5, 1, 4)
    factors = (0.5, 1.0, 2.0, 0.25, 0.5)
    quarters = ("quarter_1", "quarter_2", "quarter_3", "quarter_4", "next_year")

    def customers(number: int) -> float:
        begin = 10.0 * number
        return formulas.seasonal_mean(lambda t: 20 * factors[number] * (1 + 0.01 * t), begin, begin + 10)

    share, lead_time, periods, correlation = 2 / 5, 2, 5, 0.6
    return {
        "erlang-loss": {
            f"{law}.{name}": value for law in ("constant", "uniform", "gamma") for name, value in lost.items()
        },
        "lost-sales-at-once": formulas.lost_sales_at_once(7, 5),
        "patience-until-review": formulas.patience_until_review(5, 4, 3),
        "lots-under-compound-demand": formulas.cycle_of_compound_demand(
            6, 5, formulas.compound_poisson(1.5 * 2, batches)
        ),
        "seasonal-demand": {f"{name}.customers": customers(number) for number, name in enumerate(quarters)},
        "bullwhip-autoregressive": {
            "variance_ratio": 1 + (2 * share + 2 * lead_time**2 / periods**2) * (1 - correlation**periods)
        },
    }


def _by_hand() -> dict[str, Values]:
    cycles, days = 10, 40
    purchase, ordering = cycles * 20 * 4, cycles * (7 + 20 * 0.5)
    transport = cycles * (11 + 20 * 0.25 + 20 * 3 * 0.1)
    at_shop = 0.02 * 4 * (20 + 15 + 10 + 5) * cycles
    on_the_way = 0.03 * 20 * 2 * cycles
    total = purchase + ordering + transport + at_shop + on_the_way
    revenue = 9 * 5 * days
    freight = 4 * 80 + 4 * 350 * 1.1 + 2600 * 0.01 + 1300 * 0.05
    return {
        "payload-by-hand": {
            "trips": math.ceil(1300 / 400),
            "load_factor": 1300 / 400 / 4,
            "load_size": 1300 / 4,
            "transport": freight,
            "tonne_km": 2.6 * 350,
            "per_unit": freight / 1300,
        },
        "allocation-by-hand": {
            "proportional.north": 15,
            "proportional.south": 5,
            "proportional.owed": 20,
            "first_come.north": 20,
            "first_come.south": 0,
            "first_come.owed": 20,
            "priority.north": 10,
            "priority.south": 10,
            "priority.owed": 20,
        },
        "whole-deliveries": {
            "partial.shop": (6 * 2 + 10 * 2) / 5,
            "partial.depot": 2 * 3 / 5,
            "partial.owed": 4 * 2 / 5,
            "partial.in_transit": (6 + 4) / 5,
            "whole.shop": 10 * 2 / 5,
            "whole.depot": (6 * 2 + 2 * 3) / 5,
            "whole.owed": 10 * 2 / 5,
            "whole.in_transit": 10 / 5,
        },
        "terms-of-supply": {"lots.on_hand": 20, "lots.on_order": 0, "finite.on_hand": 14, "finite.on_order": 6},
        "planned-backorders": {
            "on_hand": (6 + 5 + 4 + 3 + 2 + 1) / 10,
            "backlog": (1 + 2 + 3) / 10,
            "fill_rate": 7 / 10,
            "wait": (1 + 2 + 3) / 10,
            "cost": 2 * 2.1 + 5 * 0.6 + 30 / 10,
        },
        "costs-by-hand": {
            "purchase": purchase,
            "ordering": ordering,
            "transport": transport,
            "holding": at_shop,
            "transit_holding": on_the_way,
            "total": total,
            "revenue": revenue,
            "profit": revenue - total,
        },
    }


@cache
def published() -> dict[str, Values]:
    """Values of published cases that a formula or a search gives, by case and reference name."""
    return {**_published(), **outages.published()}


@cache
def own() -> dict[str, Values]:
    """All reference values of the cases that are ours alone, by case and reference name."""
    return {**_lead_times(), **_services(), **_by_hand(), **transport.values(), **answers.values()}

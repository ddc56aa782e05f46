"""What theory, or a calculation by hand, says of the cases in ``shops.py``: values by case and reference name."""

from __future__ import annotations

import math
from typing import Any

from tests.oracles import queues, transport

Values = dict[str, Any]


def _named(**groups: Values) -> Values:
    """Values of variants under dotted names."""
    return {f"{group}.{name}": value for group, values in groups.items() for name, value in values.items()}


def _some(values: Values, *names: str) -> Values:
    return {name: values[name] for name in names}


def _machines() -> dict[str, Values]:
    classes = queues.two_classes((0.6, 0.5), (0.25, 2.0))
    preferred = {"short": classes["preferred_first"], "long": classes["preferred_second"]}
    # A change of product has probability 1/2 for each job, whatever came before, and then a set-up of an hour.
    changes = queues.one_machine(0.5, 1.5, (1**2 + 2**2) / 2)
    by_pair = 0.4 * 0.7 * 0.3 * (1 + 0.5)
    lots = queues.lots_before_one_machine(0.8, 4)
    good = (12, 16, 20)
    mean, second = sum(good) / 3, sum(units**2 for units in good) / 3
    return {
        "queue-parallel-machines": _named(three=queues.parallel(2.4, 3), two=queues.parallel(1.6, 2)),
        "queue-two-classes": _named(
            first_come={"short": classes["first_come_first"], "long": classes["first_come_second"]},
            shortest_processing_time=preferred,
            earliest_due_date=preferred,
        ),
        "setup-by-pair": _named(
            first_come={**_some(changes, "wait", "cycle_time", "utilisation"), "setup_share": 0.5 * 0.5 * 1},
            by_pair={"setup_share": by_pair, "utilisation": 0.4 + by_pair},
            campaign=queues.campaign(0.3, 0.5),
        ),
        "lots-in-production": _named(
            per_job=_some(queues.one_machine(0.8, 1, 2), "wait", "cycle_time"),
            per_unit=_some(queues.one_machine(0.8, 1, 1 + 1 / 4), "wait", "cycle_time"),
            ordered_by_a_stock=_some(lots, "wait", "cycle_time"),
        ),
        "breakdowns-by-the-calendar": queues.failing_by_the_calendar(0.3, 1 / 20, 1 / 5),
        # A queue with feedback has the numbers of one to which 0.6 / 0.75 = 0.8 jobs come anew: Jackson (1957).
        "scrap-made-again": {"wip": 4.0, "utilisation": 0.8, "quality": 0.75, "time_to_a_good_unit": 4 / 0.6},
        "yield-of-lots": {"on_hand": (second + mean) / (2 * mean), "orders": 10 / mean, "quality": mean / 20},
        "line-of-three": {"throughput": queues.line_of_three()},
    }


def _pull() -> dict[str, Values]:
    one_card = queues.two_machines(0.8, (3, 3), (1, 0.9), 0)
    return {
        "kanban": _named(
            without_capacity=queues.cards_without_capacity(2.4, 4), one_machine=queues.cards_of_one_machine(0.8, 5)
        ),
        "kanban-of-two-stages": _named(
            one_card=_some(one_card, "lost_share", "on_hand", "on_hand_behind", "owed_behind", "utilisation"),
            two_cards=queues.two_machines(0.8, (3, 3), (1, 0), 1.5),
        ),
        # Emptied: of five units four wait 24, 18, 12 and 6 hours, and one is served as it comes.
        "kanban-containers": _named(
            opened={"fill_rate": 1, "backlog": 0},
            emptied={"fill_rate": 0.2, "backlog": (24 + 18 + 12 + 6) / 30},
            emptied_with_a_fifth={"fill_rate": 1, "backlog": 0},
            issued_later={"on_hand": (1 + 7) / 10, "cycle_time": (2 + 3) / 2},
            served_on_arrival={"on_hand": 6 / 10, "wait": 1 / 2, "orders": 2 / 10},
        ),
        "make-to-order-patience": _named(
            exponential=queues.impatient(0.9, lambda x: 2 * (1 - math.exp(-x / 2))),
            constant=queues.impatient(0.9, lambda x: min(x, 2)),
        ),
        "conwip-worst-case": _named(
            w4={"throughput": 1 / 8, "cycle_time": 8 * 4}, w8={"throughput": 1 / 8, "cycle_time": 8 * 8}
        ),
    }


def _assembly() -> dict[str, Values]:
    components = queues.two_components((7, 12), (3, 5), 2)
    waiting = components["waiting"]
    return {
        "assembly-of-three-factories": {
            # Those of the published case of one assembler that buys both components.
            "customer_backorders": 0.3906781439,
            "fill_rate": 0.7027190311,
            "customer_wait": 0.195339072,
            "finished_on_hand": 1.608295195,
            "assembly_orders_waiting": waiting,
            "left_on_hand": 7 - 2 * 3 + waiting,
            "right_on_hand": 12 - 2 * 5 + waiting,
            "left_in_process": 2 * 2,
            "blank_in_process": 2 * 1,
            "right_in_process": 2 * 4,
        },
        "assemble-to-order": _named(
            in_a_day={"backorders": waiting + 2 * 1, "wait": waiting / 2 + 1},
            at_once={"backorders": waiting, "wait": waiting / 2, "fill_rate": components["fill_rate"]},
        ),
    }


def _by_hand() -> dict[str, Values]:
    def ends(*times: float, **others: float) -> Values:
        return {f"job_{number}": time for number, time in enumerate(times, 1)} | others

    return {
        "sequence-by-hand": _named(
            first_come=ends(4, 5, 8, 10),
            earliest_due_date=ends(10, 6, 3, 5),
            shortest_processing_time=ends(10, 1, 6, 3),
            first_come_with_setups=ends(4, 7, 11, 15, setup_share=5 / 20),
            campaign_with_setups=ends(4, 10, 7, 12, setup_share=2 / 20),
        ),
        "interruptions-by-hand": _named(
            by_the_calendar={"cycle_time": (6 + 6) / 2, "utilisation": (6 + 6) / 24},
            by_hours_of_work={"cycle_time": (6 + 3) / 2, "utilisation": (6 + 3) / 24},
            work_is_kept={"cycle_time": 12, "utilisation": 12 / 24},
            shifts={"cycle_time": 182 - 82, "utilisation": 20 / (6 * 8)},
        ),
        "recipes-by-hand": _named(
            by_product={"a": 100, "b": 450 * 9 / 10, "cycle_time": 1},
            co_product={"on_hand": sum(10 * hour for hour in range(1, 11)) / 10, "throughput": 20},
            alternatives={"a": 10, "b": 30 * 1 / 10, "backlog": 10 * 8 / 10},
            shared_component={"p": 5, "q": 7},
            fixed_yield={"a": 50, "p": 100 * 8 / 10, "quality": 0.8},
            one_job={"cycle_time": 10 * 1 + 10 * 2},
            single_units={"cycle_time": 1 + 10 * 2},
        ),
    }


def _docks() -> dict[str, Values]:
    dock = queues.one_machine(0.8, 1, 1)
    five, two = (queues.room(13, 10, most) for most in (5, 2))

    def rooms(found: Values) -> Values:
        return {**_some(found, "on_hand", "fill_rate", "backlog"), "in_transit": 4 * 2.5 + found["at_the_door"]}

    return {
        "receiving-dock": _named(
            at_the_dock={"wait": dock["wait"], "time": dock["cycle_time"], "utilisation": 0.8},
            to_the_shelf={"time": 2, "in_transit": 0.8 * (1 + 2)},
            shipping_dock={"wait": dock["wait"], "time": dock["cycle_time"] + 1, "utilisation": 0.8},
        ),
        "storage-capacity": _named(room_for_five=rooms(five), room_for_two=rooms(two)),
    }


def _vehicles() -> dict[str, Values]:
    quantity = transport.by_quantity()
    streams = {"wait": quantity["mean_wait"], "trips": quantity["shipments_per_day"]}
    return {
        "vehicles-by-hand": _named(
            timetable={"wait": (12 + 36) / 2, "load": 2, "lead_time": 24 + 18, "utilisation": 36 / 48, "trips": 1},
            hours={"wait": 11 / 3, "lead_time": (4.5 + 4.5 + 15.5) / 3},
        ),
        "consolidation-of-streams": _named(products=streams, places=streams),
    }


def values() -> dict[str, Values]:
    """Reference values by case and name."""
    return _machines() | _pull() | _assembly() | _by_hand() | _docks() | _vehicles()

"""The part of the catalogue about single mechanisms of factories, docks and vehicles, each with its own theory."""

from __future__ import annotations

from tests.oracles.figures import KPI
from tests.oracles.runs import Case, fixed, measures, prefixed


def _shop(name: str, product: str = "", factor: float = 1.0) -> KPI:
    return KPI(name, site="shop", product=product, factor=factor)


def _machines() -> tuple[Case, ...]:
    wait, wip, utilisation = _shop("queue_time"), _shop("wip"), _shop("utilisation")
    cycle_time, setup_share = _shop("cycle_time"), _shop("setup_share")
    return (
        *(
            Case(
                "queue-parallel-machines", prefixed(f"{name}.", wait=wait, wip=wip, utilisation=utilisation), 100, name
            )
            for name in ("three", "two")
        ),
        *(
            Case(
                "queue-two-classes",
                prefixed(f"{name}.", short=_shop("cycle_time", "short"), long=_shop("cycle_time", "long")),
                variant=name,
            )
            for name in ("first_come", "shortest_processing_time", "earliest_due_date")
        ),
        Case(
            "setup-by-pair",
            prefixed("first_come.", wait=wait, cycle_time=cycle_time, setup_share=setup_share, utilisation=utilisation),
            variant="first_come",
        ),
        Case(
            "setup-by-pair",
            prefixed("by_pair.", setup_share=setup_share, utilisation=utilisation),
            variant="by_pair",
        ),
        Case(
            "setup-by-pair",
            prefixed("campaign.", wip=wip, cycle_time=cycle_time, setup_share=setup_share, utilisation=utilisation),
            variant="campaign",
        ),
        *(
            Case("lots-in-production", prefixed(f"{name}.", wait=wait, cycle_time=cycle_time), variant=name)
            for name in ("per_job", "per_unit", "ordered_by_a_stock")
        ),
        Case(
            "breakdowns-by-the-calendar",
            measures(
                wip=wip,
                cycle_time=cycle_time,
                availability=_shop("availability"),
                working=KPI("utilisation", site="shop", category="processing"),
            ),
        ),
        Case(
            "scrap-made-again",
            measures(
                wip=wip, utilisation=utilisation, quality=_shop("quality"), time_to_a_good_unit=_shop("unit_cycle_time")
            ),
        ),
        Case(
            "yield-of-lots",
            measures(on_hand=_shop("stock_on_hand"), orders=_shop("orders_placed"), quality=_shop("quality")),
        ),
        Case("line-of-three", measures(throughput=KPI("throughput", site="plant"))),
    )


def _pull() -> tuple[Case, ...]:
    on_hand, lost_share, utilisation = _shop("stock_on_hand"), _shop("lost_share"), _shop("utilisation")
    first = KPI("utilisation", site="plant", resource="first")
    return (
        Case(
            "kanban",
            prefixed("without_capacity.", fill_rate=_shop("fill_rate"), on_hand=on_hand, backlog=_shop("backlog")),
            variant="without_capacity",
        ),
        Case(
            "kanban",
            prefixed("one_machine.", lost_share=lost_share, on_hand=on_hand, utilisation=utilisation),
            variant="one_machine",
        ),
        Case(
            "kanban-of-two-stages",
            prefixed(
                "one_card.",
                lost_share=KPI("lost_share", site="plant"),
                on_hand=KPI("stock_on_hand", site="plant", product="final"),
                on_hand_behind=KPI("stock_on_hand", site="plant", product="part"),
                owed_behind=KPI("waiting_for_release", site="plant", product="final", factor=1.0),
                utilisation=first,
            ),
            variant="one_card",
        ),
        Case(
            "kanban-of-two-stages",
            prefixed(
                "two_cards.",
                lost_share=KPI("lost_share", site="user"),
                on_hand=KPI("stock_on_hand", site="user"),
                on_hand_behind=KPI("stock_on_hand", site="plant"),
                owed_behind=KPI("backlog", site="plant"),
                under_way=KPI("in_transit", site="user"),
                utilisation=KPI("utilisation", site="plant"),
            ),
            variant="two_cards",
        ),
        *(
            fixed(
                "kanban-containers", prefixed(f"{name}.", fill_rate=_shop("fill_rate"), backlog=_shop("backlog")), name
            )
            for name in ("opened", "emptied", "emptied_with_a_fifth")
        ),
        fixed(
            "kanban-containers",
            prefixed(
                "served_on_arrival.", on_hand=on_hand, wait=_shop("unit_cycle_time"), orders=_shop("orders_placed")
            ),
            "served_on_arrival",
        ),
        fixed(
            "kanban-containers",
            prefixed(
                "issued_later.",
                on_hand=KPI("stock_on_hand", site="shop", product="part"),
                cycle_time=KPI("order_cycle_time", customer="buyers"),
            ),
            "issued_later",
        ),
        *(
            Case(
                "make-to-order-patience",
                prefixed(f"{name}.", lost_share=lost_share, utilisation=utilisation, throughput=_shop("throughput")),
                variant=name,
            )
            for name in ("exponential", "constant")
        ),
        *(
            fixed(
                "conwip-worst-case",
                prefixed(
                    f"{name}.", throughput=KPI("throughput", site="fab"), cycle_time=KPI("cycle_time", site="fab")
                ),
                name,
            )
            for name in ("w4", "w8")
        ),
    )


def _assembly() -> tuple[Case, ...]:
    def final(name: str) -> KPI:
        return KPI(name, site="plant", product="final")

    return (
        Case(
            "assembly-of-three-factories",
            measures(
                customer_backorders=final("backlog"),
                fill_rate=final("fill_rate"),
                customer_wait=final("unit_cycle_time"),
                finished_on_hand=final("stock_on_hand"),
                assembly_orders_waiting=final("waiting_for_release"),
                left_on_hand=KPI("stock_on_hand", site="plant", product="left"),
                right_on_hand=KPI("stock_on_hand", site="plant", product="right"),
                left_in_process=KPI("wip", site="foundry", product="left"),
                blank_in_process=KPI("wip", site="foundry", product="blank"),
                right_in_process=KPI("wip", site="mill"),
            ),
        ),
        Case(
            "assemble-to-order",
            prefixed("in_a_day.", backorders=final("backlog"), wait=final("unit_cycle_time")),
            variant="in_a_day",
        ),
        Case(
            "assemble-to-order",
            prefixed(
                "at_once.", backorders=final("backlog"), wait=final("unit_cycle_time"), fill_rate=final("fill_rate")
            ),
            variant="at_once",
        ),
    )


def _by_hand() -> tuple[Case, ...]:
    def plant(name: str, product: str = "") -> KPI:
        return KPI(name, site="plant", product=product)

    def cycle_of(customer: str) -> KPI:
        return KPI("order_cycle_time", customer=customer)

    jobs = {f"job_{number}": cycle_of(f"job_{number}") for number in (1, 2, 3, 4)}
    setups = {"setup_share": _shop("setup_share")}
    recipes = {
        "by_product": {
            "a": plant("stock_on_hand", "a"), "b": plant("stock_on_hand", "b"), "cycle_time": cycle_of("buyers"),
        },
        "co_product": {"on_hand": plant("stock_on_hand", "q"), "throughput": plant("throughput", "p")},
        "alternatives": {
            "a": plant("stock_on_hand", "a"), "b": plant("stock_on_hand", "b"), "backlog": plant("backlog", "p"),
        },
        "shared_component": {
            "p": KPI("order_cycle_time", customer="buyers", product="p"),
            "q": KPI("order_cycle_time", customer="buyers", product="q"),
        },
        "fixed_yield": {
            "a": plant("stock_on_hand", "a"), "p": plant("stock_on_hand", "p"), "quality": plant("quality"),
        },
        "one_job": {"cycle_time": cycle_of("buyers")},
        "single_units": {"cycle_time": cycle_of("buyers")},
    }  # fmt: skip
    interruptions = ("by_the_calendar", "by_hours_of_work", "work_is_kept", "shifts")
    return (
        *(
            fixed("sequence-by-hand", prefixed(f"{name}.", **jobs), name)
            for name in ("first_come", "earliest_due_date", "shortest_processing_time")
        ),
        *(
            fixed("sequence-by-hand", prefixed(f"{name}.", **jobs, **setups), name)
            for name in ("first_come_with_setups", "campaign_with_setups")
        ),
        *(
            fixed(
                "interruptions-by-hand",
                prefixed(f"{name}.", cycle_time=cycle_of("buyers"), utilisation=_shop("utilisation")),
                name,
            )
            for name in interruptions
        ),
        *(fixed("recipes-by-hand", prefixed(f"{name}.", **readings), name) for name, readings in recipes.items()),
    )


def _docks() -> tuple[Case, ...]:
    return (
        Case(
            "receiving-dock",
            prefixed(
                "at_the_dock.",
                wait=_shop("waiting_at_dock"),
                time=_shop("dock_to_stock_time"),
                utilisation=KPI("dock_utilisation", site="shop"),
            ),
            variant="at_the_dock",
        ),
        Case(
            "receiving-dock",
            prefixed("to_the_shelf.", time=_shop("dock_to_stock_time"), in_transit=_shop("in_transit")),
            variant="to_the_shelf",
        ),
        Case(
            "receiving-dock",
            prefixed(
                "shipping_dock.",
                wait=_shop("waiting_at_dock"),
                time=_shop("unit_cycle_time"),
                utilisation=KPI("dock_utilisation", site="shop"),
            ),
            variant="shipping_dock",
        ),
        *(
            Case(
                "storage-capacity",
                prefixed(
                    f"{name}.",
                    on_hand=_shop("stock_on_hand"),
                    in_transit=_shop("in_transit"),
                    fill_rate=_shop("fill_rate"),
                    backlog=_shop("backlog"),
                ),
                variant=name,
            )
            for name in ("room_for_five", "room_for_two")
        ),
    )


def _vehicles() -> tuple[Case, ...]:
    wait, trips = KPI("waiting_for_vehicle"), KPI("trips")
    lead_time, load = KPI("lane_lead_time", lane="supply"), KPI("load_size", resource="truck")
    return (
        fixed(
            "vehicles-by-hand",
            prefixed(
                "timetable.",
                wait=wait,
                load=load,
                lead_time=lead_time,
                utilisation=KPI("fleet_utilisation", resource="truck"),
                trips=KPI("trips", factor=48.0),
            ),
            "timetable_and_one_truck",
        ),
        fixed("vehicles-by-hand", prefixed("hours.", wait=wait, lead_time=lead_time), "hours"),
        *(
            Case("consolidation-of-streams", prefixed(f"{name}.", wait=wait, trips=trips), variant=name)
            for name in ("products", "places")
        ),
    )


CASES: tuple[Case, ...] = (*_machines(), *_pull(), *_assembly(), *_by_hand(), *_docks(), *_vehicles())

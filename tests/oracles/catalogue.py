"""The catalogue: which figures of which runs are held against which reference values."""

from __future__ import annotations

from tests.oracles import outages, production, shops
from tests.oracles.figures import KPI, Largest, Last, Sum, Trajectory
from tests.oracles.runs import Case, Measure
from tests.oracles.runs import fixed as _fixed
from tests.oracles.runs import measures as _measures
from tests.oracles.runs import prefixed as _prefixed

STAGES = ("retailer", "wholesaler", "distributor", "factory")


def _trajectories() -> tuple[Measure, ...]:
    measures = (("on_hand", "on_hand"), ("backlog", "backlog"), ("order", "ordered"))
    return tuple(
        Measure(f"trajectory.{reference}.{stage}", Trajectory(measure, stage))
        for reference, measure in measures
        for stage in STAGES
    )


def _costs_of_stages() -> tuple[Measure, ...]:
    stages = tuple(Measure(f"cost_by_stage.{stage}", KPI("total_cost", site=stage)) for stage in STAGES)
    return (*stages, Measure("cost_total", KPI("total_cost")))


def _beer_games() -> tuple[Case, ...]:
    pass_through = (
        *_costs_of_stages(),
        *(Measure(f"final_on_hand.{stage}", Last(Trajectory("on_hand", stage))) for stage in STAGES),
        *(Measure(f"final_backlog.{stage}", Last(Trajectory("backlog", stage))) for stage in STAGES),
        *_trajectories(),
    )
    anchor_and_adjust = (
        *_costs_of_stages(),
        *(Measure(f"max_order.{stage}", Largest(Trajectory("ordered", stage))) for stage in STAGES),
        *(Measure(f"max_backlog.{stage}", Largest(Trajectory("backlog", stage))) for stage in STAGES),
        *_trajectories(),
    )
    return (_fixed("beergame-pass-through", pass_through), _fixed("beergame-anchor-adjust-mean", anchor_and_adjust))


def _bullwhips() -> tuple[Case, ...]:
    net_stock = Sum((KPI("stock_on_hand", site="shop"), KPI("backlog", site="shop", factor=-1.0)))
    bullwhip = KPI("bullwhip", site="shop")
    return (
        Case(
            "bullwhip-ma-iid",
            _measures(variance_ratio=bullwhip, mean_order=KPI("order_size", site="shop")),
            replications=20,
        ),
        *(
            Case("bullwhip-ma-iid", (Measure(f"table_L_p.{name}", bullwhip),), replications=20, variant=name)
            for name in (f"L{lead_time}_p{periods}" for lead_time in (1, 2, 3, 5) for periods in (3, 5, 10, 20))
        ),
        Case("bullwhip-exponential-smoothing", _measures(variance_ratio=bullwhip), replications=20),
        Case(
            "bullwhip-proportional-out",
            _measures(
                order_variance_ratio=bullwhip,
                net_stock_variance_ratio=KPI("net_stock_amplification", site="shop"),
                mean_net_stock=net_stock,
            ),
            replications=20,
        ),
        Case("bullwhip-autoregressive", _measures(variance_ratio=bullwhip), replications=20),
    )


def _base_stocks() -> tuple[Case, ...]:
    on_hand, backlog = KPI("stock_on_hand", site="shop"), KPI("backlog", site="shop")
    fill_rate, wait = KPI("fill_rate", site="shop"), KPI("unit_cycle_time", site="shop")
    return (
        Case(
            "basestock-poisson",
            _measures(
                avg_on_hand=on_hand,
                avg_backorders=backlog,
                fill_rate=fill_rate,
                mean_wait_all_customers=KPI("order_cycle_time", site="shop"),
                avg_units_on_order=KPI("on_order", site="shop"),
                prob_no_stock=KPI("out_of_stock_share", site="shop"),
            ),
        ),
        Case(
            "basestock-stuttering-poisson",
            _measures(
                avg_on_hand=on_hand,
                avg_backorders_units=backlog,
                unit_fill_rate=fill_rate,
                order_complete_rate=KPI("order_fill_rate", site="shop"),
                mean_unit_wait=wait,
            ),
        ),
        Case(
            "basestock-periodic-poisson",
            _measures(
                end_on_hand=on_hand,
                end_backorders=backlog,
                unit_fill_rate=fill_rate,
                stockout_period_fraction=KPI("backlog_share", site="shop"),
            ),
        ),
        Case(
            "rs-periodic-review-normal",
            _measures(
                end_on_hand=on_hand,
                end_backorders=backlog,
                unit_fill_rate=fill_rate,
                cycle_service_level=KPI("cycle_service", site="shop"),
                mean_order_size=KPI("order_size", site="shop"),
            ),
        ),
        Case(
            "newsvendor-normal-4-3",
            _measures(
                cost_per_period=KPI("cost_rate"),
                end_on_hand=on_hand,
                end_backorders=backlog,
                prob_no_stockout_in_period=KPI("ready_rate", site="shop"),
                unit_fill_rate=fill_rate,
            ),
        ),
    )


def _reorder_points() -> tuple[Case, ...]:
    on_hand, backlog = KPI("stock_on_hand", site="shop"), KPI("backlog", site="shop")
    orders, cost = KPI("orders_placed", site="shop"), KPI("cost_rate")
    return (
        Case(
            "rq-poisson-5-8",
            _measures(
                avg_on_hand=on_hand,
                avg_backorders=backlog,
                fill_rate=KPI("fill_rate", site="shop"),
                orders_per_time=orders,
                mean_customer_wait=KPI("order_cycle_time", site="shop"),
                total_cost_rate=cost,
            ),
        ),
        *(
            Case("rq-federgruen-zheng-grid", _prefixed(f"{name}.", cost_star=cost), variant=name)
            for name in ("K1", "K5", "K25", "K100", "K1000")
        ),
        Case(
            "rq-lost-sales-hadley-whitin",
            _measures(
                lost_fraction=KPI("lost_share", site="shop"),
                avg_on_hand=on_hand,
                orders_per_week=orders,
                cost_per_week=cost,
            ),
        ),
        Case("ss-poisson-4-7", _measures(mean6_cost=cost)),
        *_law_and_kelton(),
        *(
            Case(
                "lostsales-zipkin-p4-p19",
                _prefixed(f"{name}_", cost=cost, lost_units_per_period=KPI("lost_sales", site="shop")),
                variant=name,
            )
            for name in ("p4_L1", "p4_L2", "p4_L3", "p4_L4", "p19_L1", "p19_L2", "p19_L3", "p19_L4")
        ),
        _fixed(
            "eoq-snyder-3-1",
            _measures(
                avg_on_hand_unit_demand=on_hand,
                orders_per_year=KPI("orders_placed", site="shop", factor=1300.0),
                total_cost_per_year_unit_demand=KPI("cost_rate", factor=1300.0),
            ),
        ),
    )


def _law_and_kelton() -> tuple[Case, ...]:
    cases: list[Case] = []
    for policy in ("20_40", "20_80", "40_60", "40_100", "60_100"):
        monthly = _prefixed(
            f"policy_{policy}_",
            total=KPI("cost_rate"),
            ordering=KPI("cost_rate", category="ordering"),
            holding=KPI("cost_rate", category="holding"),
            shortage=KPI("cost_rate", category="backlog"),
        )
        printed = Measure(f"published_single_run_total.{policy}", KPI("cost_rate"))
        stationary = _prefixed(f"policy_{policy}_", long_run_total=KPI("cost_rate"))
        name = f"policy_{policy}"
        cases.append(Case("ss-lawkelton-dev", (*monthly, printed), replications=2000, variant=name))
        cases.append(Case("ss-lawkelton-dev", stationary, variant=f"{name}_long_run"))
    return tuple(cases)


def _echelons() -> tuple[Case, ...]:
    bases = ("base1", "base2", "base3", "base4")

    def of_bases(name: str) -> Sum:
        return Sum(tuple(KPI(name, site=base, factor=0.25) for base in bases))

    metric = Measure("each_base_backorders_METRIC_approximation", of_bases("backlog"), scale="each_base_backorders")
    return (
        Case(
            "serial-poisson-two-stage",
            _measures(
                retailer_backorders=KPI("backlog", site="retailer"),
                retailer_fill_rate=KPI("fill_rate", site="retailer"),
                retailer_on_hand=KPI("stock_on_hand", site="retailer"),
                customer_wait=KPI("order_cycle_time", site="retailer"),
                warehouse_backorders=KPI("backlog", site="depot"),
                warehouse_on_hand=KPI("stock_on_hand", site="depot"),
                retailer_order_delay_at_warehouse=KPI("backlog", site="depot", factor=1 / 3),
                in_transit_to_retailer=KPI("in_transit", site="retailer"),
            ),
        ),
        Case(
            "serial-clark-scarf-6-1",
            _measures(
                cost_at_published_S=KPI("cost_rate"),
                backorders_stage1=KPI("backlog", site="stage1"),
                on_hand_stage1=KPI("stock_on_hand", site="stage1"),
                on_hand_stage2=KPI("stock_on_hand", site="stage2"),
                on_hand_stage3=KPI("stock_on_hand", site="stage3"),
                in_transit_holding_cost=Sum(
                    (KPI("in_transit", site="stage1", factor=4.0), KPI("in_transit", site="stage2", factor=2.0))
                ),
            ),
            replications=20,
        ),
        Case(
            "distribution-metric-identical",
            (
                *_measures(
                    depot_backorders=KPI("backlog", site="depot"),
                    depot_on_hand=KPI("stock_on_hand", site="depot"),
                    depot_delay=KPI("backlog", site="depot", factor=1 / 2),
                    each_base_backorders=of_bases("backlog"),
                    each_base_fill_rate=of_bases("fill_rate"),
                    each_base_on_hand=of_bases("stock_on_hand"),
                    each_base_customer_wait=of_bases("order_cycle_time"),
                ),
                metric,
            ),
            least=20,
        ),
    )


def _lead_times() -> tuple[Case, ...]:
    on_hand, backlog = KPI("stock_on_hand", site="shop"), KPI("backlog", site="shop")
    fill_rate, wait = KPI("fill_rate", site="shop"), KPI("unit_cycle_time", site="shop")
    on_order, in_transit = KPI("on_order", site="shop"), KPI("in_transit", site="shop")
    return (
        Case(
            "supplier-capacity",
            _prefixed("to_order.", on_order=on_order, wait=wait),
            variant="to_order",
        ),
        Case(
            "supplier-capacity",
            _prefixed("to_stock.", on_hand=on_hand, backlog=backlog, fill_rate=fill_rate, wait=wait),
            variant="to_stock",
        ),
        *(
            Case("lane-without-crossing", _prefixed(f"{name}.", in_transit=in_transit, wait=wait), variant=name)
            for name in ("in_sequence", "crossing")
        ),
        *(
            Case(
                "random-lead-times",
                _prefixed(f"{name}.", on_order=on_order, on_hand=on_hand, backlog=backlog, fill_rate=fill_rate),
                variant=name,
            )
            for name in ("in_transit", "at_the_source")
        ),
        Case(
            "information-delay",
            _measures(on_order=on_order, in_transit=in_transit, on_hand=on_hand, backlog=backlog, fill_rate=fill_rate),
        ),
        Case(
            "promised-lead-time",
            _measures(on_time_in_full=KPI("on_time_in_full", site="shop"), lateness=KPI("lateness", site="shop")),
        ),
        Case(
            "split-sources",
            _measures(
                on_order=on_order,
                in_transit_from_near=KPI("in_transit", lane="from_near"),
                in_transit_from_far=KPI("in_transit", lane="from_far"),
                purchase=KPI("cost_rate", category="purchase"),
            ),
        ),
    )


def _services() -> tuple[Case, ...]:
    on_hand, backlog = KPI("stock_on_hand", site="shop"), KPI("backlog", site="shop")
    lost_share, lost_units = KPI("lost_share", site="shop"), KPI("lost_sales", site="shop")
    return (
        *(
            Case(
                "erlang-loss",
                _prefixed(f"{name}.", lost_share=lost_share, on_order=KPI("on_order", site="shop"), on_hand=on_hand),
                variant=name,
            )
            for name in ("constant", "uniform", "gamma")
        ),
        Case("lost-sales-at-once", _measures(lost_units=lost_units, on_hand=on_hand, lost_share=lost_share)),
        Case("patience-until-review", _measures(lost_share=lost_share, backlog=backlog, lost_units=lost_units)),
        Case("lots-under-compound-demand", _measures(on_hand=on_hand, backlog=backlog)),
        *(
            Case("seasonal-demand", _prefixed(f"{name}.", customers=KPI("revenue")), replications=400, variant=name)
            for name in ("quarter_1", "quarter_2", "quarter_3", "quarter_4", "next_year")
        ),
    )


def _by_hand() -> tuple[Case, ...]:
    on_hand = KPI("stock_on_hand", site="shop")
    return (
        *(
            _fixed(
                "allocation-by-hand",
                _prefixed(
                    f"{name}.",
                    north=KPI("stock_on_hand", site="north"),
                    south=KPI("stock_on_hand", site="south"),
                    owed=KPI("backlog", site="depot"),
                ),
                name,
            )
            for name in ("proportional", "first_come", "priority")
        ),
        *(
            _fixed(
                "whole-deliveries",
                _prefixed(
                    f"{name}.",
                    shop=on_hand,
                    depot=KPI("stock_on_hand", site="depot"),
                    owed=KPI("backlog", site="depot"),
                    in_transit=KPI("in_transit", site="shop"),
                ),
                name,
            )
            for name in ("partial", "whole")
        ),
        *(
            _fixed(
                "terms-of-supply", _prefixed(f"{name}.", on_hand=on_hand, on_order=KPI("on_order", site="shop")), name
            )
            for name in ("lots", "finite")
        ),
        _fixed(
            "planned-backorders",
            _measures(
                on_hand=on_hand,
                backlog=KPI("backlog", site="shop"),
                fill_rate=KPI("fill_rate", site="shop"),
                wait=KPI("unit_cycle_time", site="shop"),
                cost=KPI("cost_rate"),
            ),
        ),
        _fixed(
            "costs-by-hand",
            _measures(
                purchase=KPI("total_cost", category="purchase"),
                ordering=KPI("total_cost", category="ordering"),
                transport=KPI("total_cost", category="transport"),
                holding=KPI("total_cost", category="holding"),
                transit_holding=KPI("total_cost", category="transit_holding"),
                total=KPI("total_cost"),
                revenue=KPI("revenue"),
                profit=KPI("profit"),
            ),
        ),
    )


def _carriers() -> tuple[Case, ...]:
    wait, load = KPI("waiting_for_vehicle"), KPI("load_size", resource="truck")
    trips, utilisation = KPI("trips"), KPI("fleet_utilisation", resource="truck")
    return (
        Case("carrier-consolidation", _prefixed("a.", mean_wait=wait, shipments_per_day=trips), variant="a"),
        *(
            Case(
                "carrier-consolidation",
                _prefixed(f"{name}.", mean_wait=wait, mean_load=load, shipments_per_day=trips),
                variant=name,
            )
            for name in ("b", "c", "hybrid")
        ),
        Case(
            "carrier-consolidation",
            _prefixed("one_a_day.", mean_wait=wait, mean_load=load, load_factor=KPI("load_factor")),
            variant="one_a_day",
        ),
        Case(
            "fleet-that-is-short",
            _prefixed("one_truck.", wait=wait, lead_time=KPI("lane_lead_time", lane="supply"), utilisation=utilisation),
            variant="one_truck",
        ),
        Case("fleet-that-is-short", _prefixed("two_trucks.", wait=wait, utilisation=utilisation), variant="two_trucks"),
        Case(
            "fleet-that-is-short",
            _prefixed(
                "two_lanes.",
                wait_near=KPI("waiting_for_vehicle", lane="supply"),
                wait_far=KPI("waiting_for_vehicle", lane="errands"),
                utilisation=utilisation,
            ),
            variant="two_lanes",
        ),
        _fixed(
            "payload-by-hand",
            _measures(
                trips=KPI("trips", factor=10.0),
                load_factor=KPI("load_factor"),
                load_size=KPI("load_size"),
                transport=KPI("total_cost", category="transport"),
                tonne_km=KPI("tonne_km", category="road", factor=10.0),
                per_unit=KPI("freight_cost_per_unit", lane="supply"),
            ),
        ),
    )


CASES: tuple[Case, ...] = (
    *_beer_games(),
    *_bullwhips(),
    *_base_stocks(),
    *_reorder_points(),
    *_echelons(),
    *_lead_times(),
    *_services(),
    *_by_hand(),
    *_carriers(),
    *production.CASES,
    *shops.CASES,
    *outages.CASES,
)

_SEARCHED = "the answer of a search, not of a run; the cost of the policy it belongs to is measured instead"
LEFT_OUT: dict[str, dict[str, str]] = {
    **production.LEFT_OUT,
    "lostsales-zipkin-p4-p19": {
        f"{name}_best_S": f"{_SEARCHED}, and the chain to search over has no closed form"
        for name in ("p4_L1", "p4_L2", "p4_L3", "p4_L4", "p19_L1", "p19_L2", "p19_L3", "p19_L4")
    },
    "serial-clark-scarf-6-1": dict.fromkeys(
        ("C_star_published", "cost_optimal", "S_star_echelon"),
        f"{_SEARCHED}, and the search needs a convolution over a fine grid",
    ),
}
"""Reference values that nothing is held against, and why."""

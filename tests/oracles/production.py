"""The part of the catalogue that is about factories: queues, lines, stocks that are made to, and bills of materials."""

from __future__ import annotations

from tests.oracles.figures import KPI, Complement, Ratio, Trajectory
from tests.oracles.runs import Case, Measure, fixed, measures, prefixed

_HALF_WIDTH_OF_A_JOB = "the squared coefficient of variation of single jobs is no KPI; the mean wait follows from it"


def _queues() -> tuple[Case, ...]:
    utilisation, wait = KPI("utilisation", site="shop"), KPI("queue_time", site="shop")
    wip, cycle_time = KPI("wip", site="shop"), KPI("cycle_time", site="shop")
    return (
        Case(
            "queue-mm1",
            measures(
                utilisation=utilisation,
                mean_wait_in_queue=wait,
                mean_cycle_time=cycle_time,
                mean_number_in_system=wip,
                mean_number_in_queue=KPI("queue_length", site="shop"),
                prob_cycle_time_gt_10h=Complement(KPI("on_time_in_full")),
            ),
        ),
        Case(
            "queue-mm1",
            measures(prob_5_or_more_in_system=KPI("out_of_stock_share", site="shop")),
            variant="to_stock",
        ),
        Case(
            "queue-mm1k",
            measures(
                blocking_probability=KPI("lost_share"),
                mean_number_in_system=wip,
                throughput=KPI("throughput", site="shop"),
                mean_cycle_time_of_accepted=cycle_time,
                utilisation=utilisation,
            ),
        ),
        *(
            Case(
                "queue-mg1-pk",
                (Measure(f"mean_wait_{name}", wait), Measure(f"mean_wip_{name}", wip)),
                variant=name,
            )
            for name in ("deterministic_1h", "gamma_k4_mean1", "lognormal_mean1_scv2")
        ),
        *(
            Case(
                "machine-breakdowns-factory-physics",
                prefixed(
                    f"{machine}_",
                    availability=KPI("availability", site="shop"),
                    effective_process_time=Ratio(utilisation, KPI("throughput", site="shop"), factor=60.0),
                    mean_wait_in_queue=KPI("queue_time", site="shop", factor=60.0),
                    utilisation_incl_repair=utilisation,
                    mean_cycle_time=KPI("cycle_time", site="shop", factor=60.0),
                ),
                variant=variant,
            )
            for machine, variant in (("hare_X19", "hare"), ("tortoise_2000", "tortoise"))
        ),
    )


def _lines() -> tuple[Case, ...]:
    throughput, cycle_time = KPI("throughput", site="plant"), KPI("cycle_time", site="fab")
    instances = {
        "no_place": "mu1_1.0_mu2_1.0_buffer0",
        "three_places": "mu1_1.0_mu2_1.0_buffer3",
        "faster_second": "mu1_1.0_mu2_1.25_buffer2",
        "slower_second": "mu1_1.2_mu2_0.9_buffer4",
    }
    return (
        *(
            Case(
                "line-two-machines-finite-buffer",
                (Measure(f"{instance}_throughput", throughput),),
                variant=variant,
            )
            for variant, instance in instances.items()
        ),
        *(
            fixed(
                "pennyfab-conwip",
                (
                    Measure(f"w{cards}_TH_deterministic", KPI("throughput", site="fab")),
                    Measure(f"w{cards}_CT_deterministic", cycle_time),
                ),
                f"w{cards}_deterministic",
            )
            for cards in (1, 2, 4, 6, 8, 12)
        ),
        *(
            Case(
                "pennyfab-conwip",
                (
                    Measure(f"w{cards}_TH_exponential", KPI("throughput", site="fab")),
                    Measure(f"w{cards}_CT_exponential", cycle_time),
                ),
                variant=f"w{cards}_exponential",
            )
            for cards in (1, 2, 4, 6, 8, 12)
        ),
    )


def _stocks() -> tuple[Case, ...]:
    def of(product: str, name: str) -> KPI:
        return KPI(name, site="plant", product=product)

    years = 880.0  # periods of the production lots
    return (
        Case(
            "make-to-stock-mm1",
            measures(
                backorders=KPI("backlog", site="plant"),
                customer_wait=KPI("unit_cycle_time", site="plant"),
                fill_rate=KPI("fill_rate", site="plant"),
                on_hand=KPI("stock_on_hand", site="plant"),
                mean_orders_at_machine=KPI("wip", site="plant"),
                cost_rate_h1_b9=KPI("cost_rate"),
            ),
        ),
        fixed(
            "epq-snyder-3-22",
            measures(
                cycle_length=Ratio(KPI("orders_placed", site="plant"), None, factor=1 / years),
                runs_per_time=KPI("orders_placed", site="plant", factor=years),
                avg_on_hand_discrete=KPI("stock_on_hand", site="plant"),
                machine_utilisation=KPI("utilisation", site="plant"),
                cost_rate_discrete=KPI("cost_rate", factor=years),
                backorders=KPI("backlog", site="plant"),
            ),
        ),
        Case(
            "assembly-two-components",
            measures(
                customer_backorders=of("final", "backlog"),
                fill_rate=of("final", "fill_rate"),
                customer_wait=of("final", "unit_cycle_time"),
                finished_on_hand=of("final", "stock_on_hand"),
                assembly_orders_waiting=KPI("waiting_for_release", site="plant"),
                work_in_assembly=KPI("wip", site="plant"),
                component_A_on_hand_physical=of("left", "stock_on_hand"),
                component_B_on_hand_physical=of("right", "stock_on_hand"),
            ),
        ),
    )


def _plans() -> tuple[Case, ...]:
    records = tuple(
        Measure(f"item_{item}.{reference}", Trajectory(measure, "plant", item))
        for item in "ABCD"
        for reference, measure in (
            ("gross", "received"),
            ("planned_releases", "ordered"),
            ("projected_on_hand", "on_hand"),
        )
    )
    lots = measures(
        cost_star=KPI("total_cost"), plan=Trajectory("ordered", "shop"), end_inventory=Trajectory("on_hand", "shop")
    )
    return (
        fixed("mrp-bom-explosion", records),
        *(fixed("mrp-wagner-whitin-3-9", lots, variant) for variant in ("bought", "made")),
    )


CASES: tuple[Case, ...] = (*_queues(), *_lines(), *_stocks(), *_plans())

LEFT_OUT: dict[str, dict[str, str]] = {
    "machine-breakdowns-factory-physics": dict.fromkeys(
        ("hare_X19_effective_scv", "tortoise_2000_effective_scv"), _HALF_WIDTH_OF_A_JOB
    ),
    "epq-snyder-3-22": {"avg_on_hand_fluid": "the fluid shortcut; the value for whole units is measured instead"},
}
"""Reference values of factories that nothing is held against, and why."""

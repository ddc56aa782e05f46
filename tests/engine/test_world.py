"""A world as a whole: what order decides, what a run leaves behind, and that nothing is left over."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
import simpy
import yaml

from sim.engine import agenda as agenda_module
from sim.engine import world
from sim.engine.world import is_random, simulate
from sim.errors import RunError
from sim.ledger.books import Books
from sim.ledger.digest import digest
from sim.ledger.journal import Journal
from sim.ledger.tables import MoneyKind
from sim.scenario.network import Network
from sim.streams import Luck
from tests.engine.worlds import account, customer, document, lane, planned, play, supplier, warehouse
from tests.networks import read, run

ROOT = Path(__file__).resolve().parents[2]


def series(days=400):
    with (ROOT / "benchmarks" / "scenarios" / "w2.yaml").open(encoding="utf-8") as file:
        document = yaml.safe_load(file)
    document["time"]["horizon"] = days
    return run(document)


def cost(books):
    return float(books.money["amount"].sum()) / books.end


def turned_round(levels):
    last = max(levels.values())
    return {node: level if level in (0, last) else last - level for node, level in levels.items()}


def test_on_four_stages_the_order_of_reviews_decides_the_cost(monkeypatch):
    right = cost(series())
    assert 170 < right < 215
    levels = Network.levels.func
    monkeypatch.setattr(Network, "levels", property(lambda self: turned_round(levels(self))))
    assert cost(series()) > 1000


def test_names_of_stages_do_not_matter():
    def stages(*names):
        policy = {"kind": "base_stock", "level": 110, "review": 1}
        sites = {"source": supplier(), **{name: warehouse(110, policy, costs={"holding": 1}) for name in names}}
        demand = {"kind": "periodic", "quantity": {"kind": "poisson", "mean": 50}}
        sites["people"] = customer(names[-1], demand=demand)
        lanes = {f"to_{name}": lane(a, name, 2) for a, name in zip(("source", *names), names, strict=False)}
        return cost(play(sites, lanes, 60))

    assert stages("a", "b", "c", "d") == stages("d", "c", "b", "a") == stages("b", "d", "a", "c")


# --------------------------------------------------------------------------------------------------- nothing left over


def noisy():
    sites = {
        "s": supplier(price=1, capacity=30),
        "w": warehouse(20, {"kind": "min_max", "reorder_point": 10, "up_to": 30}, costs={"per_order": 5}),
        "c": customer("w", demand={"kind": "poisson", "rate": 5}, price=2, when_short={"kind": "wait", "patience": 1}),
    }
    return document(sites, [lane("s", "w", {"kind": "exponential", "mean": 1})], 200)


def test_two_runs_of_one_scenario_in_one_process_are_identical():
    scenario = read(noisy())
    first, second = (Books.of(simulate(scenario, Luck(7))) for _ in range(2))
    for table in ("goods", "orders", "events", "posted_money", "states", "forecasts"):
        assert np.array_equal(getattr(first, table), getattr(second, table))
    assert digest(first) == digest(second) != digest(Books.of(simulate(scenario, Luck(8))))


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collection_is_off_during_a_run_and_as_it_was_afterwards(monkeypatch, enabled):
    seen = []
    close = world._close
    monkeypatch.setattr(world, "_close", lambda wiring: [seen.append(gc.isenabled()), close(wiring)][1])
    (gc.enable if enabled else gc.disable)()
    try:
        run(noisy())
        assert (seen, gc.isenabled()) == ([False], enabled)
        monkeypatch.setattr(world, "_close", lambda wiring: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(noisy())
        assert gc.isenabled() == enabled
    finally:
        gc.enable()


def test_what_fails_within_a_process_fails_the_run(monkeypatch):
    from sim.engine.channel import Channel

    monkeypatch.setattr(Channel, "request", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(noisy())


def test_large_tables_go_to_disk_and_read_back_equal(monkeypatch):
    in_memory = run(noisy())
    spilt = []
    spill = Journal.spill

    def spill_much(journal):
        spill(journal, 100)
        spilt.append(journal)

    monkeypatch.setattr(Journal, "spill", spill_much)
    monkeypatch.setattr(agenda_module, "_HOUSEKEEPING_EVERY", 5)
    on_disk = run(noisy())
    assert len(spilt) > 100
    assert isinstance(on_disk.goods, np.memmap)
    assert not isinstance(in_memory.goods, np.memmap)
    for table in ("goods", "orders", "events", "posted_money", "states"):
        assert np.array_equal(getattr(in_memory, table), getattr(on_disk, table))


def test_a_large_tree_goes_to_disk_within_few_days(monkeypatch):
    """A year of days is few instants, however much happens in each."""
    spill, on_disk = Journal.spill, []

    def spill_at_64_kilobytes(journal):
        spill(journal, 2**16)
        on_disk.append(journal.goods._file is not None)

    monkeypatch.setattr(Journal, "spill", spill_at_64_kilobytes)
    policy = {"kind": "base_stock", "level": 9, "review": 1}
    shops = {f"shop_{number:03}": warehouse(9, policy) for number in range(100)}
    people = {
        f"people_{number:03}": customer(f"shop_{number:03}", demand={"kind": "constant", "quantity": 3})
        for number in range(100)
    }
    run(document({"mill": supplier(), **shops, **people}, [lane("mill", shop, 1) for shop in shops], 100))
    assert 2 <= len(on_disk) <= 20
    assert on_disk[-1]


def test_a_run_that_ends_within_its_warm_up_fails():
    def sold(orders, warm_up):
        sites = {"w": warehouse(99), "c": customer("w", *((day, 1) for day in range(9)))}
        return run(document(sites, horizon={"orders": orders, "of": "c"}, time={"warm_up": warm_up}))

    with pytest.raises(RunError, match=r"'c' placed its order number 3 2 days from the start, within the warm-up of 5"):
        sold(3, 5)
    with pytest.raises(RunError, match="warm-up"):
        sold(3, 2.5)
    with pytest.raises(RunError, match=r"no time to measure: what 'c' orders .* falls into one instant"):
        sold(3, 2)
    assert len(sold(3, 1).orders) == 3


def test_actors_are_simpy_processes_and_goods_are_not(monkeypatch):
    made = []
    process = simpy.Environment.process
    monkeypatch.setattr(
        simpy.Environment,
        "process",
        lambda env, generator: [made.append(generator.__qualname__), process(env, generator)][1],
    )
    sites = {
        "s": supplier(capacity=10),
        "w": warehouse(9, planned(*[1] * 99)),
        "b": customer("w", demand={"kind": "constant", "quantity": 1}),
        "c": customer("w", demand={"kind": "poisson", "rate": 1}),
    }
    run(document(sites, [lane("s", "w", 1)], 50))
    assert sorted(made) == ["BusySupplier._make", "Customer._live", "Market._open", "ReviewClock._tick"]


# ------------------------------------------------------------------------------------------------------- what it closes


def test_the_closing_holds_the_live_state():
    sites = {
        "s": supplier(lead_time=4),
        "d": warehouse(5, planned(7)),
        "w": warehouse(0, planned(3, 6)),
        "c": customer("w", (1, 2)),
    }
    closing = simulate(
        read(document(sites, {"a": lane("s", "d", 1), "b": lane("d", "w", 5)}, 3, time={"warm_up": 1})), Luck(1)
    )
    books = Books.of(closing)
    assert (closing.end, closing.warm_up, closing.days_per_unit) == (3.0, 1.0, 1.0)
    assert [int(closing.on_hand[account(books, site)]) for site in ("d", "w")] == [0, 0]
    assert [int(closing.backlog[account(books, site)]) for site in ("s", "d", "w")] == [7, 4, 2]
    assert [int(closing.on_order[account(books, site)]) for site in ("d", "w", "c")] == [7, 9, 2]
    assert int(closing.in_transit[account(books, "b")]) == 5


def test_an_abstract_period_has_no_length_in_days():
    sites = {"w": warehouse(1)}
    assert simulate(read(document(sites, time={"unit": "period"})), Luck(1)).days_per_unit is None
    assert simulate(read(document(sites, time={"unit": "week"})), Luck(1)).days_per_unit == 7


def test_the_engine_posts_no_costs_of_time():
    books = run(noisy())
    kinds = {MoneyKind(kind) for kind in books.posted_money["kind"]}
    assert kinds == {MoneyKind.SALE, MoneyKind.PURCHASE, MoneyKind.ORDERING}


def test_a_world_in_which_nothing_happens():
    books = play({"w": warehouse(3)}, horizon=4)
    assert (len(books.goods), len(books.orders), books.live_on_hand.tolist()) == (0, 0, [3])


# --------------------------------------------------------------------------------------------------------------- chance


RANDOM = {"kind": "uniform", "low": 1, "high": 2}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, False),
        ({"lane": RANDOM}, True),
        ({"lane": {"kind": "uniform", "low": 2, "high": 2}}, False),
        ({"supplier": RANDOM}, True),
        ({"patience": RANDOM}, True),
        ({"patience": 2}, False),
        ({"demand": {"kind": "poisson", "rate": 1}}, True),
    ],
)
def test_what_makes_two_replications_differ(change, expected):
    when_short = {"kind": "wait", "patience": change["patience"]} if "patience" in change else "lost"
    people = customer("w", (1, 30), (2, 30), when_short=when_short)
    if "demand" in change:
        people = customer("w", demand=change["demand"])
    sites = {"s": supplier(lead_time=change.get("supplier", 1)), "w": warehouse(9, planned(5, 5, 5)), "c": people}
    scenario = read(document(sites, [lane("s", "w", change.get("lane", 1))]))
    assert is_random(scenario) is expected
    first, second = (digest(Books.of(simulate(scenario, Luck(1, replication)))) for replication in (0, 1))
    assert (first != second) is expected


# ---------------------------------------------------------------------------------------------------- what cannot go on


@pytest.mark.parametrize(
    "policy",
    [{"kind": "min_max", "reorder_point": 19, "up_to": 20}, {"kind": "reorder_point", "point": 19, "quantity": 1}],
)
def test_stocks_that_order_from_each_other_for_ever_within_an_instant_end_the_run(policy):
    def shop(other):
        return warehouse(20, policy, source={"kind": "priority", "sites": [other, "s"]})

    sites = {"s": supplier(), "a": shop("b"), "b": shop("a"), "c": customer("a", (2, 1))}
    lanes = [lane("s", "a"), lane("s", "b"), lane("a", "b"), lane("b", "a")]
    with pytest.raises(
        RunError, match=r"the instant 2 \(days from .*\) would never end: .*'item' at 'a', 'item' at 'b'"
    ):
        play(sites, lanes)


@pytest.mark.parametrize(
    ("policy", "terms"),
    [
        ({"kind": "order_up_to", "forecast": {"kind": "moving_average", "periods": 2}, "cover": 1e300}, {}),
        ({"kind": "pass_through"}, {"multiple": 1e15}),
    ],
)
def test_amounts_that_grow_beyond_what_can_be_counted_end_the_run(policy, terms):
    sites = {"s": supplier(**terms), "w": warehouse(9, policy), "c": customer("w", *((day, 5) for day in range(20)))}
    with pytest.raises(RunError, match=r"more than 9e\+15 cannot be counted|grew beyond 9e\+15 steps"):
        play(sites, [lane("s", "w", 1)], 20)


def test_an_order_beyond_what_can_be_counted_ends_the_run():
    demand = {"kind": "constant", "quantity": 5, "trend": {"growth": 1e15}}
    with pytest.raises(RunError, match=r"'c' wants .* units in one order: more than 9e\+15 steps cannot be counted"):
        play({"w": warehouse(9), "c": customer("w", demand=demand)})


def test_a_number_beyond_all_numbers_ends_the_run():
    sites = {"s": supplier(capacity=1e-308), "w": warehouse(9, planned(5)), "c": customer("w", (1, 2))}
    with pytest.raises(RunError, match="a number grew too large to count"):
        play(sites, [lane("s", "w", 1)])


@pytest.mark.parametrize(
    "demand",
    [
        {"kind": "periodic", "quantity": {"kind": "binomial", "trials": 9, "probability": 0}},
        {"kind": "periodic", "quantity": {"kind": "binomial", "trials": 9, "probability": 1e-300}},
        {"kind": "periodic", "quantity": {"kind": "discrete", "values": [0, 0.1], "weights": [1, 1]}},
        {"kind": "compound_poisson", "rate": 5, "size": {"kind": "binomial", "trials": 9, "probability": 1e-300}},
        {"kind": "constant", "quantity": 5, "season": {"period": 4, "factors": [0.01, 0.02]}},
        {"kind": "poisson", "rate": 5, "season": {"period": 4, "factors": [1e-300, 1e-300]}},
        {"kind": "poisson", "rate": 1e-320},
    ],
)
def test_who_wants_nothing_lets_the_run_end(demand):
    assert len(play({"w": warehouse(9), "c": customer("w", demand=demand)}).orders) == 0
    if demand["kind"] != "constant":
        with pytest.raises(RunError, match=r"would never end: 'c' wants nothing more, 3 orders early"):
            play({"w": warehouse(9), "c": customer("w", demand=demand)}, horizon={"orders": 3, "of": "c"})

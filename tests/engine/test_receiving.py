"""Receiving docks: what arrives waits its turn, is put away at a rate, and is in stock some time after."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kpi import KINDS, Measurement
from sim.kpi._table import table
from sim.ledger.tables import Event, MoneyKind, Reason, State
from tests.engine.worlds import document, lane, planned, play, supplier, warehouse
from tests.networks import run


def received(books):
    """When and how much came into the stock of ``w``."""
    moves = books.moves
    into = books.register.is_warehouse[moves.destination] & ~moves.leaves
    return [(float(time), int(amount)) for time, amount in zip(moves.time[into], moves.amount[into], strict=True)]


def events(books, *kinds):
    return [
        (float(row["time"]), int(row["quantity"]), Event(row["event"]), Reason(row["reason"]))
        for row in books.events
        if Event(row["event"]) in kinds
    ]


def chain(receiving, *quantities, horizon=20, **other):
    site = {**warehouse(0, planned(*quantities)), "receiving": receiving}
    return play({"s": supplier(price=2), "w": site}, [lane("s", "w", 1)], horizon, **other)


def test_goods_are_put_away_one_order_after_the_other():
    """8 arrive at 1 and take 2, so that the 4 of time 2 begin at 3 and are done at 4; the 2 of time 7 find it free."""
    books = chain({"units": 4}, 8, 4, 0, 0, 0, 0, 2)
    assert received(books) == [(3.0, 8), (4.0, 4), (7.5, 2)]
    assert events(books, Event.ARRIVED) == [
        (1.0, 8, Event.ARRIVED, Reason.NONE),
        (2.0, 4, Event.ARRIVED, Reason.DOCK_BUSY),
        (7.0, 2, Event.ARRIVED, Reason.NONE),
    ]
    assert [time for time, *_ in events(books, Event.UNLOADING)] == [1.0, 3.0, 7.0]
    assert [(row["since"], State(row["state"])) for row in books.states] == [
        (1.0, State.BUSY), (3.0, State.BUSY), (4.0, State.IDLE), (7.0, State.BUSY), (7.5, State.IDLE),
    ]  # fmt: skip


def test_the_slowest_of_several_rates_rules():
    products = {"item": {"weight": "2 kg", "volume": "0.5 m3"}}
    books = chain({"units": 8, "weight": "4 kg per day", "volume": "10 m3 per day"}, 8, products=products)
    assert received(books) == [(5.0, 8)]


def test_out_of_hours_work_waits_and_goes_on():
    """16 units need 16 h of work: from noon of the first day, until 14 h, then 8 h and 6 h on the days that follow."""
    hours = {"days": ["monday", "tuesday", "wednesday"], "shifts": [{"from": "6 h", "to": "14 h"}]}
    site = {**warehouse(0, planned(16)), "receiving": {"units": 1, "hours": hours}}
    books = play({"s": supplier(), "w": site}, [lane("s", "w", 12)], 100, time={"unit": "hour"})
    assert received(books) == [(60.0, 16)]
    assert [(row["since"], State(row["state"])) for row in books.states[:7]] == [
        (0.0, State.OFF), (6.0, State.IDLE), (12.0, State.BUSY), (14.0, State.OFF), (30.0, State.BUSY),
        (38.0, State.OFF), (54.0, State.BUSY),
    ]  # fmt: skip


def test_what_arrives_out_of_hours_says_so():
    hours = {"shifts": [{"from": "6 h", "to": "14 h"}]}
    site = {**warehouse(0, planned(4)), "receiving": {"hours": hours}}
    books = play({"s": supplier(), "w": site}, [lane("s", "w", 2)], 20, time={"unit": "hour"})
    assert events(books, Event.ARRIVED) == [(2.0, 4, Event.ARRIVED, Reason.DOCK_CLOSED)]
    assert received(books) == [(6.0, 4)]


@pytest.mark.parametrize(
    ("closes", "opens", "reason", "stored_at"),
    [
        (2, 6, Reason.DOCK_CLOSED, 7.0),  # it closes as they arrive
        (0, 2, Reason.NONE, 3.0),  # it opens as they arrive
        (3, 6, Reason.NONE, 3.0),  # what is done when it closes is done
    ],
)
def test_goods_that_arrive_as_the_dock_closes_or_opens(closes, opens, reason, stored_at):
    shifts = [{"from": 0, "to": closes}, {"from": opens, "to": 20}] if closes else [{"from": opens, "to": 20}]
    site = {**warehouse(0, planned(4)), "receiving": {"units": 4, "hours": {"shifts": shifts}}}
    books = play({"s": supplier(), "w": site}, [lane("s", "w", 2)], 20, time={"unit": "hour"})
    assert events(books, Event.ARRIVED) == [(2.0, 4, Event.ARRIVED, reason)]
    assert received(books) == [(stored_at, 4)]


def test_a_load_that_is_held_over_the_closing_time_keeps_the_dock_busy():
    """8 of 4 per hour are begun at 2 and half done when it closes at 3; it opens at 6, when 4 more arrive."""
    hours = {"shifts": [{"from": 0, "to": 3}, {"from": 6, "to": 20}]}
    site = {**warehouse(0, planned(8, 0, 0, 0, 4)), "receiving": {"units": 4, "hours": hours}}
    books = play({"s": supplier(), "w": site}, [lane("s", "w", 2)], 20, time={"unit": "hour"})
    assert [row[-1] for row in events(books, Event.ARRIVED)] == [Reason.NONE, Reason.DOCK_BUSY]
    assert received(books) == [(7.0, 8), (8.0, 4)]


def test_goods_are_available_some_time_after_the_dock():
    books = chain({"units": 4, "dock_to_stock": 1.5}, 8, 4)
    assert received(books) == [(4.5, 8), (5.5, 4)]
    assert chain({"dock_to_stock": 0.25}, 8).goods["time"].tolist() == [0.0, 1.25]


def test_the_time_to_stock_is_expected_and_promised():
    books = chain({"dock_to_stock": 0.25}, 8)
    assert books.orders["promised_at"].tolist() == [1.25]


def test_putting_away_is_paid_when_goods_are_in_stock():
    products = {"item": {"weight": "2 kg"}}
    books = chain({"units": 4, "costs": {"per_unit": 0.5, "per_kg": 0.25}}, 8, 4, products=products)
    paid = books.posted_money[books.posted_money["kind"] == MoneyKind.HANDLING]
    assert paid["recognised_at"].tolist() == [3.0, 4.0]
    assert paid["amount"].tolist() == [8.0, 4.0]
    bought = books.posted_money[books.posted_money["kind"] == MoneyKind.PURCHASE]
    assert bought["recognised_at"].tolist() == [3.0, 4.0]


def test_what_stands_at_the_dock_at_the_end_is_in_transit():
    books = chain({"units": 1}, 8, 4, horizon=4)
    assert received(books) == []
    assert int(books.live_in_transit.sum()) == 12
    assert int(books.live_at_receiving.sum()) == 4


def test_opening_shipments_pass_the_dock():
    opening = {"arriving": [{"quantity": 6, "at": 2}]}
    site = {**warehouse(0, planned(0), opening=opening), "receiving": {"units": 2}}
    books = play({"s": supplier(), "w": site}, [lane("s", "w", 1)])
    assert received(books) == [(5.0, 6)]


def poisson_arrivals(receiving, horizon=40_000, seed=7):
    """Orders of one unit that arrive at a dock as a Poisson process: each customer's order is passed on."""
    stock = {"opening": {"on_hand": 1000}, "replenish": {"kind": "base_stock", "level": 1000, "review": "continuous"}}
    sites = {
        "s": supplier(),
        "w": {"kind": "warehouse", "receiving": receiving, "stock": {"item": stock}},
        "c": {"kind": "customer", "buys": {"item": {"from": "w", "demand": {"kind": "poisson", "rate": 0.8}}}},
    }
    return run(document(sites, [lane("s", "w", 1)], horizon), seed)


def value(books, kpi):
    rows = table(Measurement(books), [KINDS[kpi]])
    rows = rows[(rows["site"] == "w") & rows["product"].isna() & rows["category"].isna()]
    return float(rows["value"].iloc[0])


def test_a_dock_with_poisson_arrivals_keeps_lindleys_recursion():
    """Each wait is the one before and its work, less the time between the arrivals, and never below nothing."""
    books = poisson_arrivals({"units": 1}, 4_000)
    came, taken = (
        {int(row["order"]): float(row["time"]) for row in books.events if row["event"] == kind}
        for kind in (Event.ARRIVED, Event.UNLOADING)
    )
    wait, before = 0.0, -np.inf
    for order, time in came.items():
        wait, before = max(0.0, wait + 1.0 - (time - before)), time
        assert order not in taken or taken[order] - time == wait  # exact: instants lie on a binary grid
    assert len(taken) > 3_000


def test_a_dock_with_poisson_arrivals_is_an_m_d_1_queue():
    """Mean wait in queue = rho s / (2 (1 - rho)); with s = 1 and rho = 0.8 that is 2 (Pollaczek-Khinchine).

    Waits of a busy queue hang together for long: over 40,000 days their mean has a standard error of 0.09, estimated
    from 400 runs of the recursion alone; the arrivals, sqrt(32,000) of 32,000. All bounds here are four of them.
    """
    books = poisson_arrivals({"units": 1})
    assert value(books, "waiting_at_dock") == pytest.approx(2.0, abs=0.36)
    assert value(books, "dock_to_stock_time") == pytest.approx(3.0, abs=0.36)
    assert value(books, "dock_utilisation") == pytest.approx(0.8, abs=0.018)


def test_random_times_to_stock_keep_littles_law():
    """Goods between dock and stock: an M/G/inf queue with mean rate x time = 0.8 x 2, whatever the law of the time.

    On average over a time T, what is on the lane and behind the dock has the variance rate x E[(1 + time)^2] / T, which
    is 0.8 x 11 / 20,000; the mean time that of one, 2, over 16,000. All bounds here are four standard errors.
    """
    receiving = {"dock_to_stock": {"kind": "erlang", "mean": 2, "phases": 2}}
    books = poisson_arrivals(receiving, 20_000)
    travelling = books.register.is_transit
    inside = books.transit.mean(0.0, books.end)[travelling].sum()
    assert inside == pytest.approx(0.8 * (1 + 2), abs=0.084)
    assert value(books, "dock_to_stock_time") == pytest.approx(2.0, abs=0.045)
    assert value(books, "waiting_at_dock") == 0.0


def test_luck_is_keyed_by_product_and_day():
    receiving = {"dock_to_stock": {"kind": "uniform", "low": 0.5, "high": 1.5}}
    one = chain(receiving, 8, 4, 4)
    other = chain(receiving, 8, 0, 4)
    times = {time for time, _ in received(one)}
    assert {time for time, _ in received(other)} < times
    assert np.all(np.diff(sorted(times)) > 0)

from __future__ import annotations

import numpy as np

from sim.ledger import BEFORE, Reason
from tests.ledger.ledgers import busy_week, chain

NAN = float("nan")
# arriving, owed, under_way, first, second, refill, third, lost, late, again, last, other, and one still on its way
EXPECTED = {
    "received_at": [BEFORE, BEFORE, 1, 0, 0, 2, 3.5, 3.5, 4, 6, 7, 7, 12],
    "in_transit_before": [True] + [False] * 12,
    "shipped": [6, 3, 2, 4, 5, 10, 2, 0, 8, 4, 3, 0, 0],
    "shipped_at_once": [0, 0, 2, 4, 0, 10, 0, 0, 8, 4, 3, 0, 0],
    "last_shipped_at": [BEFORE, 0, 1, 0, 2, 2, 5, NAN, 4, 6, 7, NAN, NAN],
    "delivered": [6, 3, 2, 4, 5, 10, 2, 0, 8, 0, 3, 0, 0],
    "delivered_on_time": [0, 3, 2, 4, 5, 10, 0, 0, 0, 0, 3, 0, 0],
    "last_delivered_at": [3.5, 1, 2, 0, 2, 5, 5, NAN, 10, NAN, 7, NAN, NAN],
    "lost": [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0],
    "open": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 2],
    "in_transit": [0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0],
    "is_customer": [False] * 3 + [True] * 2 + [False, True, True, False, False, True, True, False],
    "waiting_reason": [0, 0, 0, 0, Reason.NO_STOCK, 0, Reason.NO_STOCK, 0, 0, 0, Reason.NO_STOCK, 0, 0],
}


def test_facts_of_a_ledger_worked_by_hand():
    facts = busy_week().books(10.0).facts
    for name, expected in EXPECTED.items():
        np.testing.assert_array_equal(getattr(facts, name), expected, err_msg=name)


def test_waits_of_a_ledger_worked_by_hand():
    waits = busy_week().books(10.0).facts.waits
    found = sorted(zip(*(getattr(waits, n).tolist() for n in ("order", "quantity", "since", "until")), strict=True))
    assert found == [
        (1, 3, BEFORE, 0.0),
        (4, 2, 0.0, 2.0),
        (4, 3, 0.0, 1.0),
        (6, 1, 3.5, 6.0),
        (6, 2, 3.5, 5.0),
        (10, 6, 7.0, np.inf),
        (12, 2, 12.0, np.inf),
    ]
    assert waits.time(0.5, 8.0).sum() == 2 * 1.5 + 3 * 0.5 + 1 * 2.5 + 2 * 1.5 + 6 * 1.0


def test_the_first_reason_stays():
    world = chain()
    order = world.order("people", "shop", 2, waits=Reason.NO_CAPACITY)
    world._event(order, 2, 2, Reason.NO_STOCK)
    assert world.books(1.0).facts.waiting_reason.tolist() == [Reason.NO_CAPACITY]


def test_no_orders_no_facts():
    facts = chain().books(1.0).facts
    assert facts.open.shape == facts.waits.order.shape == (0,)

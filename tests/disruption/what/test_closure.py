from __future__ import annotations

import pytest

from sim.ledger.reconcile import reconcile
from tests.disruption.what.worlds import arrivals, chain, digest, held, in_force, refused


def test_orders_wait_until_it_is_over():
    books = chain({"kind": "closure"}, (5, 1), (12, 2), (25, 5))
    assert arrivals(books) == [(5, 1), (20, 2), (25, 5)]
    assert held(books) == [12]
    assert in_force(books) == [(10, 0.0), (20, 1.0)]


def test_a_refused_buyer_orders_again_when_it_is_open():
    # The shop is asked for 2 and for 3: it orders 2, then all 5 that it lacks, and again when it can.
    books = chain({"kind": "closure", "orders": "refuse"}, (12, 2), (15, 3))
    assert refused(books) == [(12, 2), (15, 5)]
    assert arrivals(books) == [(20, 5)]


@pytest.mark.parametrize(
    ("in_process", "expected"),
    [
        ("finish", [(13, 1), (24, 2)]),  # begun at 9, ready 4 later; the other begins at 20
        ("hold", [(23, 1), (24, 2)]),  # 1 of 4 days had passed, 3 are left
        ("lose", [(24, 1), (24, 2)]),  # begun anew
    ],
)
def test_what_is_in_the_making_fares_as_is_said(in_process, expected):
    books = chain({"kind": "closure", "in_process": in_process}, (9, 1), (12, 2), supply={"lead_time": 4})
    assert sorted(arrivals(books)) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 1 of 4 days had passed when the first closure came on day 10; both are over on day 20.
        ("hold", "hold", 23),
        ("hold", "lose", 24),  # what rested since day 10 is lost on day 15
        ("lose", "hold", 24),  # what was lost does not come back
        ("hold", "finish", 23),
        ("finish", "lose", 13),  # it was ready before the second came
    ],
)
def test_two_closures_that_overlap(first, second, expected):
    more = {
        "where": "maker", "when": {"starts": 15, "lasts": 3}, "what": {"kind": "closure", "in_process": second}
    }  # fmt: skip
    books = chain({"kind": "closure", "in_process": first}, (9, 1), supply={"lead_time": 4}, more=more)
    assert arrivals(books) == [(expected, 1)]
    assert str(reconcile(books)) == "the books balance"


def test_a_closed_supplier_of_limited_capacity_stands_still():
    books = chain({"kind": "closure"}, (8, 10), supply={"capacity": 2})
    assert arrivals(books) == [(23, 10)]


@pytest.mark.parametrize("effect", [{"kind": "closure"}, {"kind": "closure", "orders": "refuse", "in_process": "lose"}])
def test_what_changes_nothing_changes_no_digest(effect):
    orders = [(time, 1 + time % 5) for time in range(1, 50)]
    calm = chain(None, *orders, supply={"lead_time": 2})
    assert digest(chain(effect, *orders, when={"starts": 10, "lasts": 0}, supply={"lead_time": 2})) == digest(calm)

from __future__ import annotations

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from tests.disruption.what.worlds import arrivals, chain, digest, held, in_force

ORDERS = ((5, 1), (12, 2), (15, 3), (19, 4), (25, 5))


class TestASupplierWithoutLimit:
    def test_orders_are_held_and_all_are_shipped_when_it_goes_on(self):
        books = chain({"kind": "capacity"}, *ORDERS)
        assert arrivals(books) == [(5, 1), (20, 2), (20, 3), (20, 4), (25, 5)]
        assert held(books) == [12, 15, 19]
        assert in_force(books) == [(10, 0.0), (20, 1.0)]

    def test_its_lead_time_begins_when_it_goes_on_and_what_was_begun_is_finished(self):
        books = chain({"kind": "capacity"}, (9, 1), (12, 2), supply={"lead_time": 3})
        assert arrivals(books) == [(12, 1), (23, 2)]


class TestASupplierOfLimitedCapacity:
    def test_what_it_makes_goes_on_more_slowly(self):
        # 2 a day: 10 units ordered at 8 are 4 made by 10; at half speed 6 more take 6 days.
        books = chain({"kind": "capacity", "left": 0.5}, (8, 10), supply={"capacity": 2})
        assert arrivals(books) == [(16, 10)]

    def test_what_it_makes_rests_while_nothing_is_left(self):
        # 4 of 10 are made by 10, the other 6 from 20 on.
        books = chain({"kind": "capacity"}, (8, 10), (12, 4), supply={"capacity": 2})
        assert arrivals(books) == [(23, 10), (25, 4)]

    def test_it_comes_back_by_and_by(self):
        # Nothing from 10 to 20, then 0.25 for 4 days, 0.75 for 4 days: 10 units at 2 a day begun at 10 are made of
        # 0.5 x 4 = 2 by 24, 1.5 x 4 = 6 by 28, and the last 2 by 29.
        books = chain(
            {"kind": "capacity"}, (10, 10), supply={"capacity": 2}, ends={"kind": "linear", "over": 8, "steps": 2}
        )
        assert arrivals(books) == [(29, 10)]
        assert in_force(books) == [(10, 0.0), (20, 0.25), (24, 0.75), (28, 1.0)]

    def test_two_disruptions_at_once_leave_the_product_of_both(self):
        # Half from 10 to 20, half of it from 14 on: 2 a day, 20 units from 10: 4 by 14, 3 more by 20, then 1 a day.
        books = chain(
            {"kind": "capacity", "left": 0.5},
            (10, 20),
            supply={"capacity": 2},
            more={"where": "maker", "when": {"starts": 14}, "what": {"kind": "capacity", "left": 0.5}},
        )
        assert arrivals(books) == [(33, 20)]

    def test_severity_moderates_it(self):
        # A fifth left at full severity, at half of it 0.6 are.
        books = chain({"kind": "capacity", "left": 0.2}, (10, 6), supply={"capacity": 2}, severity=0.5)
        assert in_force(books)[0] == (10, pytest.approx(0.6))
        assert arrivals(books) == [(15, 6)]


@pytest.mark.parametrize(
    ("effect", "when"),
    [
        ({"kind": "capacity", "left": 1}, None),
        ({"kind": "capacity"}, {"starts": 10, "lasts": 0}),
        ({"kind": "capacity"}, {"kind": "chance", "probability": 0, "starts": 10}),
        ({"kind": "capacity"}, {"starts": 60}),
    ],
)
@pytest.mark.parametrize("supply", [{}, {"capacity": 2}, {"lead_time": 2}, {"capacity": 2, "lead_time": 2}])
def test_what_changes_nothing_changes_no_digest(effect, when, supply):
    orders = [(time, 1 + time % 5) for time in range(1, 50)]
    calm = chain(None, *orders, supply=supply)
    assert digest(chain(effect, *orders, when=when, supply=supply)) == digest(calm)


def test_the_books_see_it_if_a_supplier_works_faster_than_it_can():
    books = chain({"kind": "capacity", "left": 0.5}, (8, 10), supply={"capacity": 2})
    states = books.states.copy()
    disrupted = np.flatnonzero(states["share"] != 1.0)
    states["share"][disrupted] = 0.6
    books.__dict__["states"] = states
    assert reconcile(books).goods > 0

from __future__ import annotations

import pytest

from tests.disruption.what.worlds import arrivals, chain, refused
from tests.engine.worlds import customer, happened, lane, placed, play, supplier, warehouse

END = {"kind": "bankruptcy"}


def test_what_is_not_shipped_is_called_off_and_what_is_ordered_from_then_on_is_refused():
    # Lead time 4: what is ordered at 5 leaves at 9, what is ordered at 8 never does.
    books = chain(END, (5, 1), (8, 2), (12, 3), supply={"lead_time": 4})
    assert arrivals(books) == [(9, 1)]
    assert (10, "LOST", 2, "CANCELLED") in happened(books, "shop")
    # The shop is told at 10 by what it has on order: it orders the 2 anew as soon as it is asked for something.
    assert refused(books) == [(12, 5)]


def test_what_it_was_making_is_called_off_too_and_it_is_idle_from_then_on():
    # 2 a day: 10 units ordered at 8 would be ready at 13; 4 ordered at 9 wait.
    books = chain(END, (8, 10), (9, 4), supply={"capacity": 2})
    assert arrivals(books) == []
    assert [(float(row["since"]), float(row["share"])) for row in books.states] == [(8, 1), (10, 0), (10, 1)]


def test_it_never_ends():
    books = chain(END, (12, 3), (30, 1), when={"starts": 10, "lasts": 5})
    assert arrivals(books) == []


def test_a_rule_with_priorities_passes_over_it():
    books = play(
        {
            "near": supplier(),
            "far": supplier(),
            "shop": warehouse(
                50, {"kind": "base_stock", "level": 50}, source={"kind": "priority", "sites": ["near", "far"]}
            ),
            "buyer": customer("shop", (5, 1), (15, 2)),
        },
        [lane("near", "shop"), lane("far", "shop", 2)],
        horizon=30,
        disruptions={"end": {"where": "near", "when": {"starts": 10}, "what": END}},
        active=["end"],
    )
    assert placed(books, "shop") == [(5, "near", 1), (15, "far", 2)]


@pytest.mark.parametrize("supply", [{}, {"capacity": 2}])
def test_what_never_strikes_changes_nothing(supply):
    books = chain(END, (5, 1), when={"kind": "chance", "probability": 0, "starts": 3}, supply=supply)
    assert [amount for _, amount in arrivals(books)] == [1]

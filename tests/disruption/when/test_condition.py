from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from sim.clock import GRID
from sim.disruption.when.condition import Condition
from sim.ledger.digest import digest
from sim.streams import Luck
from tests.engine.worlds import customer, lane, moved, play, supplier, warehouse

CLOSED = {"where": "bystander", "what": {"kind": "capacity"}}
"""What is struck has nothing to do with the stock that is watched."""
STEP = 1 / GRID
ORDERS = ((3, 8), (5, 6))
"""20 on hand, 12 from 3 on, 6 from 5 on, 16 from 11 on, 26 from 21 on, 36 from 31 on."""


def world(disruptions, *orders, seed=1):
    """A shop with 20 in stock that orders 10 at 10, 20, 30 ..., which come a day later."""
    every_ten = {"kind": "fixed_interval_quantity", "quantity": 10, "review": {"every": 10, "first": 10}}
    return play(
        {
            "far": supplier(),
            "bystander": supplier(),
            "shop": warehouse(20, every_ten, source="far"),
            "elsewhere": warehouse(1, {"kind": "base_stock", "level": 1}, source="bystander"),
            "buyer": customer("shop", *orders),
            "nobody": customer("elsewhere", (40, 1)),
        },
        [lane("far", "shop", 1), lane("bystander", "elsewhere")],
        horizon=40,
        seed=seed,
        disruptions=disruptions,
        active=sorted(disruptions),
    )


def condition(**when):
    return {"kind": "condition", "site": "shop", "product": "item", **when}


def in_force(books, name="strike"):
    names = [of.name for of in books.register.resources]
    rows = books.states
    return [(float(row["since"]), float(row["share"])) for row in rows if names[row["resource"]].startswith(f"{name}/")]


def right_after(*changes):
    """What is put in force a step of the time grid after some instants, as of ``in_force``."""
    return [(time + STEP, share) for time, share in changes]


def struck(*orders, when, **disruption):
    return in_force(world({"strike": CLOSED | {"when": condition(**when)} | disruption}, *(orders or ORDERS)))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"below": 10}, [(5, 0), (11, 1)]),
        ({"below": 10, "until": 20}, [(5, 0), (21, 1)]),
        ({"below": 10, "until": 100}, [(5, 0)]),
        ({"below": 6}, []),  # it is at 6, not below
        ({"below": 6.5}, [(5, 0), (11, 1)]),
        ({"below": 21}, [(0, 0), (21, 1)]),  # from the start
        ({"above": 20}, [(21, 0)]),
        ({"above": 9, "looks_at": "on_order"}, [(10, 0), (11, 1), (20, 0), (21, 1), (30, 0), (31, 1)]),
        ({"below": 10, "looks_at": "position"}, [(5, 0), (10, 1)]),
        ({"below": 10, "lasts": 3}, [(5, 0), (8, 1)]),
        ({"below": 10, "lasts": 0}, []),
        ({"below": 10, "lasts": 20}, [(5, 0), (25, 1)]),
    ],
)
def test_it_strikes_while_the_stock_is_in_trouble(when, expected):
    assert struck(when=when) == right_after(*expected)


def test_backlog_and_net_stock():
    # 25 are asked for at 3 and 20 delivered; the other 5 at 11.
    assert struck((3, 25), when={"above": 0, "looks_at": "backlog"}) == right_after((3, 0), (11, 1))
    assert struck((3, 25), when={"below": 0, "looks_at": "net_stock"}) == right_after((3, 0), (11, 1))


def test_it_strikes_anew_when_the_stock_has_been_back():
    # Below 10 from 5 to 11, and again from 12 to 21.
    orders = (*ORDERS, (12, 10))
    assert struck(*orders, when={"below": 10}) == right_after((5, 0), (11, 1), (12, 0), (21, 1))
    assert struck(*orders, when={"below": 10, "lasts": 3}) == right_after((5, 0), (8, 1), (12, 0), (15, 1))
    assert struck(*orders, when={"below": 10, "until": 17, "lasts": 3}) == right_after((5, 0), (8, 1))


def test_it_recovers_by_and_by():
    found = struck(when={"below": 10}, ends={"kind": "linear", "over": 4, "steps": 2})
    assert found == right_after((5, 0), (11, 0.25), (13, 0.75), (15, 1))


def test_a_strike_while_it_fades_begins_anew():
    found = struck(*ORDERS, (12, 10), when={"below": 10}, ends={"kind": "linear", "over": 4, "steps": 2})
    assert found == right_after((5, 0), (11, 0.25), (12, 0), (21, 0.25), (23, 0.75), (25, 1))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"delay": 2, "lasts": 4}, [(7, 0), (11, 1), (14, 0), (18, 1)]),
        ({"delay": 2}, [(7, 0)]),
        ({"delay": 1, "lasts": 2, "counted_from": "end"}, [(12, 0), (14, 1), (22, 0), (24, 1)]),
        ({"lasts": 9}, [(5, 0), (21, 1)]),  # prolonged by the second, which comes at 12
        ({"probability": 0}, []),
    ],
)
def test_what_follows_it_is_live_too(after, expected):
    disruptions = {
        "strike": CLOSED | {"when": condition(below=10)},
        "wake": CLOSED | {"when": {"kind": "after", "of": "strike", **after}},
    }
    assert in_force(world(disruptions, *ORDERS, (12, 10)), "wake") == right_after(*expected)


def test_what_follows_draws_as_if_its_cause_were_foreseen():
    after = {"kind": "after", "of": "strike", "lasts": {"kind": "exponential", "mean": 2}, "delay": 1}
    live = world({"strike": CLOSED | {"when": condition(below=10)}, "wake": CLOSED | {"when": after}}, *ORDERS)
    known = {"starts": 5 + STEP, "lasts": 6}
    foreseen = world({"strike": CLOSED | {"when": known}, "wake": CLOSED | {"when": after}}, *ORDERS)
    assert in_force(live, "wake") == in_force(foreseen, "wake") != []


def test_it_strikes_right_after_the_instant():
    # The shop is closed after its own sale at 5, for 3 days; what is asked for at 6 is handed over when it opens.
    strike = {"where": "shop", "what": {"kind": "closure"}, "when": condition(below=10, lasts=3)}
    books = world({"strike": strike}, *ORDERS, (5, 1), (6, 1))
    assert moved(books, "shop", "buyer") == [(3, 8), (5, 6), (5, 1), (8 + STEP, 1)]


def test_conditions_do_not_chase_each_other_without_end():
    # Each undoes what the other does at once: goods for the one are on order only while the way of the other is open.
    gone = {"kind": "closure", "in_transit": "lose", "orders": "refuse"}
    watched = {"kind": "condition", "product": "item", "looks_at": "on_order"}
    books = play(
        {
            "far": supplier(),
            **{name: warehouse(0, {"kind": "base_stock", "level": 9}, source="far") for name in ("east", "west")},
            **{f"buyer_{name}": customer(name, (1, 1), (2, 1), (3, 1)) for name in ("east", "west")},
        },
        [lane("far", "east", 5), lane("far", "west", 5)],
        horizon=10,
        disruptions={
            "first": {"where": "lane_1", "what": gone, "when": watched | {"site": "east", "above": 0}},
            "second": {"where": "lane_0", "what": gone, "when": watched | {"site": "west", "below": 1}},
        },
        active=["first", "second"],
    )
    assert 4 < len(books.states) < 30
    instants = np.unique(np.floor(books.states["since"]), return_counts=True)[1]
    assert instants.max() <= 4


def test_a_length_is_drawn():
    when = {"below": 10, "lasts": {"kind": "exponential", "mean": 2}}
    disruptions = {"strike": CLOSED | {"when": condition(**when)}}
    ends = {in_force(world(disruptions, *ORDERS, seed=seed))[1][0] for seed in (1, 2, 3)}
    assert len(ends) == 3
    assert Condition(site="shop", product="item", **when).is_random


def test_what_never_strikes_changes_no_digest():
    calm = world({}, *ORDERS)
    assert digest(world({"strike": CLOSED | {"when": condition(below=-1)}}, *ORDERS)) == digest(calm)


def test_it_has_no_windows_that_are_known():
    trigger = Condition(site="shop", product="item", below=10)
    assert not trigger.is_foreseen
    assert not trigger.is_random
    assert list(trigger.windows(Luck(1), ("strike",), iter(()))) == []


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "either 'below' or 'above': when does it strike"),
        ({"below": 3, "above": 2}, "either 'below' or 'above', and not both"),
        ({"below": 10, "until": 9}, "cannot end at less"),
        ({"above": 10, "until": 11}, "cannot end at more"),
    ],
)
def test_what_makes_no_sense_is_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        Condition(site="shop", product="item", **keys)

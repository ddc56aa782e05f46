from __future__ import annotations

import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event
from tests.disruption.what.worlds import digest, in_force
from tests.engine.shops import base_stock, buyer, came, factory, run_shop


def press(effect, *orders, recipe=None, stock=None, when=None, active=True, **disruption):
    """A plant that makes ``a``, 1 an hour; its recipe is struck from 10 to 20."""
    plant = factory({"a": {"route": ["press"], **(recipe or {})}}, {"press": {"rate": 1}}, stock)
    strike = {
        "where": "plant",
        "when": when or {"starts": 10, "lasts": 10},
        "what": {"kind": "yield_loss"} | effect,
    } | disruption
    other = {"disruptions": {"strike": strike}, "active": ["strike"] if active else []}
    return run_shop(plant, buyer(a=orders), horizon=100, other=other)


def scrapped(books):
    rows = books.events[books.events["event"] == Event.SCRAPPED]
    return [(float(row["time"]), int(row["quantity"])) for row in rows]


def test_of_what_comes_off_the_line_meanwhile_a_share_is_good():
    books = press({"left": 0.7}, (0, 10), (5, 5), (21, 10))
    # The first 10 come at 10, when it has struck; 5 at 15: 3.5 are good, so 3 or 4; the last 10 are perfect again.
    assert came(books, "a") == [(10, 7), (15, 4), (31, 10)]
    assert scrapped(books) == [(10, 3), (15, 1)]


def test_it_multiplies_the_yield_of_the_recipe():
    books = press({"left": 0.5}, (5, 10), recipe={"yield": 0.8})
    assert came(books, "a") == [(15, 4)]


def test_it_comes_back_by_and_by():
    # Nothing is good until 20, a quarter until 24, three quarters until 28.
    books = press({}, *((start, 4) for start in (14, 18, 20, 24)), ends={"kind": "linear", "over": 8, "steps": 2})
    assert in_force(books) == [(10, 0.0), (20, 0.25), (24, 0.75), (28, 1.0)]
    assert came(books, "a") == [(22, 1), (26, 3), (30, 4)]
    assert scrapped(books) == [(18, 4), (22, 3), (26, 1)]


def test_a_stock_makes_anew_what_is_scrapped():
    books = press({"left": 0.5}, (12, 2), stock={"a": base_stock(4, 4)})
    # 2 are made by 14, 1 of them good; 1 more by 15, of which half is none (0.5 rounds to even), the next with it 1.
    assert sum(amount for _, amount in came(books, "a", "plant")) == 2
    assert books.live_on_hand.sum() == 4


@pytest.mark.parametrize("recipe", [{}, {"yield": 0.8}, {"yield": {"kind": "uniform", "low": 0.5, "high": 1}}])
def test_what_changes_nothing_changes_no_digest(recipe):
    orders = [(time, 1 + time % 5) for time in range(1, 50, 3)]
    calm = press({}, *orders, recipe=recipe, active=False)
    assert digest(press({"left": 1}, *orders, recipe=recipe)) == digest(calm)
    assert digest(press({}, *orders, recipe=recipe, when={"starts": 3, "lasts": 0})) == digest(calm)


@pytest.mark.parametrize("share", [0.4, 0.9])
def test_the_books_see_another_yield(share):
    books = press({"left": 0.7}, (1, 10), (5, 5))
    states = books.states.copy()
    states["share"][states["share"] == 0.7] = share
    books.__dict__["states"] = states
    assert "what is good = what was made x yield" in {detail.check for detail in reconcile(books).details}

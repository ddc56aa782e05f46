from __future__ import annotations

import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event
from tests.disruption.what.worlds import digest, in_force
from tests.engine.worlds import customer, document, happened, lane, placed, play, supplier, warehouse
from tests.networks import run

CUT = {"kind": "information_outage"}
ALWAYS = {"kind": "base_stock", "level": 100}


def chain(effect, *orders, where="shop", when=None, policy=None, lanes=None, more=None, **other):
    """A maker, a shop with 100 in stock, and a buyer; from 10 to 20 the shop's orders are not transmitted."""
    several = {"cut": {"where": where, "when": when or {"starts": 10, "lasts": 10}, "what": effect}, **(more or {})}
    return play(
        {
            "maker": supplier(**other.pop("supply", {})),
            "shop": warehouse(100, policy or ALWAYS),
            "buyer": customer("shop", *orders),
        },
        lanes or {"road": lane("maker", "shop", 2)},
        horizon=40,
        disruptions=several,
        active=sorted(several),
        **other,
    )


def arrivals(books):
    number = next(i for i, of in enumerate(books.register.accounts) if of.site == "shop" and not of.lane)
    return [(float(row["time"]), int(row["amount"])) for row in books.goods if row["to_account"] == number]


@pytest.mark.parametrize("where", ["shop", {"site": "shop", "product": "item"}, "road"])
def test_orders_wait_for_its_end_and_then_go_in_their_sequence(where):
    books = chain(CUT, (5, 1), (10, 2), (13, 3), (20, 4), where=where)
    # What is ordered at 10 and 13 is sent at 20, and takes 2 days; at 20 the next order is sent at once.
    assert placed(books, "shop") == [(5, "maker", 1), (10, "maker", 2), (13, "maker", 3), (20, "maker", 4)]
    assert arrivals(books) == [(7, 1), (22, 2), (22, 3), (22, 4)]
    assert in_force(books) == [(10, 0), (20, 1)]
    assert happened(books, "shop") == [
        (10, "UNSENT", 2, "DISRUPTED"), (13, "UNSENT", 3, "DISRUPTED"),
        (20, "RECEIVED", 2, "NONE"), (20, "RECEIVED", 3, "NONE"),
    ]  # fmt: skip


def test_messages_take_their_time_after_it():
    lanes = {"road": lane("maker", "shop", 2, information_delay=3)}
    # Sent at 9: heard at 12, there at 14. Ordered at 15: sent at 20, heard at 23, there at 25.
    assert arrivals(chain(CUT, (9, 1), (15, 2), lanes=lanes)) == [(14, 1), (25, 2)]


def test_the_buyers_supply_line_holds_them_from_the_start():
    # Base stock: what is on its way counts, so the 5 of day 12 are ordered once, though they never get there.
    books = chain(CUT, (12, 5), when={"starts": 10})
    assert placed(books, "shop") == [(12, "maker", 5)]
    assert arrivals(books) == []
    assert happened(books, "shop") == [(12, "UNSENT", 5, "DISRUPTED")]
    assert (books.facts.received_at[1], books.facts.open[1]) == (float("inf"), 5)


def test_a_supplier_of_limited_capacity_makes_them_in_the_sequence_in_which_they_were_placed():
    # 2 a day: sent at 20 are 4 and 6, made by 22 and 25, and there 2 days later.
    books = chain(CUT, (11, 4), (12, 6), supply={"capacity": 2})
    assert arrivals(books) == [(24, 4), (27, 6)]


def test_several_stocks_send_in_the_sequence_in_which_all_of_them_ordered():
    # The depot has 5: who ordered first has them, whatever the shops are called.
    books = play(
        {
            "depot": warehouse(5),
            "a": warehouse(20, {"kind": "base_stock", "level": 20}),
            "b": warehouse(20, {"kind": "base_stock", "level": 20}),
            "buyer_a": customer("a", (13, 4)),
            "buyer_b": customer("b", (11, 5)),
        },
        [lane("depot", "a"), lane("depot", "b")],
        horizon=30,
        disruptions={"cut": {"where": ["a", "b"], "when": {"starts": 10, "lasts": 10}, "what": CUT}},
        active=["cut"],
    )
    assert happened(books, "b")[-1] == (20, "RECEIVED", 5, "NONE")
    assert happened(books, "a")[-1] == (20, "WAITING", 4, "NO_STOCK")


@pytest.mark.parametrize(("one", "other"), [("cut", "more"), ("more", "cut")])
def test_overlapping_outages_end_with_the_last_also_where_one_follows_another_at_once(one, other):
    cuts = {
        one: {"where": "shop", "when": {"starts": 10, "lasts": 5}, "what": CUT},
        other: {"where": "road", "when": {"starts": 15, "lasts": 3}, "what": CUT},
        "overlap": {"where": "shop", "when": {"starts": 16, "lasts": 4}, "what": CUT},
    }
    books = play(
        {"maker": supplier(), "shop": warehouse(100, ALWAYS), "buyer": customer("shop", (12, 1), (19, 2))},
        {"road": lane("maker", "shop", 2)},
        horizon=40,
        disruptions=cuts,
        active=sorted(cuts),
    )
    assert arrivals(books) == [(22, 1), (22, 2)]


def test_customers_over_a_lane_draw_their_patience_when_they_order():
    terms = {"when_short": {"kind": "wait", "patience": {"kind": "exponential", "mean": 3}}}
    sites = {"shop": warehouse(1), "buyer": customer("shop", *((day, 1) for day in range(8, 25)), **terms)}
    cut = {"cut": {"where": "road", "when": {"starts": 10, "lasts": 5}, "what": CUT}}
    lanes = {"road": lane("shop", "buyer", 1)}
    calm = play(sites, lanes, horizon=200, disruptions=cut)
    cut_off = play(sites, lanes, horizon=200, disruptions=cut, active=["cut"])

    def waited(books):
        lost = books.events[books.events["event"] == Event.LOST]
        waits = lost["time"] - books.facts.received_at[lost["order"]]
        return dict(zip(lost["order"].tolist(), waits.tolist(), strict=True))

    assert len(waited(calm)) == 16
    assert waited(cut_off) == waited(calm)


def test_orders_to_the_shop_floor_wait_too():
    plant = {
        "kind": "factory",
        "lines": {"press": {"rate": 10}},
        "makes": {"item": {"line": "press"}},
        "stock": {"item": {"opening": {"on_hand": 50}, "replenish": {"kind": "base_stock", "level": 50}}},
    }
    books = play(
        {"plant": plant, "buyer": customer("plant", (5, 10), (12, 10))},
        horizon=40,
        disruptions={"cut": {"where": "plant", "when": {"starts": 10, "lasts": 10}, "what": CUT}},
        active=["cut"],
    )
    made = [(float(row["time"]), int(row["amount"])) for row in books.goods if row["order"] in (1, 3)]
    assert made == [(6, 10), (21, 10)]


def test_what_is_booked_of_a_component_is_no_order_of_its_stock():
    plant = {
        "kind": "factory",
        "lines": {"press": {"rate": 10}},
        "makes": {"item": {"line": "press", "from": {"part": 1}}},
        "stock": {
            "item": {"opening": {"on_hand": 50}, "replenish": {"kind": "base_stock", "level": 50}},
            "part": {"opening": {"on_hand": 10}, "replenish": {"kind": "base_stock", "level": 10}},
        },
    }
    books = play(
        {
            "maker": {"kind": "supplier", "supplies": {"part": {}}},
            "plant": plant,
            "buyer": customer("plant", (12, 10), (13, 10)),
        },
        {"road": lane("maker", "plant")},
        horizon=40,
        products={"item": {}, "part": {}},
        disruptions={
            "cut": {"where": {"site": "plant", "product": "part"}, "when": {"starts": 10, "lasts": 10}, "what": CUT}
        },
        active=["cut"],
    )
    # What was in store is used on day 12; the next parts are ordered in vain, and come at 20.
    own = placed(books, "plant", "part")
    assert [order for order in own if order[1] == "maker"] == [(12, "maker", 10), (13, "maker", 10)]
    made = [float(row["time"]) for row in books.goods if books.register.accounts[row["from_account"]].recipe]
    assert made == [13, 21]


@pytest.mark.parametrize("effect", [CUT, CUT | {"stale_demand": True}])
@pytest.mark.parametrize(
    "policy",
    [ALWAYS, {"kind": "order_up_to", "level": 100, "review": 1}, {"kind": "pass_through", "review": 2}],
    ids=lambda policy: policy["kind"],
)
def test_what_never_strikes_changes_nothing(effect, policy):
    orders = [(day, 3) for day in range(1, 40, 2)]
    calm, other = (
        chain(of, *orders, policy=policy, when=when)
        for of, when in ((CUT, {"starts": 10, "lasts": 0}), (effect, {"kind": "chance", "probability": 0, "starts": 3}))
    )
    assert digest(calm) == digest(other)
    plain = play(
        {"maker": supplier(), "shop": warehouse(100, policy), "buyer": customer("shop", *orders)},
        {"road": lane("maker", "shop", 2)},
        horizon=40,
    )
    assert digest(plain) == digest(calm)


STALE = CUT | {"stale_demand": True}
DAILY = [(day, day) for day in range(1, 40)]


def test_stale_records_show_no_demand_and_then_all_of_it_at_once():
    # Order-up-to with daily reviews orders what was asked for that day. From 10 to 19 the records say that nothing
    # was; the review of 20 sees all: 10 + 11 + ... + 20 = 165.
    books = chain(STALE, *DAILY, policy={"kind": "order_up_to", "level": 100, "review": 1})
    assert placed(books, "shop")[8:11] == [(9, "maker", 9), (20, "maker", 165), (21, "maker", 21)]


def test_without_stale_records_reviews_go_on():
    books = chain(CUT, *DAILY, policy={"kind": "order_up_to", "level": 100, "review": 1})
    assert placed(books, "shop") == [(day, "maker", day) for day in range(1, 40)]


def test_the_count_of_demand_stands_still_and_is_passed_on_afterwards():
    # Reviews on even days: that of 10 knows what was asked for on 9, those of 12 to 18 of nothing, that of 20 of all.
    books = chain(STALE, *DAILY, policy={"kind": "pass_through", "review": 2})
    assert placed(books, "shop")[3:6] == [(8, "maker", 15), (10, "maker", 9), (20, "maker", 165)]
    assert placed(books, "shop")[6:7] == [(22, "maker", 43)]


def test_a_stock_under_continuous_review_looks_at_itself_when_its_records_are_back():
    books = chain(STALE, (12, 5), (15, 1))
    assert placed(books, "shop") == [(20, "maker", 6)]


def test_a_forecast_stays_as_it_is_and_then_learns_the_periods_one_by_one():
    # Smoothing of 0.5 with 8 expected; 8 a day, from day 10 on 16. While records stand still 8 is expected, and
    # reviews note that 16 came. The first review after learns 11 observations of 16: 16 - 8 / 2**11.
    policy = {
        "kind": "order_up_to", "review": 1, "cover": 1,
        "forecast": {"kind": "exponential_smoothing", "alpha": 0.5},
    }  # fmt: skip
    orders = [(day, 8 if day < 10 else 16) for day in range(40)]
    books = play(
        {
            "maker": supplier(),
            "shop": warehouse(1000, policy, opening={"forecast": 8}),
            "buyer": customer("shop", *orders),
        },
        {"road": lane("maker", "shop")},
        horizon=40,
        disruptions={"cut": {"where": "shop", "when": {"starts": 10, "lasts": 10}, "what": STALE}},
        active=["cut"],
    )
    rows = [(float(r["time"]), float(r["forecast"]), int(r["observed"])) for r in books.forecasts]
    assert rows[9:12] == [(9, 8, 8), (10, 8, 16), (11, 8, 16)]
    assert rows[20:22] == [(20, 8, 16), (21, 16 - 8 / 2**11, 16)]


def test_own_orders_are_known_although_records_stand_still():
    # Without them each review would order the 40 again that were missing when the records stopped.
    policy = {"kind": "order_up_to", "level": 100, "review": 1}
    books = chain(STALE, (9.5, 40), policy=policy, when={"starts": 9.75, "lasts": 10})
    assert placed(books, "shop") == [(10, "maker", 40)]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda books: books.events["event"] != Event.UNSENT,
        lambda books: ~((books.events["event"] == Event.RECEIVED) & (books.events["order"] > 3)),
    ],
    ids=["unsent", "received"],
)
def test_the_books_cannot_be_proved_without_a_row(tamper):
    books = chain(CUT, (5, 1), (10, 2), (13, 3), (20, 4))
    object.__setattr__(books, "events", books.events[tamper(books)])
    books.__dict__.pop("facts", None)
    assert reconcile(books).goods > 0


@pytest.mark.parametrize(
    ("event", "field", "value"),
    [
        (Event.UNSENT, "time", 12.0), (Event.UNSENT, "quantity", 7), (Event.UNSENT, "reason", 1),
        (Event.UNSENT, "order", 1), (Event.RECEIVED, "time", 21.0), (Event.RECEIVED, "time", 19.0),
    ],
)  # fmt: skip
def test_the_books_cannot_be_proved_with_a_changed_row(event, field, value):
    books = chain(CUT, (5, 1), (10, 2), (13, 3), (20, 4))
    events = books.events.copy()
    row = int((events["event"] == event).argmax())
    events[field][row] = value
    object.__setattr__(books, "events", events)
    books.__dict__.pop("facts", None)
    details = [str(detail) for detail in reconcile(books).details]
    assert any("transmitted" in detail for detail in details), details


def test_orders_that_did_not_wait_are_missed():
    """An order that went through during an outage is found out."""
    earlier = chain(CUT, (7, 2), (13, 3))
    changed = earlier.states.copy()
    changed["since"][0] = 5.0
    object.__setattr__(earlier, "states", changed)
    assert any("transmitted" in detail.check for detail in reconcile(earlier).details)


def test_orders_under_way_when_the_run_begins_get_through():
    books = run(
        document(
            {
                "maker": supplier(),
                "shop": warehouse(
                    10, {"kind": "base_stock", "level": 30},
                    opening={"orders_under_way": [{"quantity": 20, "at": 3}]},
                ),
                "buyer": customer("shop", (12, 1)),
            },
            {"road": lane("maker", "shop", 2)},
            disruptions={"cut": {"where": "shop", "when": {"starts": 2, "lasts": 5}, "what": CUT}},
            active=["cut"],
        )
    )  # fmt: skip
    assert reconcile(books).goods == 0
    assert arrivals(books) == [(5, 20)]

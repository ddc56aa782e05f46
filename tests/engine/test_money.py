"""Who pays whom, when, and how much."""

from __future__ import annotations

from tests.engine.worlds import customer, lane, numbers, paid, planned, play, supplier, warehouse


def test_a_purchase_is_paid_on_delivery_by_the_buyers_owner():
    sites = {"s": supplier(price=2.5), "w": warehouse(0, planned(4))}
    assert paid(play(sites, [lane("s", "w", 3)])) == [(3.0, "company", "s", "PURCHASE", 10.0)]


def test_each_part_that_is_delivered_is_paid():
    sites = {"s": supplier(price=2, stock=5), "t": supplier(price=1), "w": warehouse(0, planned(4, 4))}
    sites["w"]["stock"]["item"]["source"] = "s"
    books = play(sites, [lane("s", "w", 1), lane("t", "w", 1)])
    assert paid(books) == [(1.0, "company", "s", "PURCHASE", 8.0), (2.0, "company", "s", "PURCHASE", 2.0)]


def test_a_sale_is_paid_on_delivery_by_the_customer():
    sites = {"w": warehouse(5), "c": customer("w", (1, 4), price=3)}
    assert paid(play(sites)) == [(1.0, "c", "company", "SALE", 12.0)]
    assert paid(play(sites, [lane("w", "c", 2)])) == [(3.0, "c", "company", "SALE", 12.0)]


def test_a_supplier_that_sells_to_customers_is_paid_their_price():
    sites = {"s": supplier(price=2), "c": customer("s", (1, 4), price=3)}
    assert paid(play(sites, [lane("s", "c", 2)])) == [(3.0, "c", "s", "SALE", 12.0)]


def test_inside_one_owner_no_money_moves():
    sites = {"s": supplier(price=2, owner="group"), "w": warehouse(0, planned(4), owner="group")}
    assert paid(play(sites, [lane("s", "w")])) == []
    sites = {"d": warehouse(9), "w": warehouse(0, planned(4))}
    assert paid(play(sites, [lane("d", "w")])) == []


def test_the_buyer_pays_for_transport_between_sites_with_each_shipment():
    sites = {"s": supplier(stock=5), "w": warehouse(0, planned(4, 4), owner="shops")}
    costs = {"per_shipment": 10, "per_unit": 0.5, "per_kg": 1}
    books = play(sites, [lane("s", "w", 2, costs=costs)], products={"item": {"weight": 2}})
    assert paid(books) == [
        (0.0, "shops", "outside", "TRANSPORT", 10 + 4 * 2.5), (1.0, "shops", "outside", "TRANSPORT", 10 + 1 * 2.5),
    ]  # fmt: skip


def test_the_seller_pays_for_transport_to_customers():
    sites = {"w": warehouse(5, owner="shops"), "c": customer("w", (1, 4))}
    books = play(sites, [lane("w", "c", 2, costs={"per_shipment": 7})])
    assert paid(books) == [(1.0, "shops", "outside", "TRANSPORT", 7.0)]


def test_random_lanes_cost_the_same():
    sites = {"s": supplier(), "w": warehouse(0, planned(4))}
    for crossing in (True, False):
        time = {"kind": "uniform", "low": 1, "high": 2}
        books = play(sites, [lane("s", "w", time, costs={"per_shipment": 7}, crossing=crossing)])
        assert paid(books) == [(0.0, "company", "outside", "TRANSPORT", 7.0)]


def test_ordering_costs_are_paid_when_an_order_is_placed_by_its_raised_size():
    costs = {"per_order": 5, "per_unit_ordered": 0.5}
    sites = {"s": supplier(multiple=4), "w": warehouse(0, planned(0, 3), costs=costs, owner="shops")}
    assert paid(play(sites, [lane("s", "w", 2)])) == [(1.0, "shops", "outside", "ORDERING", 7.0)]


def test_money_counts_units_and_not_steps():
    products = {"item": {"unit": "kg", "step": 0.25}}
    sites = {"s": supplier(price=2), "w": warehouse(0, planned(1.5), costs={"per_unit_ordered": 1})}
    books = play(sites, [lane("s", "w", costs={"per_unit": 4})], products=products)
    assert sorted(amount for *_, amount in paid(books)) == [1.5, 3.0, 6.0]


def test_what_costs_nothing_is_not_posted():
    sites = {"s": supplier(), "w": warehouse(0, planned(4)), "c": customer("w", (5, 9))}
    assert paid(play(sites, [lane("s", "w")])) == []


def test_ordering_costs_name_the_order_that_they_are_paid_for():
    sites = {"s": supplier(), "w": warehouse(9, planned(0, 3, 4), costs={"per_order": 5}), "c": customer("w", (0.5, 2))}
    books = play(sites, [lane("s", "w", 2)])
    assert books.posted_money["order"].tolist() == numbers(books, "w") == [1, 2]

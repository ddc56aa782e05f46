"""Numbers by name, and what the ledger knows before the first event."""

from __future__ import annotations

from sim.engine.registering import number, owner_of
from sim.scenario.network import Network
from tests.engine.worlds import customer, document, lane, planned, supplier, warehouse
from tests.networks import read


def numbered():
    opening = {"on_hand": 3, "backlog": 2, "arriving": [{"quantity": 4, "at": 1}, {"quantity": 1, "at": 2}]}
    sites = {
        "w": warehouse(0, planned(1, every=2), opening=opening, costs={"holding": "10 % per day", "backlog": 3}),
        "s": supplier(price=2, capacity=5),
        "c": customer("w", (1, 1), price=7),
        "b": {**warehouse(1), "owner": "partner"},
    }
    return number(Network(read(document(sites, {"road": lane("s", "w", 1, distance=40)}, products={
        "item": {"value": 4, "weight": 2, "unit": "kg", "step": 0.5}
    }))))  # fmt: skip


def test_sites_come_first_by_name_then_lanes():
    numbers = numbered()
    assert [(a.kind, a.site, a.lane) for a in numbers.register.accounts] == [
        ("warehouse", "b", ""), ("customer", "c", ""), ("supplier", "s", ""), ("warehouse", "w", ""),
        ("transit", "w", "road"),
    ]  # fmt: skip
    assert numbers.site == {("b", "item"): 0, ("c", "item"): 1, ("s", "item"): 2, ("w", "item"): 3}
    assert numbers.lane == {("road", "item"): 4}
    assert numbers.resource == {"s/item": 0}


def test_owners_are_parties_and_warehouses_without_one_belong_to_the_company():
    numbers = numbered()
    assert numbers.register.parties == ("c", "company", "outside", "partner", "s")
    owners = [numbers.register.parties[account.owner] for account in numbers.register.accounts]
    assert owners == ["partner", "c", "s", "company", "s"]
    scenario = read(document({"s": supplier(owner="group"), "w": warehouse(1)}))
    assert (owner_of(scenario, "s"), owner_of(scenario, "w")) == ("group", "company")


def test_accounts_carry_the_opening_and_the_rates():
    b, c, s, w, road = numbered().register.accounts
    assert (w.opening, w.opening_backlog, road.opening) == (6, 4, 10)
    assert (w.holding, w.backlog, w.review_every) == (0.4, 3.0, 2.0)
    assert (c.price, s.price, b.price) == (7.0, 2.0, 0.0)
    assert (c.level, w.level, s.level, b.level) == (0, 1, 2, 1)
    assert (road.origin, road.destination, road.distance) == (2, 3, 40.0)
    assert {a.steps_per_unit for a in (b, c, s, w, road)} == {2}


def test_the_master_table_holds_weights_values_prices_and_distances():
    facts = {(row.subject, row.attribute): row.value for row in numbered().register.master}
    assert facts["item", "value"] == 4
    assert facts["item", "weight"] == 2
    assert facts["road", "distance"] == 40
    assert (facts["c/item", "price"], facts["s/item", "price"]) == (7, 2)
    assert (facts["w/item", "holding"], facts["w/item", "backlog"]) == (0.4, 3)
    units = {(row.subject, row.attribute): row.unit for row in numbered().register.master}
    assert units["w/item", "holding"] == "EUR per kg and day"
    assert (units["road", "distance"], units["s/item", "price"]) == ("km", "EUR per kg")

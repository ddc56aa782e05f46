"""Small networks in which the right chain of causes is known."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.clock import Clock
from sim.explain import explain
from tests.explain.chains import SELDOM_LATE, Case, base_stock, customer, network, serial, steady, stock


def spike(size: float) -> dict[str, object]:
    """Ten a day at noon, and ``size`` on day 51."""
    return {"kind": "trace", "orders": [[day + 0.5, size if day == 50 else 10] for day in range(119)]}


def shop(supply: dict[str, object], demand: dict[str, object], lane: dict[str, object], **more: object):
    """A supplier, a shop that holds 40 for 10 a day, and its customers, who do not wait."""
    return network(
        {
            "grove": {"kind": "supplier", "supplies": {"item": {"price": 1, **supply}}},
            "shop": {"kind": "warehouse", "stock": {"item": stock(40, base_stock(40))}},
            "people": customer("shop", demand, when_short="lost"),
        },
        {("grove", "shop"): lane},
        **more,
    )


@pytest.fixture(scope="module")
def late_lorry() -> Case:
    return Case(serial())


def test_a_late_lorry_two_stages_up(late_lorry: Case):
    # A lorry is a week late, and nothing overtakes on that lane. The centre (4 days of stock) runs out, then the shop
    # (2 days), whose customers are lost. Everything else is like clockwork.
    frames = late_lorry.tables
    short = late_lorry.short_days("shop")
    lost = frames["events"].query("event == 'lost'")
    assert short == sorted({int(time) + 1 for time in lost["time"]})
    for day in short:
        found = late_lorry.asked("shop", day)
        assert found.short == lost.loc[lost["time"] == day - 1, "quantity"].sum()
        assert [cause.chain() for cause in found.causes] == [("waited_for_stock", "slow_transit")]
        waited = found.causes[0]
        assert (waited.facts["site"], waited.facts["product"]) == ("centre", "item")
        orders = frames["orders"].loc[waited.facts["orders"]]
        assert (orders["buyer"] == "shop").all()
        assert (orders["last_delivered_at"] > day - 1).all(), "an order that was there cannot be a cause"
        lorry = frames["orders"].loc[waited.causes[0].facts["orders"]]
        assert (lorry["buyer"] == "centre").all()
        assert (lorry["last_delivered_at"] - lorry["placed_at"]).max() > 2.42, "later than the mean that was promised"


def test_what_is_told_of_it(late_lorry: Case):
    root, shop_line, centre_line = str(late_lorry.asked("shop", 51)).splitlines()
    assert root == (
        "shop was short of item on day 51: 10 of the 10 asked for were not there (10 lost). "
        "It ran out on day 50; there was none until day 55."
    )
    assert shop_line == (
        "  - its order of day 49 (10) came 5 days late: it waited 5 days at centre, which had none "
        "(item ran out there on day 48, until day 54)"
    )
    assert centre_line == (
        "    - its order of day 45 (10) came 6.6 days late: it was 9 days on the way from grove, usually 2 days"
    )


def test_depth_limits_the_chain(late_lorry: Case):
    found = late_lorry.asked("shop", 51, depth=1)
    assert [cause.chain() for cause in found.causes] == [("waited_for_stock",)]
    assert "the chain goes on" in str(found)


def test_a_disruption_ends_the_chain(late_lorry: Case):
    rows = [
        ("storm/lead_time/grove_centre", 44.5, "disrupted", 3.0),
        ("storm/lead_time/grove_centre", 46.0, "idle", 1.0),
    ]
    rows += [("strike/capacity/elsewhere", 40.0, "disrupted", 0.0)]
    states = pd.DataFrame(rows, columns=["resource", "since", "state", "share"]).assign(order=pd.NA)
    frames = {**late_lorry.tables, "states": states}
    found = explain(frames, Clock(), "shop", "item", 51)
    assert found.causes[0].chain() == ("waited_for_stock", "slow_transit", "disruption")
    [cause] = found.causes[0].causes[0].causes
    assert cause.text == "storm at grove_centre since day 45 (12:00) (lead time x 3)"
    assert cause.quantity == found.short
    assert cause.facts["disruptions"] == [
        {
            "disruption": "storm",
            "effect": "lead_time",
            "target": "grove_centre",
            "since": 44.5,
            "until": 46.0,
            "share": 3,
        }
    ]
    frames["states"] = states.assign(since=states["since"] + 30)  # another time: no cause
    assert "disruption" not in {cause.kind for cause in explain(frames, Clock(), "shop", "item", 51).all()}


def test_demand_above_the_usual():
    # At midnight before day 50 there are 40, those on order included; until noon of day 51 110 are asked for.
    case = Case(shop({}, spike(100), {"lead_time": 1}))
    assert case.short_days("shop") == [51]
    found = case.asked("shop", 51)
    assert found.short == 110 - 40
    [cause] = found.causes
    assert cause.kind == "demand"
    assert cause.facts["position"] == 40
    assert cause.facts["asked"] == 110
    assert cause.facts["usual"] == pytest.approx(1.5 * 10, rel=0.05)


def test_a_seller_without_capacity():
    case = Case(shop({"capacity": 20}, spike(40), {"lead_time": 1}))
    days = case.short_days("shop")
    assert days
    for day in days:
        assert {cause.kind for cause in case.asked("shop", day).causes} <= {"no_capacity", "demand"}
    busy = Case(shop({"capacity": 11}, {"kind": "trace", "orders": [[d + 0.5, 30 if 50 <= d < 55 else 10]
                for d in range(119)]}, {"lead_time": 1}))  # fmt: skip
    kinds = {cause.kind for day in busy.short_days("shop")[3:] for cause in busy.asked("shop", day).causes[:1]}
    assert "no_capacity" in kinds


def test_too_little_ordered():
    document = shop({}, steady(10), {"lead_time": 1})
    document["sites"]["shop"]["stock"]["item"]["replenish"] = {
        "kind": "fixed_interval_quantity", "quantity": 8, "review": 1,
    }  # fmt: skip
    found = Case(document).asked("shop", 100)
    assert [cause.chain() for cause in found.causes] == [("too_little_ordered",)]


def test_nothing_ordered():
    document = shop({}, steady(10), {"lead_time": 1})
    del document["sites"]["shop"]["stock"]["item"]["replenish"]
    found = Case(document).asked("shop", 7)
    assert (found.short, [cause.chain() for cause in found.causes]) == (10, [("nothing_ordered",)])
    assert "opening stock of 40" in str(found)


def factory(lane: dict[str, object], line: dict[str, object], **recipe: object):
    """A plant that makes items of two wheels each, for customers who wait."""
    return network(
        {
            "maker": {"kind": "supplier", "supplies": {"wheel": {"price": 1}}},
            "plant": {
                "kind": "factory",
                "lines": {"bench": {"rate": 100, **line}},
                "makes": {"item": {"line": "bench", "from": {"wheel": 2}, "planned_lead_time": 1, **recipe}},
                "stock": {"item": stock(30, base_stock(30)), "wheel": stock(80, base_stock(80))},
            },
            "people": customer("plant", steady(10)),
        },
        {("maker", "plant"): lane},
        ("item", "wheel"),
    )


def test_a_component_was_missing():
    case = Case(factory({"lead_time": SELDOM_LATE, "crossing": False}, {}))
    days = case.short_days("plant")
    assert days
    for day in days:
        [cause] = case.asked("plant", day).causes
        assert cause.chain() == ("waited_for_component", "slow_transit")
        assert (cause.facts["component"], cause.facts["site"]) == ("wheel", "plant")


def test_a_machine_was_down():
    breakdowns = {
        "time_to_failure": {"kind": "constant", "value": 5},
        "time_to_repair": {"kind": "constant", "value": 6},
    }
    case = Case(factory({"lead_time": 2}, {"breakdowns": breakdowns}))
    days = case.short_days("plant")
    assert days
    chains = {cause.chain() for day in days[:6] for cause in case.asked("plant", day).causes}
    assert chains == {("machine_down",)}
    assert "plant/bench/1 was down" in str(case.asked("plant", days[0]))


def test_scrap():
    share = {"kind": "discrete", "values": {1: 0.9, 0: 0.1}}
    case = Case(factory({"lead_time": 2}, {"rate": 15}, **{"yield": share}))
    kinds = {cause.kind for day in case.short_days("plant") for cause in case.asked("plant", day).causes}
    assert "scrap" in kinds


def test_waiting_for_a_vehicle_that_was_late_before():
    lane = {"by": "van", "lead_time": {"kind": "discrete", "values": {0.2: 0.9, 5: 0.1}}}
    van = {"van": {"vehicles": 1, "payload": {"weight": "100 kg"}, "departs": "immediately"}}
    case = Case(shop({}, steady(10), lane, carriers=van))
    days = case.short_days("shop")
    chains = [[cause.chain() for cause in case.asked("shop", day).causes] for day in days[:3]]
    assert chains == [[("slow_transit",)], [("waited_for_vehicle",)], [("waited_for_vehicle",)]]
    [cause] = case.asked("shop", days[1]).causes
    assert cause.facts["reason"] == "no_vehicle"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ([{"kind": "lead_time", "plus": 8}], ["lead time +8"]),
        ([{"kind": "lead_time", "factor": 2}, {"kind": "lead_time", "factor": 3}], ["lead time x 3", "lead time x 2"]),
        ([{"kind": "closure"}], ["closure"]),
    ],
)
def test_a_disruption_is_told_as_it_acts(what: list[dict[str, object]], told: list[str]) -> None:
    more = {"storm": {"where": "grove_shop", "when": {"starts": 30, "lasts": 20}, "what": what}}
    case = Case(shop({}, steady(10), {"lead_time": 2}, disruptions=more, active=["storm"]))
    (cause,) = case.asked("shop", 35).causes[0].causes
    assert cause.text == "; ".join(f"storm at grove_shop since day 31 ({effect})" for effect in told)


@pytest.mark.parametrize("what", [{"kind": "closure", "in_process": "hold"}, {"kind": "capacity", "left": 0}])
def test_a_line_that_stands_still_ends_the_chain(what: dict[str, object]) -> None:
    plant = {
        "kind": "factory",
        "lines": {"press": {"rate": "15 per day"}},
        "makes": {"item": {"line": "press", "from": {"ore": 1}}},
        "stock": {"ore": stock(200, base_stock(200)), "item": stock(40, base_stock(40))},
    }
    sites = {
        "mine": {"kind": "supplier", "supplies": {"ore": {"price": 1}}},
        "plant": plant,
        "people": customer("plant", steady(10), when_short="lost"),
    }
    where = {"site": "plant", "line": "press"}
    more = {"strike": {"where": where, "when": {"starts": 30, "lasts": 20}, "what": what}}
    lanes = {("mine", "plant"): {"lead_time": 1}}
    case = Case(network(sites, lanes, ("item", "ore"), disruptions=more, active=["strike"]))
    (cause,) = case.asked("plant", 38).causes[0].causes
    assert cause.kind == "disruption"
    assert cause.text.startswith("strike at plant/press since day 31 (")


def test_a_closed_dock_and_a_closed_stock_end_the_chain() -> None:
    for where in ("shop", {"site": "shop", "product": "item"}):
        more = {"flood": {"where": where, "when": {"starts": 30, "lasts": 10}, "what": {"kind": "closure"}}}
        case = Case(shop({}, steady(10), {"lead_time": 2}, disruptions=more, active=["flood"]))
        told = str(case.asked("shop", case.short_days("shop")[0]))
        assert "flood at shop/item since day 31 (closure)" in told

from __future__ import annotations

import datetime
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings

from sim.clock import Clock
from sim.errors import UsageError
from sim.explain import explain
from sim.explain.calendar import Calendar
from sim.explain.pace import Pace
from sim.explain.records import Records
from sim.explain.shelf import Shelf
from sim.ledger.frames import tables
from tests.explain.chains import SELDOM_LATE, Case, base_stock, customer, network, serial, steady, stock
from tests.networks import networks, run
from tests.struck_networks import struck_networks


def adds_up(causes, total):
    assert sum(cause.quantity for cause in causes) == pytest.approx(total, abs=1e-6)
    assert [cause.quantity for cause in causes] == sorted((cause.quantity for cause in causes), reverse=True)
    for cause in causes:
        assert cause.quantity >= 0
        if cause.causes:
            adds_up(cause.causes, cause.quantity)


def test_says_when_nothing_was_short():
    found = Case(serial()).asked("shop", 40)
    assert (found.short, found.causes, found.nearest) == (0.0, (), 51)
    assert str(found) == "shop was not short of item on day 40; the nearest shortage is on day 51"
    assert Case(serial()).asked("grove", 40).text.endswith("nor ever in this run")


@pytest.mark.parametrize(
    ("site", "product", "day", "said"),
    [
        ("shp", "item", 5, "nobody ordered anything at a site 'shp'; did you mean 'shop'?"),
        ("people", "item", 5, "'people' is a customer, who has no stock: ask about shop"),
        ("shop", "itme", 5, "nobody ordered a product 'itme' at 'shop'; did you mean 'item'?"),
        ("shop", "item", 0, "there is no day 0 in this run: the first is 1, the last is 120"),
        ("shop", "item", 121, "there is no day 121 in this run: the first is 1, the last is 120"),
    ],
)
def test_refuses_what_is_not_there(site, product, day, said):
    with pytest.raises(UsageError, match=f"^{re.escape(said)}$"):
        Case(serial()).asked(site, day, product)


def test_dates_and_units_of_time():
    frames = Case(serial()).tables
    found = explain(frames, Clock("day", datetime.date(2025, 1, 6)), "shop", "item", 51)
    assert "on day 51 (2025-02-25)" in found.text
    assert "on period 51:" in explain(frames, Clock("period"), "shop", "item", 51).text
    hours = Calendar(Clock("hour"))
    assert hours.span(2) == (24.0, 48.0)
    assert Calendar(Clock()).day_of(20 - 2**-20) == 20
    assert hours.instant(37.5) == "day 2 (13:30)"
    assert [hours.length(time) for time in (0.5, 5.25, 24, 84)] == ["30 minutes", "5.2 hours", "1 day", "3.5 days"]


def test_a_stock_out_is_told_once():
    # Two centres that serve one shop are served by one hub, whose only lorry is late for both.
    sites = {
        "mill": {"kind": "supplier", "supplies": {"item": {"price": 1}}},
        "hub": {"kind": "warehouse", "stock": {"item": stock(60, base_stock(60))}},
        "east": {"kind": "warehouse", "stock": {"item": stock(20, base_stock(20))}},
        "west": {"kind": "warehouse", "stock": {"item": stock(20, base_stock(20))}},
        "shop": {
            "kind": "warehouse",
            "stock": {
                "item": stock(40, base_stock(40), source={"kind": "split", "shares": {"east": 0.5, "west": 0.5}})
            },
        },
        "people": customer("shop", steady(20)),
    }
    late = {"lead_time": SELDOM_LATE, "crossing": False}
    lanes = {("mill", "hub"): late, ("hub", "east"): {"lead_time": 1}, ("hub", "west"): {"lead_time": 1}}
    lanes |= {("east", "shop"): {"lead_time": 1}, ("west", "shop"): {"lead_time": 1}}
    case = Case(network(sites, lanes))
    found = case.asked("shop", case.short_days("shop")[1])
    adds_up(found.causes, found.short)
    assert {cause.chain()[:2] for cause in found.causes} == {("waited_for_stock", "waited_for_stock")}
    lorries = [cause for cause in found.all() if cause.kind == "slow_transit"]
    assert len(lorries) == 1
    assert str(found).count("see above") == 1


@given(networks() | struck_networks() | struck_networks(carried=True))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_causes_add_up_whatever_the_network(document):
    books = run(document)
    frames = tables(books)
    records, calendar = Records(frames), Calendar(Clock())
    pace = Pace(records)
    levels, register = books.stock, books.register
    for site, product in records.asked:
        shelf = Shelf(records, pace, (site, product))
        stocks = [
            n
            for n, of in enumerate(register.accounts)
            if (of.kind, of.site, of.product) == ("warehouse", site, product)
        ]
        for account in stocks:
            mine = levels.account == account
            times, level = levels.time[mine], levels.level[mine] / books.steps_per_unit[account]
            for time, units in zip(times, level, strict=True):
                assert shelf.on_hand(time) == pytest.approx(units, abs=1e-6)
        shorts = shelf.shorts
        lost = {short.order for short in shorts if short.lost}
        made = {short.order for short in shorts if records.purpose[short.order] == "production"}
        answered: dict[int, float] = {}
        for order in set(shelf.lacks) - lost - made:
            for part, units in shelf.lacks[order].late:
                answered[id(part)] = answered.get(id(part), 0.0) + units
                assert answered[id(part)] <= part.quantity + 1e-6, "a late unit answers for one missing unit"
        days = sorted({calendar.day_of(short.since) for short in shorts})
        for day in days[:1] + days[1:][-1:]:
            found = explain(frames, Clock(), site, product, day)
            assert found.short > 0
            adds_up(found.causes, found.short)
            json.dumps(found.document(), allow_nan=False)
            assert len(str(found).splitlines()) > 1

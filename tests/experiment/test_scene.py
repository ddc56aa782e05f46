from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.chains import CLOCKWORK, written

MACHINE = """\
name: machine
time: {unit: hour, horizon: 20}
products: {part: {}, nail: {}}
sites:
  smith: {kind: supplier, supplies: {nail: {lead_time: 1, capacity: 5}}}
  works:
    kind: factory
    lines: {lathe: {time: 3, machines: 2}}
    makes: {part: {from: {nail: 1}, route: [lathe]}}
    stock: {nail: {opening: {on_hand: 100}}}
  town:
    kind: customer
    region: north
    buys: {part: {from: works, demand: {kind: constant, quantity: 1, every: 5}}}
"""


def test_flows_are_what_arrived_in_the_measuring_period(tmp_path: Path) -> None:
    scene = sim.run(written(tmp_path, CLOCKWORK)).run.scene
    assert scene is not None
    rows = {(row.origin, row.destination): row for row in scene.flows.itertuples()}
    assert set(rows) == {("maker", "shop"), ("shop", "people")}
    sold = rows[("shop", "people")]
    assert (sold.product, sold.unit, sold.mass) == ("item", "each", 0)
    # 10 pieces a day are wanted; the books say how many were handed over from day 10 to day 60.
    books = sim.simulate(written(tmp_path, CLOCKWORK))
    people = next(n for n, account in enumerate(books.register.accounts) if account.site == "people")
    moved = books.goods[(books.goods["to_account"] == people) & (books.goods["time"] >= 10)]
    assert sold.rate == pytest.approx(moved["amount"].sum() / 50)
    assert sold.rate == pytest.approx(10)


def test_open_ways_that_nobody_used_are_there(tmp_path: Path) -> None:
    scene = sim.run(written(tmp_path, CLOCKWORK.replace("on_hand: 40", "on_hand: 4000"))).run.scene
    assert scene is not None
    rates = dict(zip(scene.flows["origin"], scene.flows["rate"], strict=True))
    assert rates == {"maker": 0, "shop": 10}


def test_spells_tell_what_each_machine_did(tmp_path: Path) -> None:
    scene = sim.run(written(tmp_path, MACHINE)).run.scene
    assert scene is not None
    lathes = scene.spells[scene.spells["group"] == "works/lathe"]
    found = {"works/lathe/1": [], "works/lathe/2": []}
    for row in lathes.itertuples():
        found[row.resource].append((row.state, row.since, row.until))
    # A customer comes at 0, 5, 10 and 15 and wants one part, which takes three hours; the lathes take turns.
    assert found == {
        "works/lathe/1": [("busy", 0, 3), ("idle", 3, 10), ("busy", 10, 13), ("idle", 13, 20)],
        "works/lathe/2": [("idle", 0, 5), ("busy", 5, 8), ("idle", 8, 15), ("busy", 15, 18), ("idle", 18, 20)],
    }
    assert set(lathes.loc[lathes["state"] == "busy", "product"]) == {"part"}
    assert lathes.loc[lathes["state"] == "idle", "product"].isna().all()
    covered = (scene.spells["until"] - scene.spells["since"]).groupby(scene.spells["resource"], observed=True).sum()
    assert (covered == 20).all()


def test_sites_have_kind_and_region(tmp_path: Path) -> None:
    scene = sim.run(written(tmp_path, MACHINE)).run.scene
    assert scene is not None
    rows = [(row.site, row.kind) for row in scene.sites.itertuples()]
    assert rows == [("smith", "supplier"), ("town", "customer"), ("works", "factory")]
    assert scene.sites["region"].isna().tolist() == [True, False, True]

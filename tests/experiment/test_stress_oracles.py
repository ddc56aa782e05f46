"""Outages of chains without chance, worked out by hand, and a property of chains with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sim
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

SERIAL = """\
name: serial
time: {horizon: 120 days}
products: {item: {value: 4}}
sites:
  maker: {kind: supplier, supplies: {item: {price: 4}}}
  shop:
    kind: warehouse
    stock:
      item:
        opening: {on_hand: 70, arriving: [{quantity: 10, at: 1}, {quantity: 10, at: 2}]}
        replenish: {kind: base_stock, level: 90}
  people:
    kind: customer
    buys:
      item:
        {from: shop, price: 9, demand: {kind: constant, quantity: 10, every: 1 day}, when_short: backorder}
lanes:
  road: {from: maker, to: shop, lead_time: 2 days}
"""
DIVERGING = """\
name: diverging
time: {horizon: 120 days}
products: {item: {value: 4}}
sites:
  maker: {kind: supplier, supplies: {item: {price: 4}}}
  depot:
    kind: warehouse
    stock:
      item:
        opening: {on_hand: 60, arriving: [{quantity: 30, at: 1}, {quantity: 30, at: 2}]}
        replenish: {kind: base_stock, level: 120}
  north:
    kind: warehouse
    stock:
      item: {opening: {on_hand: 100, arriving: [{quantity: 10, at: 1}]}, replenish: {kind: base_stock, level: 110}}
  south:
    kind: warehouse
    stock:
      item: {opening: {on_hand: 40, arriving: [{quantity: 20, at: 1}]}, replenish: {kind: base_stock, level: 60}}
  northerners:
    kind: customer
    buys:
      item:
        {from: north, price: 9, demand: {kind: constant, quantity: 10, every: 1 day}, when_short: backorder}
  southerners:
    kind: customer
    buys:
      item: {from: south, price: 9, demand: {kind: constant, quantity: 20, every: 1 day}, when_short: lost}
lanes:
  inbound: {from: maker, to: depot, lead_time: 2 days}
  to_north: {from: depot, to: north, lead_time: 1 day}
  to_south: {from: depot, to: south, lead_time: 1 day}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(text)
    return path


# --------------------------------------------------------------------------------------------------- serial

# As long as nothing happens, 10 come and 10 go each day and 70 are left in the evening. The outage begins at time 30.
# What was ordered at 29 arrives at 31. From 32 on nothing comes: 32 to 38 take the 70, and at 39 the first order waits:
# survives 39 - 30 = 9, which is one day of lead time that is still covered, 7 days of stock, and the day of the start.
# It ends at 44. What was held since 30 sets out, and arrives at 46, where the backlog of 39 to 45 and the demand of 46
# are served: recovers 46 - 30 = 16. Served late: 7 days of 10 units, all that was asked for: service x time = 7.


@pytest.mark.parametrize("place", [{"sites": ["maker"]}, {"lanes": ["road"]}])
def test_serial_chain_survives_and_recovers_as_worked_out(tmp_path: Path, place: dict[str, list[str]]) -> None:
    found = sim.stress(written(tmp_path, SERIAL), **place, lasts="14 days", at="day 31")
    row = found.outages.iloc[0]
    assert (row["time_to_survive"], row["survived"], row["time_to_recover"], row["unrecovered"]) == (
        9,
        False,
        16,
        False,
    )
    assert row["resilience_loss"] == pytest.approx(7)
    assert row["lost_service"] == pytest.approx(70 / 1200)
    assert row["lost_profit"] == pytest.approx(0)  # late, but sold
    late = found.ripple.set_index("node")
    assert late.loc["people", ["later", "short"]].tolist() == [9, 70]


@pytest.mark.parametrize(("lasts", "survived", "recovers", "late"), [(7, 9, 0, 0), (8, 9, 10, 10), (20, 9, 22, 130)])
def test_stock_is_worth_nine_days(tmp_path: Path, lasts: int, survived: float, recovers: float, late: float) -> None:
    """The time to survive does not depend on how long the outage is; what lasts 7 days or less is not felt."""
    found = sim.stress(written(tmp_path, SERIAL), sites=["maker"], lasts=lasts, at=30)
    row = found.outages.iloc[0]
    assert row["time_to_survive"] == survived
    # Open at 30 + lasts, there 2 days later: from day 39 to the day before that, 10 units a day are late.
    assert row["time_to_recover"] == recovers
    assert found.ripple.loc[found.ripple["node"] == "people", "short"].sum() == late


# ------------------------------------------------------------------------------------------------- diverging

# In the evening 60 are in the depot, 100 in the north and 40 in the south; 30 a day go through the depot. North asks 10
# a day and waits, south asks 20 a day and buys elsewhere. The outage lasts from 30 to 44; each lost unit costs 9 - 4.
#
# maker   last arrival at the depot 31, which ships 30 a day until it is empty after 33: it fails at 34 (+4). Shops get
#         their last at 34: south sells 40 more, fails at 37 (+7); north 100 more, fails at 45 (+15). Goods are in the
#         depot at 46, in the shops at 47: recovers 17. Lost in the south 37..46: 200 units = 1000; late in the north
#         45, 46: 20. Service x time: 10 days x 20/30 + 2 days x 10/30 = 22/3.
# depot   shops get their last at 30: south fails at 33 (+3), north at 41 (+11). Goods are in the shops at 45: recovers
#         15. Lost 33..44: 240 = 1200; late 41..44: 40. Service x time: 12 x 2/3 + 4/3 = 28/3.
# south   is felt at once: lost 30..43: 280 = 1400. Recovers 14. Service x time: 14 x 2/3.
# north   is felt at once: late 30..43, nothing lost. Recovers 14. Service x time: 14/3.
# inbound as the maker; to_south as the depot for the south alone; to_north as the depot for the north alone.
HAND = {
    # name: (lost profit, survives, recovers, service x time, units late or lost)
    "south": (1400, 0, 14, 14 * 2 / 3, 280),
    "depot": (1200, 3, 15, 28 / 3, 280),
    "to_south": (1200, 3, 15, 8, 240),
    "inbound": (1000, 7, 17, 22 / 3, 220),
    "maker": (1000, 7, 17, 22 / 3, 220),
    "north": (0, 0, 14, 14 / 3, 140),
    "to_north": (0, 11, 15, 4 / 3, 40),
}
LATER = {
    "maker": {"depot": 4, "south": 7, "southerners": 7, "north": 15, "northerners": 15},
    "depot": {"south": 3, "southerners": 3, "north": 11, "northerners": 11},
    "to_north": {"north": 11, "northerners": 11},
}


def test_diverging_network_is_ranked_as_worked_out(tmp_path: Path) -> None:
    found = sim.stress(written(tmp_path, DIVERGING), lasts="14 days", at="day 31")
    assert found.outages["name"].tolist() == list(HAND)
    for row in found.outages.to_dict("records"):
        profit, survives, recovers, loss, short = HAND[row["name"]]
        assert row["lost_profit"] == pytest.approx(profit), row["name"]
        assert (row["time_to_survive"], row["time_to_recover"]) == (survives, recovers), row["name"]
        assert row["resilience_loss"] == pytest.approx(loss), row["name"]
        assert row["exposure"] == pytest.approx(profit / 1400), row["name"]
        customers = found.ripple[(found.ripple["name"] == row["name"]) & (found.ripple["kind"] == "customer")]
        assert customers["short"].sum() == short, row["name"]
    for name, later in LATER.items():
        reached = found.ripple[(found.ripple["name"] == name) & (found.ripple["node"] != name)]
        assert dict(zip(reached["node"], reached["later"], strict=True)) == later


def test_own_times_to_recover_are_used_unless_one_is_said(tmp_path: Path) -> None:
    text = DIVERGING.replace("maker: {kind: supplier,", "maker: {kind: supplier, time_to_recover: 3 days,")
    text = text.replace("to_south: {from: depot,", "to_south: {time_to_recover: 36 h, from: depot,")
    path = written(
        tmp_path,
        text.replace("  north:\n    kind: warehouse", "  north:\n    kind: warehouse\n    time_to_recover: 1 week"),
    )
    own = sim.stress(path, at=30).outages.set_index("name")["lasts"].to_dict()
    assert own == {"maker": 3, "to_south": 1.5, "north": 7} | dict.fromkeys(
        ["south", "depot", "inbound", "to_north"], 14
    )
    assert set(sim.stress(path, at=30, lasts=2, sites=["maker", "north"]).outages["lasts"]) == {2.0}
    assert load(path).scenario.sites["north"].time_to_recover == 7  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------------- a single path


@pytest.mark.parametrize("when_short", ["backorder", "lost"])
def test_longer_outage_is_never_better_on_a_single_path(tmp_path: Path, when_short: str) -> None:
    """On one tape: what reaches the shop later is sold later, in each replication, whatever customers ask."""
    text = SERIAL.replace("{kind: constant, quantity: 10, every: 1 day}", "{kind: poisson, rate: 10}")
    text = text.replace("backorder", when_short).replace("horizon: 120 days", "horizon: 60 days")
    path = written(tmp_path, text + "variants:\n  taped: {tape: tape.zip}\n")
    sim.run(path, replications=4, save_tape=tmp_path / "tape.zip", seed=11)
    before = None
    for lasts in (0.5, 3, 8, 9, 9.5, 14, 21):
        found = sim.stress(path, variant="taped", sites=["maker"], lasts=lasts, at=20)
        short = found.strikes.set_index("replication")[["lost_service", "resilience_loss"]]
        assert len(short) == 4
        if before is not None:
            assert (short - before >= -1e-9).all(axis=None), lasts
        before = short
    assert (before["lost_service"] > 0.05).all()


# ------------------------------------------------------------------------------------------- the way to the door

PARCELS = """\
name: parcels
time: {horizon: 60 days}
products: {item: {value: 4}}
sites:
  maker: {kind: supplier, supplies: {item: {price: 4}}}
  shop:
    kind: warehouse
    stock: {item: {opening: {on_hand: 300}, replenish: {kind: base_stock, level: 310}}}
  people:
    kind: customer
    buys:
      item: {from: shop, promised: 3 days, price: 9, demand: {kind: constant, quantity: 10, every: 1 day}}
lanes:
  road: {from: maker, to: shop, lead_time: 1 day}
  parcel: {from: shop, to: people, lead_time: 2 days}
"""


@pytest.mark.parametrize(
    ("promised", "short"),
    [
        # Ordered at t and sent by t + 1 it is in time; the lane opens at 34: what was ordered from 20 to 32 is late.
        ("promised: 3 days, ", 130),
        # Nothing is promised: what does not set out at once is late, 20 to 33.
        ("", 140),
        # There is time enough: what was ordered at 20 is there at 36.
        ("promised: 16 days, ", 0),
    ],
)
def test_goods_before_a_closed_lane_are_late_where_they_are_missed(tmp_path: Path, promised: str, short: float) -> None:
    found = sim.stress(written(tmp_path, PARCELS.replace("promised: 3 days, ", promised)), lanes=["parcel"], at=20)
    assert found.ripple.loc[found.ripple["node"] == "people", "short"].sum() == short
    assert (found.outages.loc[0, "time_to_recover"] > 0) == (short > 0)
    # Were it closed for good, what was ordered on day 20 would never be there, whatever was promised.
    assert found.outages.loc[0, "time_to_survive"] == 0

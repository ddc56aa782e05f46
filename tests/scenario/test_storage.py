"""What is said of storage and docks that cannot be, or is probably not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.scenario import check

if TYPE_CHECKING:
    from pathlib import Path

VALID = """\
name: small
time: {horizon: 100}
products:
  juice: {value: 1.5, weight: 2 kg, volume: 1 l}
  tea: {weight: 1 kg, volume: 2 l}
sites:
  maker: {kind: supplier, supplies: {juice: {}, tea: {}}}
  shop:
    kind: warehouse
    storage: {units: 100, weight: 200 kg, volume: 150 l}
    receiving: {units: 50 per day, hours: {shifts: [{from: 6 h, to: 18 h}]}, costs: {per_kg: 0.1}}
    shipping: {weight: 100 kg per day}
    stock:
      juice: {capacity: 60, opening: {on_hand: 20}, replenish: {kind: base_stock, level: 50}}
      tea: {opening: {on_hand: 10}, replenish: {kind: base_stock, level: 20}}
  people:
    kind: customer
    buys:
      juice: {from: shop, promised: 3, demand: {kind: poisson, rate: 10}}
      tea: {from: shop, promised: 3, demand: {kind: poisson, rate: 5}}
lanes:
  up: {from: maker, to: shop, lead_time: 1}
  home: {from: shop, to: people, lead_time: 1}
"""


def problems(text: str, folder: Path) -> list[str]:
    file = folder / "scenario.yaml"
    file.write_text(text)
    return [f"{problem.severity} {problem.place.line}: {problem.message}" for problem in check(file)]


def test_a_valid_file_is_valid(tmp_path):
    assert problems(VALID, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{units: 100, weight: 200 kg, volume: 150 l}", "{}", "error 10: say how much there is room for"),
        ("weight: 200 kg", "weight: 0 kg", "error 10: must be greater than 0"),
        ("weight: 200 kg", "weight: 200 per day", "error 10: expected a mass such as"),
        ("capacity: 60", "capacity: 10", "error 14: there is room for 10 of 'juice' at 'shop', and 20"),
        ("units: 100,", "units: 29,", "error 10: the opening stock of 'shop' takes up 30, and there"),
        ("weight: 200 kg", "weight: 49 kg", "error 10: the opening stock of 'shop' takes up 50, and there"),
        ("volume: 150 l", "volume: 39 l", "error 10: the opening stock of 'shop' takes up 0.04, and"),
        ("units: 50 per day", "units: 50 kg per day", "error 11: expected a rate such as"),
        ("weight: 100 kg per day", "weight: 100 per day", "error 12: expected a mass per time such as"),
        ("weight: 100 kg per day", "weight: 100 l per day", "error 12: expected a mass per time such as"),
        ("weight: 100 kg per day", "volume: 0 l per day", "error 12: must be greater than 0"),
        ("  home: {from: shop, to: people, lead_time: 1}\n", "", "error 12: 'people' takes goods at the door"),
        ("units: 50 per day", "units: 20 per day", "warning 11: what passes it needs 0.75"),
        # Two shifts at the same time open it for a quarter of the day, not for a half.
        ("{from: 6 h, to: 18 h}", "{from: 6 h, to: 12 h}, {from: 6 h, to: 12 h}", "warning 11: what passes it"),
        ("weight: 100 kg per day", "weight: 24 kg per day", "warning 12: what passes it needs 1.04 of its time"),
    ],
)  # fmt: skip
def test_mistakes_are_told(old, new, said, tmp_path):
    assert old in VALID
    found = problems(VALID.replace(old, new), tmp_path)
    assert any(problem.startswith(said) for problem in found), found


def test_limits_of_which_nothing_follows_are_refused(tmp_path):
    text = VALID.replace("weight: 2 kg, ", "").replace("weight: 1 kg, ", "")
    assert [problem.split(",")[0] for problem in problems(text, tmp_path)] == [
        "error 10: no product at 'shop' has a weight",
        "error 11: no product at 'shop' has a weight",
        "error 12: no product at 'shop' has a weight",
    ]


def test_products_that_pass_a_limit_by_are_told(tmp_path):
    text = VALID.replace("weight: 2 kg, ", "")
    assert problems(text, tmp_path) == [
        "warning 10: 'juice' has no weight and passes this by",
        "warning 12: 'juice' has no weight and passes this by",
    ]


def test_what_is_larger_than_the_storage_is_refused(tmp_path):
    text = VALID.replace("volume: 1 l", "volume: 1 m3")
    assert any("not even the smallest amount of 'juice' fits into 0.15" in said for said in problems(text, tmp_path))


def test_lanes_of_carriers_pass_no_shipping_dock(tmp_path):
    text = VALID.replace("to: people, lead_time: 1}", "to: people, lead_time: 1, by: vans}")
    found = problems(text + "carriers: {vans: {vehicles: 3}}\n", tmp_path)
    assert any("the lane 'home' is served by vehicles" in said for said in found), found


def test_hours_need_a_length_of_time(tmp_path):
    text = VALID.replace("horizon: 100", "horizon: 100, unit: period").replace(" per day", " per period")
    found = problems(text.replace("from: 6 h, to: 18 h", "from: 0.25, to: 0.75"), tmp_path)
    assert found == [
        "error 11: working hours need a unit of time with a length, and this scenario counts in periods",
    ]

"""What is said of disruptions of factories and warehouses, and cannot work, is refused with its place and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.loading import load

FILE = """\
name: plant
time: {{unit: day, horizon: 30}}
products: {{a: {{}}, r: {{}}}}
sites:
  maker: {{kind: supplier, supplies: {{r: {{}}}}}}
  plant:
    kind: factory
    makes: {{a: {{from: {{r: 1}}, route: [press]}}}}
    lines: {{press: {{rate: 5}}}}
    stock: {{r: {{replenish: {{kind: base_stock, level: 20}}}}}}
  depot:
    kind: warehouse
    receiving: {{costs: {{per_unit: 1}}}}
    stock: {{a: {{opening: {{on_hand: 9}}, replenish: {{kind: base_stock, level: 9}}}}}}
  people: {{kind: customer, buys: {{a: {{from: depot, demand: {{kind: poisson, rate: 1}}}}}}}}
lanes: {{in: {{from: maker, to: plant}}, out: {{from: plant, to: depot}}}}
disruptions:
  strike:
    where: {where}
    when: {when}
    what: {what}
active: [strike]
"""
ONCE = "{starts: 3, lasts: 2}"


@pytest.mark.parametrize(
    ("where", "when", "what", "message"),
    [
        ("depot", ONCE, "{kind: capacity}", "'capacity' can do nothing here"),  # its dock has neither rate nor hours
        ("depot", ONCE, "{kind: yield_loss}", "'yield_loss' can do nothing here"),
        ("maker", ONCE, "{kind: destruction}", "'destruction' can do nothing here"),
        ("{site: plant, line: lathe}", ONCE, "{kind: capacity}", "'plant' has no line 'lathe'"),
        ("depot", ONCE, "{kind: destruction, share: 0.5, units: 3}", "not both"),
        (
            "depot",
            "{kind: condition, site: plant, product: a, below: 3}",
            "{kind: closure}",
            "no stock of 'a' to watch",
        ),
        ("depot", "{kind: condition, site: maker, product: r, below: 3}", "{kind: closure}", "name a warehouse"),
        ("depot", "{kind: condition, site: nowhere, product: a, below: 3}", "{kind: closure}", "nowhere"),
        ("depot", "{kind: condition, site: depot, product: a}", "{kind: closure}", "either 'below' or 'above'"),
        ("people", "{kind: condition, site: depot, product: a, below: 3}", "{kind: demand, factor: 2}", "a condition"),
    ],
)
def test_it_is_refused_with_its_place(tmp_path: Path, where, when, what, message):
    path = tmp_path / "plant.yaml"
    path.write_text(FILE.format(where=where, when=when, what=what), encoding="utf-8")
    with pytest.raises(ScenarioError, match=message) as caught:
        load(path)
    assert "plant.yaml:" in str(caught.value)


@pytest.mark.parametrize(
    ("where", "when", "what"),
    [
        ("{site: plant, line: press}", ONCE, "{kind: capacity, left: 20 %}"),
        ("plant", ONCE, "{kind: yield_loss, left: 50 %}"),
        ("plant", ONCE, "[{kind: closure, in_process: lose}, {kind: destruction, units: 4}]"),
        ("plant", "{kind: condition, site: depot, product: a, below: 3}", "{kind: closure, orders_out: false}"),
    ],
)
def test_what_can_work_is_read(tmp_path: Path, where, when, what):
    path = tmp_path / "plant.yaml"
    path.write_text(FILE.format(where=where, when=when, what=what), encoding="utf-8")
    assert load(path).scenario.active == ("strike",)

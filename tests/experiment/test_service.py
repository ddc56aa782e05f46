from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.experiment.service import service
from tests.chains import CLOCKWORK, SHOP, written

if TYPE_CHECKING:
    from pathlib import Path

DAYS = np.arange(61.0)
EMPTY = CLOCKWORK.replace("on_hand: 40", "on_hand: 0").replace("lead_time: 1 day", "lead_time: 5 day")
"""Ten a day are asked for from day 1 on; the first delivery comes on day 6."""


def test_what_is_there_is_served(tmp_path: Path) -> None:
    found = service(sim.simulate(written(tmp_path, CLOCKWORK)), DAYS)
    assert found.nodes == ("maker", "people", "shop")
    assert found.is_customer.tolist() == [False, True, False]
    assert (found.network == 1).all()
    assert (found.shortfall == 0).all()
    assert found.asked[1].tolist() == found.asked[2].tolist() == [10.0] * 60
    # The supplier delivers as expected: in time, though never at once.
    assert np.nanmin(found.share[0]) == 1
    assert np.isnan(found.share[0]).any()  # on days without an order nothing is said


def test_what_is_not_there_is_short_on_the_day_it_was_asked_for(tmp_path: Path) -> None:
    found = service(sim.simulate(written(tmp_path, EMPTY)), DAYS)
    assert found.shortfall[:5].tolist() == [10] * 5
    assert found.network[:5].tolist() == [0] * 5
    assert found.share[found.nodes.index("shop")][:5].tolist() == [0] * 5


def test_what_is_delivered_by_the_time_promised_is_served(tmp_path: Path) -> None:
    text = EMPTY.replace("price: 3,", "price: 3, promised: 3 days,")
    found = service(sim.simulate(written(tmp_path, text)), DAYS)
    waits = [5, 4, 3, 2, 1]  # until the delivery of day 6, which covers what had been asked for
    assert found.shortfall[:5].tolist() == [10.0 * (wait > 3) for wait in waits]
    # What was promised for after the end of the run is left out.
    assert found.asked[found.nodes.index("people")][-3:].tolist() == [0, 0, 0]
    assert np.isnan(found.network[-3:]).all()


def test_orders_of_before_the_run_and_after_the_buckets_are_left_out(tmp_path: Path) -> None:
    books = sim.simulate(written(tmp_path))
    whole, part = service(books, DAYS), service(books, DAYS[:21])
    assert part.asked.tolist() == whole.asked[:, :20].tolist()
    assert part.served.tolist() == whole.served[:, :20].tolist()


def test_it_is_the_fill_rate_where_nothing_is_promised(tmp_path: Path) -> None:
    result_path = written(tmp_path, SHOP.replace("on_hand: 40", "on_hand: 0").replace("warm_up: 10", "warm_up: 0"))
    found = service(sim.simulate(result_path, replication=0), DAYS)
    people = found.nodes.index("people")
    rate = sim.run(result_path, replications=1).kpi("fill_rate")
    assert 0 < rate < 1
    assert found.served[people].sum() / found.asked[people].sum() == pytest.approx(rate)


def test_what_stays_inside_a_site_is_asked_of_nobody(tmp_path: Path) -> None:
    text = """\
name: works
time: {horizon: 60}
seed: 5
products: {red: {value: 2}, dye: {value: 1}}
sites:
  mill: {kind: supplier, supplies: {dye: {price: 1}}}
  works:
    kind: factory
    lines: {press: {time: 0.01}}
    makes: {red: {line: press, from: {dye: 2}}}
    stock:
      dye: {opening: {on_hand: 80}, replenish: {kind: base_stock, level: 90}}
      red: {opening: {on_hand: 30}, replenish: {kind: base_stock, level: 30}}
  town: {kind: customer, buys: {red: {from: works, price: 9, demand: {kind: poisson, rate: 5}}}}
lanes: {pipe: {from: mill, to: works, lead_time: 1}}
"""
    found = service(sim.simulate(written(tmp_path, text)), DAYS)
    works, town = (found.nodes.index(name) for name in ("works", "town"))
    assert found.asked[works].sum() > 200
    assert found.asked[works].tolist() == found.asked[town].tolist()

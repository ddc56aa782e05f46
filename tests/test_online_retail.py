"""Real demand, from the export to the books: a year of a British web shop's sales through one warehouse.

The data are the 300 most ordered articles of "Online Retail" (D. Chen, UCI Machine Learning Repository, 2015): the
units sold by article and day. They are not part of the project.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

import sim

SALES = Path(__file__).parents[2] / "shared" / "data" / "online_retail" / "daily_demand_top300_skus.csv"
DAYS = 374  # 2010-12-01 to 2011-12-09

SCENARIO = """\
name: web_shop
time: {start: 2010-12-01, unit: day, horizon: 374 days}
currency: GBP
products:
  articles: {from_csv: articles.csv, unit: each}
sites:
  importer:
    kind: supplier
    supplies:
      articles: {from_csv: supplies.csv, price: 0}
  warehouse:
    kind: warehouse
    stock:
      articles:
        from_csv: stock.csv
        opening: {on_hand: 0}
        replenish: {kind: min_max, reorder_point: "{minimum}", up_to: "{maximum}", review: 1 day}
        costs: {holding: 20 % per year}
  customers:
    kind: customer
    buys:
      articles:
        from_csv: buys.csv
        from: warehouse
        demand: {kind: trace, file: sales.csv, date: day, quantity: units, where: {StockCode: "{code}"}}
        when_short: lost
lanes:
  inbound: {from: importer, to: warehouse, lead_time: 7 days}
variants:
  waiting:
    set: {sites.customers.buys.*.when_short: backorder}
"""

pytestmark = pytest.mark.skipif(
    not SALES.is_file(), reason="the Online Retail data are not beside the repository (../shared/data/online_retail)"
)


def _sales() -> dict[str, list[tuple[str, int, float]]]:
    sales = defaultdict(list)
    with SALES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert float(row["units"]).is_integer()
            sales[row["StockCode"]].append((row["day"], int(float(row["units"])), float(row["median_price"])))
    return sales


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(scope="module")
def demanded() -> dict[str, int]:
    return {f"article_{code}": sum(units for _, units, _ in rows) for code, rows in _sales().items()}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory) -> Path:
    """The scenario and its tables: two weeks of mean sales trigger an order, which fills up to four."""
    folder = tmp_path_factory.mktemp("web_shop")
    (folder / "sales.csv").write_bytes(SALES.read_bytes())
    articles, supplies, stock, buys = [], [], [], []
    for code, rows in sorted(_sales().items()):
        name, mean = f"article_{code}", sum(units for _, units, _ in rows) / DAYS
        price = round(float(np.median([price for _, _, price in rows])), 2)
        articles.append([name, round(0.5 * price, 2)])
        supplies.append([name, round(0.5 * price, 2)])
        stock.append([name, round(14 * mean), round(28 * mean)])
        buys.append([name, code, price])
    _write(folder / "articles.csv", ["name", "value"], articles)
    _write(folder / "supplies.csv", ["name", "price"], supplies)
    _write(folder / "stock.csv", ["name", "minimum", "maximum"], stock)
    _write(folder / "buys.csv", ["name", "code", "price"], buys)
    file = folder / "web_shop.yaml"
    file.write_text(SCENARIO.replace("opening: {on_hand: 0}", 'opening: {on_hand: "{maximum}"}'), encoding="utf-8")
    return file


def _units(rows, column="quantity") -> dict[str, float]:
    return rows.groupby("product")[column].sum().to_dict()


def _kpi(result, name) -> dict[str, float]:
    """A KPI of the warehouse by article, as a sum over the run."""
    rows = result.kpis
    rows = rows[(rows["kpi"] == name) & (rows["site"] == "warehouse") & rows["product"].notna()]
    return (rows.set_index("product")["mean"] * DAYS).to_dict()


def test_the_tables_make_300_articles_without_a_warning(scenario):
    assert sim.check(scenario) == ()
    loaded = sim.load(scenario).scenario
    assert len(loaded.products) == len(loaded.sites["customers"].buys) == 300


@pytest.mark.parametrize("variant", [None, "waiting"])
def test_every_unit_of_the_file_is_accounted_for(scenario, demanded, variant):
    result = sim.run(scenario, variant=variant)
    ledger = result.ledger
    orders = ledger.orders[ledger.orders["buyer"] == "customers"]
    sold = _units(ledger.goods[ledger.goods["to"] == "customers"])
    lost = _units(ledger.events[ledger.events["event"] == "lost"])
    owed = _units(orders, "open")

    assert not result.run.is_random
    assert result.run.finished == 1
    assert result.run.goods == 0
    assert result.run.money == pytest.approx(0, abs=1e-6)
    assert _units(orders) == demanded
    assert {article: sold.get(article, 0) + lost.get(article, 0) + owed[article] for article in demanded} == demanded
    assert _kpi(result, "demand") == pytest.approx(demanded)
    assert _kpi(result, "lost_sales") == pytest.approx(
        {article: lost.get(article, 0) for article in demanded}, abs=1e-6
    )
    if variant is None:
        assert sum(owed.values()) == 0
        assert 0 < sum(lost.values()) < 0.2 * sum(demanded.values())
    else:
        assert sum(lost.values()) == 0

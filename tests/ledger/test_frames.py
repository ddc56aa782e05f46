from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.errors import ResultsError
from sim.ledger import frames
from tests.ledger.ledgers import RESOURCES, busy_week, chain


def test_names_units_and_words():
    books = busy_week().books(10.0, 2.0, RESOURCES)
    tables = frames.tables(books)
    assert tuple(tables) == frames.TABLES
    goods = tables["goods"]
    assert goods.loc[0, ["time", "product", "quantity", "from", "to", "order"]].tolist() == [
        0,
        "grain",
        1.5,
        "depot",
        "van",
        1,
    ]
    orders = tables["orders"].set_index("order")
    assert orders.loc[10, ["buyer", "seller", "quantity", "shipped_at_once", "open"]].tolist() == [
        "people",
        "shop",
        4.5,
        1.5,
        3.0,
    ]
    assert orders.loc[10, "waited_for"] == "no_stock"
    assert orders["lane"].isna().sum() == orders["from_customer"].sum()
    assert orders["parent"].isna().all()
    assert tables["events"]["event"].tolist()[:4] == ["received", "waiting", "waiting", "lost"]
    money = tables["money"]
    assert money.loc[0, ["kind", "payer", "payee", "site", "order"]].tolist() == [
        "sale",
        "people",
        "company",
        "people",
        3,
    ]
    assert money["amount"].sum() == pytest.approx(books.money["amount"].sum())
    assert money.loc[money["kind"] == "transit_holding", "lane"].tolist() == ["road", "road"]
    assert tables["states"].iloc[0].tolist()[:4] == [2.0, "mill/grain", "busy", 1.0]
    assert tables["states"]["order"].isna().all()
    assert tables["forecasts"].iloc[1].tolist() == [4.0, "shop", "grain", 1, 1.75, 2.5]
    assert tables["master"].iloc[0].tolist() == [0.0, "grain", "value", 1.0, "EUR per kg"]


def test_there_and_back(tmp_path):
    books = busy_week().books(10.0, 2.0, RESOURCES)
    frames.write(books, tmp_path / "ledger")
    assert sorted(path.stem for path in (tmp_path / "ledger").iterdir()) == sorted(frames.TABLES)
    for name, frame in frames.read(tmp_path / "ledger").items():
        pd.testing.assert_frame_equal(frame, frames.tables(books)[name])


def test_tables_without_rows_keep_their_columns(tmp_path):
    books = chain().books(1.0)
    frames.write(books, tmp_path)
    for name, frame in frames.read(tmp_path).items():
        assert list(frame) == list(frames.tables(books)[name])
        assert frame.empty or name == "master"


def test_arrow_holds_the_same():
    books = busy_week().books(10.0, 2.0, RESOURCES)
    table = frames.to_arrow(books)["goods"]
    assert table.num_rows == books.goods.size
    assert np.array_equal(table["time"].to_numpy(), books.goods["time"])
    assert table["from"].to_pylist()[0] == "depot"


def test_a_missing_or_damaged_table_is_named(tmp_path):
    with pytest.raises(ResultsError, match=r"goods\.parquet"):
        frames.read(tmp_path)
    frames.write(busy_week().books(10.0, 2.0, RESOURCES), tmp_path)
    path = tmp_path / "orders.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ResultsError, match=r"orders\.parquet"):
        frames.read(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ResultsError, match="taken"):
        frames.write(chain().books(1.0), tmp_path / "taken")

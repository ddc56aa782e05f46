"""Frames: the tables as people and other programs read them, with names, units and words in place of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import ResultsError
from sim.ledger.haulage import cargo
from sim.ledger.tables import NOBODY, Event, MoneyKind, Reason, State

if TYPE_CHECKING:
    from enum import IntEnum
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from sim.ledger.books import Books

    _Column = NDArray[np.generic] | pd.Categorical | pd.arrays.IntegerArray
    _Table = dict[str, _Column]

TABLES: Final = ("goods", "orders", "events", "money", "states", "trips", "loads", "forecasts", "master")
"""The tables by name."""


def tables(books: Books) -> dict[str, pd.DataFrame]:
    """The tables as data frames; ``orders`` are joined with what became of them, ``money`` with the costs of time.

    Amounts are in units of the product, times in time units; names are categories.
    """
    import pandas as pd

    naming = _Naming(books)
    columns = {
        "goods": _goods(books, naming),
        "orders": _orders(books, naming),
        "events": _events(books, naming),
        "money": _money(books, naming),
        "states": _states(books),
        "trips": _trips(books),
        "loads": _loads(books, naming),
        "forecasts": _forecasts(books, naming),
        "master": _master(books),
    }
    return {name: pd.DataFrame(columns[name]) for name in TABLES}


def to_arrow(books: Books) -> dict[str, pa.Table]:
    """The same tables as Arrow tables; names are dictionary-encoded."""
    import pyarrow as pa

    return {name: pa.Table.from_pandas(frame, preserve_index=False) for name, frame in tables(books).items()}


def write(books: Books, folder: Path) -> None:
    """Writes the tables into a folder, one Parquet file each, whole or not at all.

    Raises:
        ResultsError: The system refused to write.
    """
    import pyarrow.parquet as pq

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in to_arrow(books).items():
            partial = folder / f"{name}.parquet.partial"
            pq.write_table(table, partial, compression="zstd", write_page_checksum=True)
            partial.replace(folder / f"{name}.parquet")
    except OSError as reason:
        raise ResultsError(f"cannot write the ledger to {folder}: {reason}") from reason


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables that ``write`` left in a folder.

    Raises:
        ResultsError: A table is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        try:
            found[name] = _with_names(pq.read_table(path, page_checksum_verification=True).to_pandas())
        except (OSError, pa.ArrowException) as reason:
            raise ResultsError(f"cannot read {path}: {reason}") from reason
    return found


def _with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as it was written: columns in which nothing has a name have lost that names are text."""
    import pandas as pd

    for column in frame.select_dtypes("category"):
        if frame[column].cat.categories.empty:
            frame[column] = frame[column].cat.set_categories(pd.Index((), dtype="str"))
    return frame


class _Naming:
    """Columns of names for the accounts of one register."""

    def __init__(self, books: Books) -> None:
        accounts = books.register.accounts
        self._attributes = {
            "site": self._index([account.site for account in accounts]),
            "product": self._index([account.product for account in accounts]),
            "lane": self._index([account.lane for account in accounts]),
            "place": self._index([account.lane or account.site for account in accounts]),
        }

    @staticmethod
    def _index(names: list[str]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        known = sorted({name for name in names if name})
        number = {name: index for index, name in enumerate(known)}
        return np.array([number.get(name, -1) for name in [*names, ""]], dtype=np.int32), tuple(known)

    def of(self, attribute: str, accounts: NDArray[np.uint32]) -> pd.Categorical:
        """The attribute of each of ``accounts``; none for ``NOBODY``."""
        codes, names = self._attributes[attribute]
        return _names(codes[np.minimum(accounts, codes.size - 1)], names)


def _names(codes: NDArray[np.integer], names: tuple[str, ...]) -> pd.Categorical:
    """Which of ``names`` each row bears; a negative code stands for none."""
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(names, dtype="str"))


def _words(kind: type[IntEnum], values: NDArray[np.uint32]) -> pd.Categorical:
    """The names of an enumeration in small letters."""
    members = list(kind)
    place = np.full(max(members) + 1, -1, dtype=np.int8)
    place[[int(member) for member in members]] = np.arange(len(members))
    return _names(place[values], tuple(member.name.lower() for member in members))


def _number(values: NDArray[np.uint32]) -> pd.arrays.IntegerArray:
    """Whole numbers of which some may be missing."""
    import pandas as pd

    missing = values == NOBODY
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)


def _goods(books: Books, naming: _Naming) -> _Table:
    goods = books.goods
    return {
        "time": goods["time"],
        "product": naming.of("product", goods["to_account"]),
        "quantity": goods["amount"] / books.steps_per_unit[goods["to_account"]],
        "from": naming.of("place", goods["from_account"]),
        "to": naming.of("place", goods["to_account"]),
        "order": _number(goods["order"]),
        "lot": goods["lot"].astype(np.int64),
    }


def _orders(books: Books, naming: _Naming) -> _Table:
    orders, facts = books.orders, books.facts
    steps = books.steps_per_unit[orders["buyer"]]
    return {
        "order": np.arange(orders.size),
        "placed_at": orders["placed_at"],
        "promised_at": orders["promised_at"],
        "product": naming.of("product", orders["buyer"]),
        "quantity": orders["quantity"] / steps,
        "buyer": naming.of("site", orders["buyer"]),
        "seller": naming.of("site", orders["seller"]),
        "lane": naming.of("lane", orders["transit"]),
        "parent": _number(orders["parent"]),
        "purpose": _purposes(books),
        "from_customer": facts.is_customer,
        "received_at": facts.received_at,
        "shipped": facts.shipped / steps,
        "shipped_at_once": facts.shipped_at_once / steps,
        "last_shipped_at": facts.last_shipped_at,
        "delivered": facts.delivered / steps,
        "delivered_on_time": facts.delivered_on_time / steps,
        "last_delivered_at": facts.last_delivered_at,
        "lost": facts.lost / steps,
        "open": facts.open / steps,
        "waited_for": _words(Reason, facts.waiting_reason),
    }


def _purposes(books: Books) -> pd.Categorical:
    """What each order is for: a customer, a stock, or production (the order to make, and what it books and yields)."""
    accounts, orders = books.register.accounts, books.orders
    uses = books.register.is_use[orders["buyer"]]
    made = books.register.is_production[orders["seller"]]
    maker = np.array([account.maker for account in accounts], dtype=np.int64)[orders["seller"]]
    is_main = maker == orders["seller"]
    purpose = np.select([uses, made & ~is_main, made, books.facts.is_customer], [0, 1, 3, 2], 4)
    return _names(purpose, ("component", "by_product", "customer", "production", "replenishment"))


def _events(books: Books, naming: _Naming) -> _Table:
    events = books.events[books.events["order"] < books.orders.size]
    buyer = books.orders["buyer"][events["order"]]
    return {
        "time": events["time"],
        "event": _words(Event, events["event"]),
        "order": _number(events["order"]),
        "product": naming.of("product", buyer),
        "buyer": naming.of("site", buyer),
        "seller": naming.of("site", books.orders["seller"][events["order"]]),
        "quantity": events["quantity"] / books.steps_per_unit[buyer],
        "reason": _words(Reason, events["reason"]),
    }


def _money(books: Books, naming: _Naming) -> _Table:
    money, parties = books.money, books.register.parties
    return {
        "recognised_at": money["recognised_at"],
        "settled_at": money["settled_at"],
        "kind": _words(MoneyKind, money["kind"]),
        "amount": money["amount"],
        "payer": _names(money["payer"].astype(np.int32), parties),
        "payee": _names(money["payee"].astype(np.int32), parties),
        "site": naming.of("site", money["account"]),
        "product": naming.of("product", money["account"]),
        "lane": naming.of("lane", money["account"]),
        "order": _number(money["order"]),
    }


def _states(books: Books) -> _Table:
    states = books.states
    return {
        "since": states["since"],
        "resource": _names(
            states["resource"].astype(np.int32), tuple(resource.name for resource in books.register.resources)
        ),
        "state": _words(State, states["state"]),
        "share": states["share"],
        "order": _number(states["order"]),
    }


def _trips(books: Books) -> _Table:
    trips, register = books.trips, books.register
    route = trips["route"].astype(np.int32)
    carrier = np.array([of.carrier for of in register.routes], dtype=np.int32)
    vehicle = np.where(trips["vehicle"] == NOBODY, -1, trips["vehicle"].astype(np.int64)).astype(np.int32)
    weight, volume, units = cargo(books)
    return {
        "trip": np.arange(trips.size),
        "carrier": _names(carrier[route], tuple(of.name for of in register.carriers)).remove_unused_categories(),
        "route": _names(route, tuple(of.name for of in register.routes)).remove_unused_categories(),
        "vehicle": _names(vehicle, tuple(of.name for of in register.resources)).remove_unused_categories(),
        "began_at": trips["began_at"],
        "departed_at": trips["departed_at"],
        "returned_at": trips["returned_at"],
        "distance": np.array([of.distance for of in register.routes], dtype=np.float64)[route],
        "weight": weight,
        "volume": volume,
        "units": units,
    }


def _loads(books: Books, naming: _Naming) -> _Table:
    loads = books.loads
    return {
        "trip": loads["trip"].astype(np.int64),
        "lane": naming.of("lane", loads["account"]).remove_unused_categories(),
        "product": naming.of("product", loads["account"]).remove_unused_categories(),
        "order": _number(loads["order"]),
        "quantity": loads["quantity"] / books.steps_per_unit[loads["account"]],
        "ready_at": loads["ready_at"],
        "arrived_at": loads["arrived_at"],
    }


def _forecasts(books: Books, naming: _Naming) -> _Table:
    forecasts = books.forecasts
    steps = books.steps_per_unit[forecasts["account"]]
    return {
        "time": forecasts["time"],
        "site": naming.of("site", forecasts["account"]),
        "product": naming.of("product", forecasts["account"]),
        "period": forecasts["period"].astype(np.int64),
        "forecast": forecasts["forecast"] / steps,
        "observed": forecasts["observed"] / steps,
    }


def _master(books: Books) -> _Table:
    rows = books.register.master
    return {
        "since": np.array([row.since for row in rows], dtype=np.float64),
        **{name: _repeated([getattr(row, name) for row in rows]) for name in ("subject", "attribute")},
        "value": np.array([row.value for row in rows], dtype=np.float64),
        "unit": _repeated([row.unit for row in rows]),
    }


def _repeated(words: list[str]) -> pd.Categorical:
    """Words that come back, as categories."""
    known = sorted(set(words))
    place = {word: index for index, word in enumerate(known)}
    return _names(np.array([place[word] for word in words], dtype=np.int32), tuple(known))

"""The ledger of one replication, for looking at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Ledger:
    """The tables of one replication as data frames: ``ledger.goods``, ``ledger.orders``, ``ledger.money`` ..."""

    __slots__ = ("_tables",)

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self._tables = tables

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):  # a copy asks for its own parts before it has any
            raise AttributeError(name)
        if name not in self._tables:
            raise AttributeError(f"the ledger has no table {name!r}; it has {', '.join(self._tables)}")
        return self._tables[name]

    def __dir__(self) -> list[str]:
        return sorted(self._tables)

    def __repr__(self) -> str:
        return "Ledger(" + ", ".join(f"{name}: {len(table)} rows" for name, table in self._tables.items()) + ")"

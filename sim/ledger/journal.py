"""The journal: where the engine writes, row by row, while it runs."""

from __future__ import annotations

import itertools
import tempfile
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from sim.ledger.tables import EVENTS, FORECASTS, GOODS, LOADS, MONEY, ORDERS, STATES, TRIPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.ledger.tables import Layout

SPILL_BYTES: Final = 32 * 2**20
"""A table that has grown by this much moves to disk at the next chance."""


class Buffer:
    """An append-only table of packed records: in memory while small, in an unnamed file when large.

    ``write(pack(...))`` is the hot path: two calls into C and no Python object that survives them.

    Attributes:
        pack: Makes one record's bytes out of its values.
        write: Appends the bytes of one or more records.
    """

    __slots__ = ("_bytes", "_file", "_layout", "_size", "_spilled", "pack", "write")

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._size = layout.record.size
        self._spilled = 0
        self._bytes = bytearray()
        self._file: BinaryIO | None = None
        self.pack: Callable[..., bytes] = layout.record.pack
        self.write: Callable[[bytes], None] = self._bytes.extend

    def __del__(self) -> None:
        # The file has no name: closed, it is gone. Rows that were handed out keep their own map of it.
        if getattr(self, "_file", None) is not None:
            self._file.close()  # type: ignore[union-attr]

    def __len__(self) -> int:
        """How many rows there are so far."""
        return (self._spilled + len(self._bytes)) // self._size

    def spill(self, limit: int = SPILL_BYTES) -> None:
        """Moves the rows to disk if there are more than ``limit`` bytes of them in memory."""
        if len(self._bytes) > limit:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="headwater-")  # noqa: SIM115 - lives as long as the buffer
            self._to_file(self._file)

    def rows(self) -> NDArray[np.void]:
        """All rows so far as a read-only structured array; on disk they are mapped, not loaded."""
        if self._file is None:
            # A view, not a copy: from now on the table can be read but no longer grow.
            rows = np.frombuffer(self._bytes, dtype=self._layout.dtype)
            rows.flags.writeable = False
            return rows
        self._to_file(self._file)
        self._file.flush()
        return np.memmap(self._file, dtype=self._layout.dtype, mode="r")

    def _to_file(self, file: BinaryIO) -> None:
        file.write(self._bytes)
        self._spilled += len(self._bytes)
        self._bytes.clear()


class Journal:
    """One run's tables, open for writing.

    Attributes:
        goods, orders, events, money, states, trips, loads, forecasts: One buffer each.
        next_order: Returns the number of the next order; call it once for each row written to ``orders``.
    """

    __slots__ = ("events", "forecasts", "goods", "loads", "money", "next_order", "orders", "states", "trips")

    def __init__(self) -> None:
        self.goods = Buffer(GOODS)
        self.orders = Buffer(ORDERS)
        self.events = Buffer(EVENTS)
        self.money = Buffer(MONEY)
        self.states = Buffer(STATES)
        self.trips = Buffer(TRIPS)
        self.loads = Buffer(LOADS)
        self.forecasts = Buffer(FORECASTS)
        self.next_order: Callable[[], int] = itertools.count().__next__

    def spill(self, limit: int = SPILL_BYTES) -> None:
        """Moves large tables to disk."""
        seldom = (self.states, self.trips, self.loads, self.forecasts)
        for buffer in (self.goods, self.orders, self.events, self.money, *seldom):
            buffer.spill(limit)

"""Recorded orders: rows of a data file, read as instants and quantities.

A file often holds the series of many products. It is sorted into series once for all of them, and the result is kept
with the reading, so that each further series costs its own rows only.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.names import nearest
from sim.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic_core import PydanticCustomError

    from sim.clock import Clock
    from sim.quantities import Reading
    from sim.tables import Table

_DIRECTIVES: Final = frozenset("aAbBdfHIjmMpSyY%")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")

Order = tuple[float, float]
"""An instant in time units and a quantity in product units."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where recorded orders stand.

    Attributes:
        file: Path of the CSV file relative to the scenario's folder.
        date: Column with dates or numbers.
        quantity: Column with quantities.
        date_format: How dates are spelled, as for ``strptime``; None reads ISO dates and plain numbers.
        skips_earlier: Whether rows before time 0 are left out; otherwise they are an error.
    """

    file: str
    date: str
    quantity: str
    date_format: str | None = None
    skips_earlier: bool = False


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A table sorted into series: rows by the values of some columns."""

    table: Table
    dates: tuple[str, ...]
    quantities: tuple[str, ...]
    rows: Mapping[tuple[str, ...], list[int]]


def check_format(date_format: str) -> None:
    """Raise ``ValueError`` with the reason unless ``date_format`` spells a date of one year, month and day, once each.

    What would be read and not heeded, such as a zone of time, is refused too, and so is what depends on the machine.
    """
    parts = re.findall(r"%(.?)", date_format, re.DOTALL)
    unknown = [part for part in parts if part not in _DIRECTIVES]
    if unknown:
        known = " ".join(f"%{part}" for part in sorted(_DIRECTIVES))
        raise ValueError(f"'date_format' cannot have '%{unknown[0]}'; known: {known}")
    told = [part for part in parts if part != "%"]
    twice = sorted(part for part, count in Counter(told).items() if count > 1)
    if twice:
        raise ValueError(f"'date_format' has '%{twice[0]}' more than once")
    groups = ("yY", "mbBj", "dj")
    if not all(any(part in told for part in group) for group in groups):
        raise ValueError("'date_format' must tell the year, the month and the day, e.g. '%d/%m/%Y'")
    if ("p" in told) != ("I" in told):
        raise ValueError("'date_format': '%I' and '%p' go together")


def read_orders(reading: Reading, source: Source, where: Mapping[str, str]) -> tuple[Order, ...]:
    """The orders of one series, in the sequence of the file.

    Args:
        reading: The reading in progress; its clock says when time 0 is.
        source: Where the orders stand.
        where: Only rows that hold these values, by column; empty takes all rows.

    Raises:
        PydanticCustomError: The file or a column is missing, no row is chosen, or a row has a date that cannot be read
            or lies before time 0, or a quantity that is not a number or is negative; names the line of the first one.
    """
    indexed = _index(reading, source, tuple(where))
    chosen = indexed.rows.get(tuple(where.values()), [])
    if not chosen:
        raise _nothing(indexed, where)
    instants = _instants(indexed, chosen, reading.clock, source)
    quantities = _quantities(indexed, chosen)
    kept = [order for order in zip(instants, quantities, strict=True) if order[0] >= 0.0]
    if len(kept) < len(chosen) and not source.skips_earlier:
        bad = [row for row, instant in zip(chosen, instants, strict=True) if instant < 0.0]
        raise _bad_rows(
            indexed,
            bad,
            lambda row: f"{indexed.dates[row]!r} lies before the start of the run",
            hint="start earlier, or say 'before_start: skip'",
        )
    return tuple(kept)


def _index(reading: Reading, source: Source, by: tuple[str, ...]) -> _Indexed:
    table = read_table(reading, source.file)
    key = "\0".join(("series", str(table.path), source.date, source.quantity, *by))
    if key not in reading.tables:
        dates, quantities = table.column(source.date), table.column(source.quantity)
        rows: dict[tuple[str, ...], list[int]] = {}
        columns = [table.column(name) for name in by]
        values = zip(*columns, strict=True) if columns else iter([()] * len(dates))
        for row, value in enumerate(values):
            rows.setdefault(value, []).append(row)
        reading.tables[key] = _Indexed(table, dates, quantities, rows)
    indexed: _Indexed = reading.tables[key]
    return indexed


def _nothing(indexed: _Indexed, where: Mapping[str, str]) -> PydanticCustomError:
    if not where:
        return indexed.table.wrong("the file has no rows below its header")
    wanted = " and ".join(f"{column} = {value}" for column, value in where.items())
    hint = nearest(", ".join(where.values()), (", ".join(key) for key in indexed.rows))
    return indexed.table.wrong(f"no row has {wanted}", hint=hint)


def _instants(indexed: _Indexed, chosen: list[int], clock: Clock, source: Source) -> list[float]:
    read = _ISO.fullmatch if source.date_format is None else None
    start = None if clock.unit == "period" or clock.start is None else _midnight(clock.start)
    instants: list[float | None] = []
    for row in chosen:
        cell = indexed.dates[row]
        if read is not None and read(cell) is None:
            instants.append(_number(cell))
            continue
        moment = _moment(cell, source.date_format)
        if moment is None:
            instants.append(None)
        elif start is None:
            raise indexed.table.wrong(f"the date {cell!r} needs a 'time.start' to count from", indexed.table.lines[row])
        else:
            passed = moment - start
            instants.append((passed.days + passed.seconds / 86400.0) / clock.days)
    bad = [row for row, instant in zip(chosen, instants, strict=True) if instant is None]
    if bad:
        wanted = "a date such as 2025-03-01 or a number" if read is not None else f"a date spelled {source.date_format}"
        raise _bad_rows(
            indexed, bad, lambda row: f"column {source.date!r}: expected {wanted}, got {indexed.dates[row]!r}"
        )
    return [instant for instant in instants if instant is not None]


def _quantities(indexed: _Indexed, chosen: list[int]) -> list[float]:
    quantities = [_number(indexed.quantities[row]) for row in chosen]
    bad = [row for row, quantity in zip(chosen, quantities, strict=True) if quantity is None or quantity < 0.0]
    if bad:
        raise _bad_rows(
            indexed,
            bad,
            lambda row: f"expected a quantity of 0 or more, got {indexed.quantities[row]!r}",
            hint="leave returns and corrections out of the file",
        )
    return [quantity for quantity in quantities if quantity is not None]


def _bad_rows(indexed: _Indexed, rows: list[int], message: Callable[[int], str], hint: str = "") -> PydanticCustomError:
    others = f" (and {len(rows) - 1} more rows like it)" if len(rows) > 1 else ""
    return indexed.table.wrong(f"{message(rows[0])}{others}", indexed.table.lines[rows[0]], hint)


def _midnight(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time(), tzinfo=datetime.UTC)


def _moment(cell: str, date_format: str | None) -> datetime.datetime | None:
    try:
        if date_format is None:
            return datetime.datetime.fromisoformat(cell).replace(tzinfo=datetime.UTC)
        return datetime.datetime.strptime(cell, date_format).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    # float() also reads 1_000 and infinities, which in a data file are mistakes.
    return number if math.isfinite(number) and "_" not in cell else None


def summed(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """One order for each instant, for the sum of its quantities."""
    sums: dict[float, float] = {}
    for instant, quantity in orders:
        sums[instant] = sums.get(instant, 0.0) + quantity
    return tuple(sums.items())

"""Records: rows of history in a CSV file, read as instants, amounts and names; all that is wrong is told at once."""

from __future__ import annotations

import datetime
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from pydantic_core import PydanticCustomError

from sim.clock import LATEST
from sim.errors import Place, Problem, ScenarioError
from sim.quantities import LARGEST, Reading
from sim.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.clock import Clock

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")


class Records:
    """The rows of one file.

    Attributes:
        file: The file as the user named it.
        lines: For each row its line in the file, from 1.
    """

    def __init__(self, file: str, table: Table, clock: Clock) -> None:
        self.file = file
        self.lines = table.lines
        self._table = table
        self._clock = clock
        self._problems: list[Problem] = []

    def __getitem__(self, column: str) -> tuple[str, ...]:
        """The cells of a column."""
        return self._table.column(column)

    def problems_since(self) -> list[Problem]:
        """What was found wrong since this was asked last."""
        found, self._problems = self._problems, []
        return found

    def instants(self, column: str) -> NDArray[np.float64]:
        """The instants in a column, in time units since the start; what is none is told as a problem, and is NaN."""
        return self._read(column, self._instant)

    def amounts(self, column: str) -> NDArray[np.float64]:
        """The quantities in a column; what is none is told as a problem, and is NaN."""
        return self._read(column, _amount)

    def _read(self, column: str, reader: Callable[[str], float]) -> NDArray[np.float64]:
        found = []
        for row, cell in enumerate(self[column]):
            try:
                found.append(reader(cell))
            except ValueError as reason:
                message, _, hint = str(reason).partition("; ")
                place = Place(self.file, self.lines[row], 1)
                self._problems.append(Problem(place, "", f"column {column!r}: {message}", hint))
                found.append(math.nan)
        return np.array(found, dtype=np.float64)

    def _instant(self, cell: str) -> float:
        if _ISO.fullmatch(cell) is None:
            instant = _number(cell)
            if instant is None:
                raise ValueError(f"expected a date such as 2025-03-01 or a number of {self._clock.unit}s, got {cell!r}")
        else:
            instant = self._passed(cell)
        if instant < 0.0:
            raise ValueError(f"{cell!r} lies before the start of the run; leave the row out, or start earlier")
        if instant >= LATEST:
            raise ValueError(f"{cell!r} is later than any run can last")
        return instant

    def _passed(self, cell: str) -> float:
        if self._clock.start is None or self._clock.unit == "period":
            raise ValueError(f"the date {cell!r} needs a 'time.start' to count from")
        try:
            moment = datetime.datetime.fromisoformat(cell).replace(tzinfo=datetime.UTC)
        except ValueError:
            raise ValueError(f"there is no such date as {cell!r}") from None
        start = datetime.datetime.combine(self._clock.start, datetime.time(), tzinfo=datetime.UTC)
        passed = moment - start
        return (passed.days + passed.seconds / 86400.0) / self._clock.days


def read_records(path: Path, columns: tuple[str, ...], clock: Clock) -> Records:
    """The rows of a CSV file.

    Args:
        path: The file.
        columns: Columns that it must have; the first may also be called ``time`` where it is ``date``.
        clock: The scenario's clock, which dates are counted by.

    Raises:
        ScenarioError: The file is not there or is no such table.
    """
    try:
        table = read_table(Reading(clock=clock, folder=path.absolute().parent), path.name)
        if columns[0] == "date" and "date" not in table.columns and "time" in table.columns:
            renamed = tuple("date" if name == "time" else name for name in table.columns)
            table = Table(table.name, table.path, renamed, table.rows, table.lines)
        for name in columns:
            table.column(name)
        if not table.rows:
            raise table.wrong("the file has no rows below its header")
    except PydanticCustomError as error:
        context = error.context or {}
        message = error.message().replace("the scenario's folder", f"{str(path.parent)!r}")
        place = Place(str(path), int(context.get("line") or 1), 1)
        raise ScenarioError([Problem(place, "", message, str(context.get("hint") or ""))]) from None
    return Records(str(path), table, clock)


def _amount(cell: str) -> float:
    number = _number(cell)
    if number is None or number < 0.0:
        raise ValueError(
            f"expected a quantity of 0 or more, got {cell!r}; leave returns and corrections out of the file"
        )
    if number > LARGEST:
        raise ValueError(f"the quantity {cell!r} is too large to be counted")
    return number


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    # float() also reads 1_000 and infinities, which in a data file are mistakes.
    return number if math.isfinite(number) and "_" not in cell else None

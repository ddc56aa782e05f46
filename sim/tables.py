"""Data files: tables in CSV beside the scenario, read once and guarded.

A scenario may come from a stranger, so a file's name is relative to the scenario's folder and stays inside it, its size
has a limit, and what is wrong in it is reported with its line. Cells are text; whoever asks decides what they mean.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from sim.quantities import Reading

LARGEST_FILE: Final = 50_000_000
"""The largest data file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Table:
    """A data file that was read.

    Attributes:
        name: The file as the scenario names it.
        path: The file itself, resolved.
        columns: Names in the header, in the file's order.
        rows: The cells of each row as text without surrounding spaces, each as long as ``columns``; without blank
            lines.
        lines: For each row the line of the file on which it begins, from 1.
    """

    name: str
    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of one column, from the first row to the last.

        Raises:
            PydanticCustomError: The header has no such column.
        """
        if name not in self.columns:
            close = difflib.get_close_matches(name, self.columns, n=1, cutoff=0.6)
            hint = f"did you mean {close[0]!r}?" if close else f"its columns: {', '.join(self.columns)}"
            raise self.wrong(f"there is no column {name!r}", hint=hint)
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)

    def numbers(self, name: str) -> tuple[float, ...]:
        """The cells of one column as finite numbers, from the first row to the last.

        Raises:
            PydanticCustomError: The header has no such column, or a cell is not a finite number; names the first such
                row and counts the others.
        """
        cells = self.column(name)
        numbers = tuple(map(_number, cells))
        bad = [index for index, number in enumerate(numbers) if number is None]
        if bad:
            others = f" (and {len(bad) - 1} more in this column)" if len(bad) > 1 else ""
            raise self.wrong(f"column {name!r}: {_shown(cells[bad[0]])} is not a number{others}", self.lines[bad[0]])
        return tuple(number for number in numbers if number is not None)

    def wrong(self, message: str, line: int | None = None, hint: str = "") -> PydanticCustomError:
        """An error that names this file and, if given, the line; raise it inside a validator."""
        return _wrong(self.name, message, line, hint)


def read_table(reading: Reading, name: str) -> Table:
    """The table in the file called ``name``: UTF-8, cells separated by commas, the first line names the columns.

    A byte order mark is allowed, and lines may end in LF, CRLF or CR. A file is read once in each reading.

    Args:
        reading: The reading in progress; the file must stay inside its ``folder``, and its ``tables`` keep the result.
        name: Path relative to that folder.

    Raises:
        PydanticCustomError: The path leaves the folder, or the file is missing, too large, not UTF-8 or not a table.
    """
    path = _inside(reading.folder, name)
    key = str(path)
    if key not in reading.tables:
        reading.tables[key] = _parse(name, path)
    table: Table = reading.tables[key]
    return table


def _inside(folder: Path | None, name: str) -> Path:
    if not name.strip():
        raise _wrong(repr(name), "the name of a file is missing")
    if folder is None:
        raise _wrong(name, "data files can be read only by a scenario that is a file itself")
    windows = PureWindowsPath(name)
    if Path(name).is_absolute() or windows.drive or windows.root:
        raise _wrong(name, "the path must be relative to the scenario's folder")
    try:
        root = folder.resolve()
        path = (root / name).resolve()
        found = path.is_relative_to(root) and path.is_file()
    except (OSError, RuntimeError, ValueError):
        raise _wrong(name, "this is not a path that can be read") from None
    if not path.is_relative_to(root):
        raise _wrong(name, "the path leaves the scenario's folder")
    if not found:
        raise _wrong(name, "there is no such file in the scenario's folder")
    return path


def _parse(name: str, path: Path) -> Table:
    records = csv.reader(io.StringIO(_text(name, path), newline=""), strict=True)
    columns: tuple[str, ...] | None = None
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    begins = 1
    try:
        for record in records:
            line, begins = begins, records.line_num + 1
            cells = tuple(cell.strip() for cell in record)
            if not any(cells) and len(cells) <= 1:
                continue
            if columns is None:
                columns = _header(name, cells, line)
            elif len(cells) != len(columns):
                raise _wrong(name, f"the row has {len(cells)} cells, but the header names {len(columns)} columns", line)
            else:
                rows.append(cells)
                lines.append(line)
    except csv.Error as reason:
        raise _wrong(name, f"this is not a table: {reason}", begins) from None
    if columns is None:
        raise _wrong(name, "the file is empty; its first line must name the columns")
    return Table(name, path, columns, tuple(rows), tuple(lines))


def _text(name: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as reason:
        raise _wrong(name, f"the file cannot be read: {reason.strerror}") from None
    if len(raw) > LARGEST_FILE:
        raise _wrong(name, f"the file is larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        before = raw[: reason.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        raise _wrong(name, "the file is not UTF-8", before.count(b"\n") + 1, "save it as UTF-8") from None


def _header(name: str, cells: tuple[str, ...], line: int) -> tuple[str, ...]:
    if "" in cells:
        raise _wrong(name, f"column {cells.index('') + 1} of the header has no name", line)
    twice = sorted(cell for cell, count in Counter(cells).items() if count > 1)
    if twice:
        raise _wrong(name, f"the header names {', '.join(map(repr, twice))} more than once", line)
    if len(cells) == 1 and (";" in cells[0] or "\t" in cells[0]):
        raise _wrong(name, "the cells must be separated by commas", line)
    return cells


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    # float() also reads 1_000 and infinities, which in a data file are mistakes.
    return number if math.isfinite(number) and "_" not in cell else None


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}...") if cell else "an empty cell"


def _wrong(name: str, message: str, line: int | None = None, hint: str = "") -> PydanticCustomError:
    where = f"{name} line {line}" if line is not None else name
    context: dict[str, Any] = {"text": f"{where}: {message}", "hint": hint, "file": name, "line": line}
    # The message goes through str.format, so that braces of the user's text must not reach it.
    return PydanticCustomError("table", "{text}", context)

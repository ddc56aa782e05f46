"""The files of a tape: tables as CSV in a ZIP file or in a folder, written exactly and read with suspicion."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.clock import LATEST
from sim.errors import UsageError, visible
from sim.quantities import LARGEST
from sim.results.files import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

HEAD: Final = "tape.json"
"""The member that says what a tape is about."""
LARGEST_TABLE: Final = 2_000_000_000
"""The largest table of a tape that is read, in bytes."""
_WHOLE: Final = frozenset({"replication", "day", "count"})
_OPTIONAL: Final = frozenset({"replication", "day", "uniform", "value"})
_WANTED: Final[dict[str, str]] = {
    "replication": "a whole number from 0, or nothing for each replication",
    "day": "a whole number from 0, or nothing",
    "count": "a whole number from 0",
    "time": "a time of 0 or more",
    "end": "a time of 0 or more, or inf for good",
    "amount": "a number of 0 or more",
    "uniform": "a number above 0 and below 1, or nothing",
    "value": "a number of 0 or more, or nothing",
    "name": "a name",
}


def path_of(path: object) -> Path:
    """``path`` as a path.

    Raises:
        UsageError: It is none.
    """
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise UsageError(f"a tape must be the path of a file or a folder, not {path!r:.80}")
    return Path(path)


# ---------------------------------------------------------------------------------------------------------------- disk


def contents(path: Path, names: Sequence[str]) -> dict[str, bytes]:
    """What the members called ``names`` of a ZIP file, or the files of a folder, hold.

    Raises:
        UsageError: There is no such file, it is damaged, or one of them is missing or too large.
    """
    try:
        if path.is_dir():
            return {name: _file(path, name) for name in names}
        with zipfile.ZipFile(path) as archive:
            return {name: _member(path, archive, name) for name in names}
    except UsageError:
        raise
    except zipfile.BadZipFile as error:
        raise UsageError(f"{path}: is not a tape, or is damaged: {error}") from None
    except (OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UsageError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of its reader
        raise UsageError(f"{path}: is not a tape, or is damaged: {error}") from None


def _file(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise UsageError(f"{folder}: is not a tape: there is no {name} in it")
    if path.stat().st_size > LARGEST_TABLE:
        raise UsageError(f"{path}: is larger than {LARGEST_TABLE // 1_000_000} MB")
    return path.read_bytes()


def _member(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise UsageError(f"{path}: is not a tape: there is no {name} in it") from None
    if info.file_size > LARGEST_TABLE:
        raise UsageError(f"{path}: {name}: is larger than {LARGEST_TABLE // 1_000_000} MB")
    return archive.read(info)


def check_target(path: Path) -> None:
    """Refuses to write a tape over something else: who mixes up two paths would lose a scenario or sales data.

    Raises:
        UsageError: There is a folder, or a file that is no tape.
    """
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file for the tape")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: is a device or a pipe; name a file for the tape")
    if not path.is_file() or not path.stat().st_size:
        return
    try:
        with zipfile.ZipFile(path) as archive:
            archive.getinfo(HEAD)
    except Exception:  # noqa: BLE001 - whatever another file makes of the reader
        raise UsageError(f"{path}: holds something that is no tape, and is not replaced; choose another name") from None


def write(path: Path, content: Mapping[str, bytes], *, as_folder: bool) -> None:
    """Writes all or nothing; the same content gives the same bytes.

    Raises:
        ResultsError: The system refused; names the file.
        UsageError: The folder or the file holds something else.
    """
    if as_folder:
        _write_folder(path, content)
        return
    check_target(path)
    with replacing(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            # The same date for all: else the day of writing would be in the bytes.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)


def _write_folder(path: Path, content: Mapping[str, bytes]) -> None:
    others = sorted({found.name for found in path.iterdir()} - set(content)) if path.is_dir() else []
    if others:
        raise UsageError(f"{path}: holds {others[0]!r}, which is no part of a tape; choose another folder")
    with replacing(path) as partial:
        partial.mkdir()
        for name, data in content.items():
            (partial / name).write_bytes(data)


# ---------------------------------------------------------------------------------------------------------------- text


def csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV, without a loss of digits; nothing where a number is missing or stands for all."""
    import pyarrow as pa
    from pyarrow import csv as writer

    columns = {}
    for name in frame.columns:
        values = frame[name].to_numpy()
        if values.dtype.kind == "f":
            columns[name] = pa.array(values, mask=np.isnan(values))
        elif values.dtype.kind == "i":
            columns[name] = pa.array(values, mask=values < 0)
        else:
            columns[name] = pa.array(values, type=pa.string())
    buffer = io.BytesIO()
    buffer.write((",".join(columns) + "\n").encode())
    options = writer.WriteOptions(include_header=False, quoting_style="needed")
    writer.write_csv(pa.table(columns), buffer, options)
    return buffer.getvalue()


def table(where: str, content: bytes, kinds: Mapping[str, str]) -> pd.DataFrame:
    """A table from its CSV.

    Args:
        where: The file, for messages.
        content: What it holds.
        kinds: Its columns, and what is in them.

    Raises:
        UsageError: A column is missing, or a row cannot be read; names the line of the first one.
    """
    import pyarrow as pa
    from pyarrow import csv as reader

    broken: list[Any] = []

    def leave_out(row: Any) -> str:
        broken.append(row)
        return "skip"

    try:
        content.decode("utf-8-sig")
        names = next(io.StringIO(content[:10_000].decode("utf-8-sig", "replace")), "").strip().split(",")
        read = reader.read_csv(
            io.BytesIO(content),
            reader.ReadOptions(use_threads=False),
            reader.ParseOptions(ignore_empty_lines=False, invalid_row_handler=leave_out),
            reader.ConvertOptions(column_types={name.strip('"'): pa.string() for name in names}),
        )
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(f"{where}:{line}: the file is not UTF-8; save it as UTF-8") from None
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of its reader
        raise UsageError(f"{where}: this is not a table: {str(error).splitlines()[0]}") from None
    if broken:
        first = broken[0]
        raise UsageError(
            f"{where}:{first.number or 0}: the row has {first.actual_columns} cells instead of "
            f"{first.expected_columns}: {visible(str(first.text))}{_others(len(broken))}"
        )
    return checked(where, read.to_pandas(), kinds)


# --------------------------------------------------------------------------------------------------------------- values


def checked(where: str, frame: object, kinds: Mapping[str, str]) -> pd.DataFrame:
    """A table of cells, or of values, as a table of values.

    Raises:
        UsageError: It is no table, a column is missing, or a value is out of range; names the line of the first one, as
            it is in a file with a header.
    """
    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"{where}: expected a data frame, not {type(frame).__name__}")
    missing = [name for name in kinds if name not in frame.columns]
    if missing:
        known = ", ".join(map(str, frame.columns))
        raise UsageError(f"{where}: there is no column {missing[0]!r}; its columns: {known}")
    columns = {}
    for name, kind in kinds.items():
        cells = frame[name]
        values, bad = _names(cells) if kind == "name" else _numbers(cells, kind)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise UsageError(
                f"{where}:{row + 2}: column {name!r}: expected {_WANTED[kind]}, got {str(cells.iloc[row])!r}"
                f"{_others(int(bad.sum()))}"
            )
        columns[name] = values
    return typed(columns, kinds)


def typed(columns: Mapping[str, Any], kinds: Mapping[str, str]) -> pd.DataFrame:
    """Columns of values as a table whose columns have the types that they should have, also where there is no row."""
    types = {name: "object" if kind == "name" else "int64" if kind in _WHOLE else "float64"
             for name, kind in kinds.items()}  # fmt: skip
    return pd.DataFrame({name: pd.Series(columns[name], dtype=types[name]) for name in kinds})


def _names(cells: pd.Series[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    values = np.array([str(cell) for cell in cells], dtype=object)
    bad = [not isinstance(cell, str) or not cell or not cell.isprintable() for cell in cells]
    return values, np.array(bad, dtype=np.bool_)


def _numbers(cells: pd.Series[Any], kind: str) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    empty = (cells.isna() | (cells == "")).to_numpy(dtype=np.bool_)
    values = _floats(cells.where(~empty, "nan").to_numpy() if cells.dtype.kind not in "if" else cells.to_numpy())
    bad = ~np.isfinite(values) & ~(empty & (kind in _OPTIONAL))
    endless = (cells.astype(str) == "inf").to_numpy(dtype=np.bool_) & (kind == "end")
    with np.errstate(invalid="ignore"):
        if kind == "uniform":
            bad |= (values <= 0.0) | (values >= 1.0)
        elif kind in _WHOLE:
            least = -1.0 if kind in _OPTIONAL else 0.0
            bad |= (values < least) | (np.abs(values - np.rint(values)) > 0.0) | (values > LARGEST)
        else:
            bad |= (values < 0.0) | (values > (LARGEST if kind == "amount" else LATEST))
    bad &= ~endless
    if kind in _WHOLE:
        return np.where(np.isnan(values), -1.0, values).astype(np.int64), bad
    return values, bad


def _floats(cells: NDArray[Any]) -> NDArray[np.float64]:
    try:
        return cells.astype(np.float64)
    except (TypeError, ValueError):
        return np.array([_float(cell) for cell in cells], dtype=np.float64)


def _float(cell: object) -> float:
    try:
        return float(str(cell))
    except ValueError:
        return float("inf")


def _others(count: int) -> str:
    return f" (and {count - 1} more rows like it)" if count > 1 else ""

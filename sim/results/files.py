"""Files that appear whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from sim.errors import ResultsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

PARTIAL: Final = ".partial"
"""Ending of a file or folder that is being written; what still bears it after a run is rubbish."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path in the same folder to write to; takes the place of ``path`` if all went well, else is removed.

    Raises:
        ResultsError: The system refused to write, or it is no ordinary file; names the file.
    """
    partial = path.with_name(f".{path.name}{PARTIAL}")
    if path.exists() and not (path.is_file() or path.is_dir()):
        # Taking its place would remove the device, and whoever may do so is administrator of the machine.
        raise ResultsError(f"{path}: cannot be written: it is a device or a pipe; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        discard(partial)
        yield partial
        if partial.is_dir():
            discard(path)
        os.replace(partial, path)  # noqa: PTH105 - the very name of what makes it atomic
    except OSError as error:
        with suppress(OSError):
            discard(partial)
        raise ResultsError(f"{path}: cannot be written: {error.strerror or error}") from error
    except BaseException:
        discard(partial)
        raise


def discard(path: Path) -> None:
    """Removes a file or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 with line feeds."""
    with replacing(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")


def read_text(path: Path) -> str:
    """Reads UTF-8.

    Raises:
        ResultsError: The file is missing or damaged; names it.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResultsError(f"{path}: cannot be read: {_reason(error)}") from error


def write_parquet(path: Path, frame: pd.DataFrame, metadata: dict[str, str] | None = None) -> None:
    """Writes a table with checksums of its pages, and ``metadata`` beside its schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **(metadata or {})})
    with replacing(path) as partial:
        pq.write_table(table, partial, compression="zstd", write_page_checksum=True)


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """Writes a table as CSV; numbers in full, words in quotes, nothing where a value is missing."""
    import pyarrow as pa
    from pyarrow import csv

    table = pa.Table.from_pandas(frame, preserve_index=False)
    plain = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in table.schema.types]
    table = table.cast(pa.schema(list(zip(table.column_names, plain, strict=True))))
    with replacing(path) as partial, partial.open("wb") as file:
        file.write((",".join(table.column_names) + "\n").encode())
        csv.write_csv(table, file, csv.WriteOptions(include_header=False))


def read_parquet(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """Reads a table and the metadata beside its schema.

    Raises:
        ResultsError: The file is missing or damaged; names it.
    """
    import pyarrow.parquet as pq

    try:
        table: pa.Table = pq.read_table(path, page_checksum_verification=True)
        metadata: Any = table.schema.metadata or {}
        return table.to_pandas(), {key.decode(): value.decode() for key, value in metadata.items() if key != b"pandas"}
    except Exception as error:  # whatever a damaged file makes of its reader
        raise ResultsError(f"{path}: cannot be read: {_reason(error)}") from error


def read_metadata(path: Path) -> dict[str, str]:
    """Reads the metadata beside a table's schema.

    Raises:
        ResultsError: The file is missing or damaged; names it.
    """
    import pyarrow.parquet as pq

    try:
        metadata: Any = pq.read_schema(path).metadata or {}
        return {key.decode(): value.decode() for key, value in metadata.items() if key != b"pandas"}
    except Exception as error:  # whatever a damaged file makes of its reader
        raise ResultsError(f"{path}: cannot be read: {_reason(error)}") from error


def checksum(path: Path) -> str:
    """A hash of what a file holds.

    Raises:
        ResultsError: The file is missing or cannot be read; names it.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise ResultsError(f"{path}: cannot be read: {_reason(error)}") from error


def copy(source: Path, target: Path) -> None:
    """Copies what a file holds, unless both are the same file.

    Raises:
        ResultsError: The system refused; names the file.
    """
    if target.exists() and target.samefile(source):
        return
    with replacing(target) as partial:
        shutil.copyfile(source, partial)


def _reason(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason.splitlines()[0] if reason else type(error).__name__

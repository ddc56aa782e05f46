"""The folder of a study that needs many runs of one scenario: a stress test or an attribution.

Each has one file that says what the folder holds, and that is there from the first moment: while the study goes on it
says so, and when it has ended it makes the tables beside it valid. What each run found is kept as it ends, in a folder
of its own, so that nothing has to be run twice.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from sim.errors import ResultsError, UsageError
from sim.results.files import PARTIAL, discard, read_text, write_text
from sim.results.lock import LOCK, locked
from sim.results.run import Identity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PAGE: Final = "report.html"
"""The page of a study, where it has one."""


class Head(BaseModel):
    """What the file of a study says from the first moment on."""

    model_config = ConfigDict(strict=True, frozen=True)

    format: str
    status: Literal["running", "finished", "interrupted"]
    scenario: str
    variant: str | None
    fingerprint: str
    seed: NonNegativeInt
    version: str
    tape: str | None = None

    @property
    def identity(self) -> Identity:
        """What the numbers in the folder depend on."""
        return Identity(self.scenario, self.variant, self.fingerprint, self.seed, self.version, self.tape)

    @property
    def ended(self) -> Status:
        """How the study ended."""
        return "finished" if self.status == "finished" else "interrupted"


_Kind = TypeVar("_Kind", bound=Head)


def write(path: Path, form: str, identity: Identity, status: str, content: dict[str, Any] | None = None) -> None:
    """Writes the file of a study.

    Raises:
        ResultsError: The system refused to write; names the file.
    """
    document = {**(content or {}), "format": form, "status": status, **asdict(identity)}
    text = json.dumps(document, indent=2, allow_nan=False, default=str, ensure_ascii=False) + "\n"
    # A name from the command line may be no UTF-8 at all.
    write_text(path, text.encode("utf-8", "backslashreplace").decode())


def read(path: Path, form: str, kind: type[_Kind]) -> _Kind:
    """What the file of a study that has ended says.

    Raises:
        ResultsError: It is missing or damaged, or the study has not ended; names the file.
    """
    head = _read(path, Head)
    if head.format != form:
        raise ResultsError(f"{path}: is not of the format {form!r}")
    if head.status == "running":
        raise ResultsError(f"{path}: has not ended; run it again with --resume to complete it")
    return _read(path, kind)


@contextmanager
def claimed(
    path: Path, file: tuple[str, str], identity: Identity, rooms: Sequence[str], *, resume: bool, force: bool
) -> Iterator[Path]:
    """Takes a folder for a study: a new or empty one, or one that holds a study of the same kind and identity.

    Until the end of the block nobody else writes into it, and its file says that the study goes on.

    Args:
        path: Where; made if it is not there.
        file: Name of the study's file, and its format.
        identity: What the numbers depend on.
        rooms: The folders within it, which are emptied unless the study resumes.
        resume: Keep the finished runs that the folder holds.
        force: Discard results of another identity, too.

    Raises:
        UsageError: The folder cannot be used, or it holds something else; nothing was touched.
        ResultsError: The system refused to write.
    """
    name, form = file
    held = _held(path, name)
    if held is not None and held != identity and not force:
        raise UsageError(
            f"{path}: holds other results: {'; '.join(identity.differences(held))}; "
            "choose another folder, or force it to discard them"
        )
    for room in rooms:
        if (path / room).is_symlink():
            raise UsageError(f"{path / room}: is a link; results are kept in folders of their own")
    with locked(path):
        write(path / name, form, identity, "running")
        for rubbish in path.glob(f".*{PARTIAL}"):
            discard(rubbish)
        for room in rooms:
            for kept in _kept(path / room, everything=not (resume and held == identity)):
                discard(kept)
        discard(path / PAGE)
        yield path


def _kept(room: Path, *, everything: bool) -> list[Path]:
    """Files of ours in a room: what was left half written, or everything."""
    patterns = [f".*{PARTIAL}", *(("*.parquet", "*.png") if everything else ())]
    return [found for pattern in patterns for found in sorted(room.glob(pattern))]


def _held(path: Path, name: str) -> Identity | None:
    """The identity of the study in a folder; None if it is new or empty but for what an early end left."""
    try:
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path}: is a file, not a folder for results")
        found = [each.name for each in path.iterdir()] if path.exists() else []
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be a folder for results: {reason}") from None
    if all(each == LOCK or each.endswith(PARTIAL) for each in found):
        return None
    try:
        return _read(path / name, Head).identity
    except ResultsError as error:
        raise UsageError(
            f"{path}: is not empty, and what it holds are not our results; choose another folder"
        ) from error


def _read(path: Path, kind: type[_Kind]) -> _Kind:
    text = read_text(path)
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ResultsError(f"{path}: is damaged: {where}: {first['msg']}" if where else f"{path}: is damaged") from None

"""The manifest: what was run, by what, and how it ended, as the results folder keeps it.

It is read as strictly as a scenario, since all else in the folder is believed on its word.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, NonNegativeInt, ValidationError

from sim.errors import ResultsError
from sim.results.files import read_text, write_text
from sim.results.run import Failure, Identity, Run, combined
from sim.results.verdicts import Judgement

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "headwater results 1"
MANIFEST: Final = "manifest.json"


def _inside(name: str) -> str:
    """Refuses the path of a data file that would leave the folder."""
    path = PurePath(name)
    if path.is_absolute() or path.drive or ".." in path.parts:
        raise ValueError("the path leaves the folder")
    return name


_Kind = TypeVar("_Kind", bound="Head")
_Digest = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
_DataFile = Annotated[str, AfterValidator(_inside)]


class _Replications(BaseModel):
    asked: NonNegativeInt
    finished: tuple[NonNegativeInt, ...]


class _TrialBalance(BaseModel):
    goods: int
    money: FiniteFloat


class _WarmUp(BaseModel):
    cut: FiniteFloat
    cuts: dict[str, FiniteFloat]
    unsettled: tuple[str, ...]
    replications: NonNegativeInt
    end: FiniteFloat


class Head(BaseModel):
    """What a manifest says from the first moment on."""

    model_config = ConfigDict(strict=True, frozen=True)

    format: Literal["headwater results 1"]
    status: Literal["running", "finished", "interrupted"]
    scenario: str
    variant: str | None
    fingerprint: str
    seed: NonNegativeInt
    version: str
    tape: _Digest | None = None

    @property
    def identity(self) -> Identity:
        """What the numbers in the folder depend on."""
        return Identity(self.scenario, self.variant, self.fingerprint, self.seed, self.version, self.tape)


class Manifest(Head):
    """What a manifest says when the run has ended."""

    is_random: bool
    replications: _Replications
    kind: Literal["terminating", "steady_state"] = "terminating"
    period: tuple[FiniteFloat, FiniteFloat]
    warm_up: _WarmUp | None = None
    time_unit: str
    trial_balance: _TrialBalance
    digest: _Digest
    digests: dict[Annotated[NonNegativeInt, Field(strict=False)], _Digest]
    failures: tuple[Failure, ...]
    expectations: tuple[Judgement, ...] = ()
    versions: dict[str, str]
    command: str
    file: Literal["scenario.yaml"] | None
    settings: tuple[str | tuple[str, Any], ...]
    data: tuple[_DataFile, ...]
    seconds: FiniteFloat
    checksums: dict[str, _Digest]
    drawn_beyond_tape: NonNegativeInt | None = None


def begin(folder: Path, identity: Identity) -> None:
    """Writes the manifest of a run that begins."""
    _write(folder, {"status": "running", **asdict(identity)})


def end(folder: Path, run: Run, checksums: Mapping[str, str]) -> None:
    """Writes the manifest of a run that has ended.

    Args:
        folder: The results folder.
        run: The run.
        checksums: Those of the tables over all replications, by the names of their files.
    """
    _write(folder, {**run.manifest, "checksums": dict(checksums)})


def head(folder: Path) -> Head:
    """What the manifest of a folder says from the first moment on.

    Raises:
        ResultsError: There is none, or it is damaged; names the file.
    """
    return _read(folder, Head)


def whole(folder: Path) -> Manifest:
    """The manifest of a run that has ended.

    Raises:
        ResultsError: There is none, it is damaged, or the run has not ended; names the file.
    """
    path = folder / MANIFEST
    if head(folder).status == "running":
        raise ResultsError(f"{path}: the run has not ended; run it again with --resume to complete it")
    manifest = _read(folder, Manifest)
    if manifest.digest != combined(manifest.digests.values()):
        raise ResultsError(f"{path}: is damaged: the digest is not that of the replications")
    if sorted(manifest.digests) != sorted(manifest.replications.finished):
        raise ResultsError(f"{path}: is damaged: the digests are not those of the finished replications")
    return manifest


def _read(folder: Path, kind: type[_Kind]) -> _Kind:
    if not folder.is_dir():
        raise ResultsError(f"{folder}: there is no such folder")
    path = folder / MANIFEST
    if not path.exists():
        raise ResultsError(f"{folder}: holds no results of a run: there is no {MANIFEST} in it")
    text = read_text(path)
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        what = f"{where}: {first['msg']}" if where else first["msg"]
        if where == "format":
            raise ResultsError(f"{path}: is not a manifest of {FORMAT!r}") from None
        raise ResultsError(f"{path}: is damaged: {what}") from None


def _write(folder: Path, document: dict[str, Any]) -> None:
    text = json.dumps({"format": FORMAT, **document}, indent=2, ensure_ascii=False, default=str) + "\n"
    # A name from the command line may be no UTF-8 at all.
    write_text(folder / MANIFEST, text.encode("utf-8", "backslashreplace").decode())

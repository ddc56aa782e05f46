"""Provenance: where a study's scenario came from and what computed its numbers, for whoever wants to do it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, FiniteFloat

from sim.results.files import copy, read_text, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "scenario.yaml"
"""The scenario file within the folder of a study."""


@dataclass(frozen=True)
class Provenance:
    """Where a study's scenario came from.

    Attributes:
        text: The scenario file as it was read; None for a scenario built in Python.
        settings: The values that were set over the file and its variant, each as ``path=value`` or as a pair.
        data: Where the scenario's data files are, each by its path relative to the scenario file.
        command: The command line that asked for it; empty if there was none.
        description: What the scenario, or its variant, says of itself.
        period: When measuring began and ended, in time units.
        seconds: How long it took on the wall clock.
        versions: Versions of what computed the numbers, by name.
    """

    text: str | None = None
    settings: tuple[str | tuple[str, Any], ...] = ()
    data: Mapping[str, Path] = field(default_factory=dict)
    command: str = ""
    description: str = ""
    period: tuple[float, float] = (0.0, 0.0)
    seconds: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)


def _inside(name: str) -> str:
    """Refuses the path of a data file that would leave the folder."""
    path = PurePath(name)
    if path.is_absolute() or path.drive or ".." in path.parts:
        raise ValueError("the path leaves the folder")
    return name


class Said(BaseModel):
    """What the file that a study's folder is read from says of its provenance."""

    model_config = ConfigDict(strict=True, frozen=True)

    has_file: bool
    settings: tuple[str | tuple[str, Any], ...]
    data: tuple[Annotated[str, AfterValidator(_inside)], ...]
    command: str
    description: str
    period: tuple[FiniteFloat, FiniteFloat]
    seconds: FiniteFloat
    versions: dict[str, str]

    def provenance(self, folder: Path) -> Provenance:
        """The provenance that a folder tells."""
        path = folder / FILE
        said = self.model_dump(exclude={"has_file", "data"})
        text = read_text(path) if self.has_file and path.exists() else None
        return Provenance(text=text, data={name: folder / name for name in self.data}, **said)


def said(provenance: Provenance) -> dict[str, Any]:
    """What is written about it."""
    found = {key: value for key, value in asdict(provenance).items() if key not in ("text", "data")}
    return {**found, "has_file": provenance.text is not None, "data": sorted(provenance.data)}


def write(provenance: Provenance, folder: Path) -> None:
    """Writes the scenario file, and its data files under their own names.

    Raises:
        ResultsError: The system refused to write; names the file.
    """
    if provenance.text is None:
        return
    write_text(folder / FILE, provenance.text)
    for name, source in provenance.data.items():
        copy(source, folder / name)

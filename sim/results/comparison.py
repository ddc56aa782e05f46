"""A comparison: runs of several variants on the same luck, and what differs between them, as plain data on disk.

    comparison.json       what was compared with what, how it ended, and a checksum; there from the first moment
    comparison.parquet    the differences; comparison.csv: the same for a spreadsheet
    base/, frost/ ...     an ordinary results folder for each variant, by its label

Folders of variants that a later comparison does not ask for are left as they are: each is a run of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import pandas as pd
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sim.errors import ResultsError, UsageError, visible
from sim.results import manifest
from sim.results.files import PARTIAL, checksum, discard, read_parquet, read_text, write_csv, write_parquet, write_text
from sim.results.reading import read as read_run
from sim.results.replications import columns_of
from sim.results.run import CONFIDENCE, GRAIN, KEYS, Identity, Run, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BASE: Final = "base"
"""The label of the scenario as its file stands."""
FORMAT: Final = "headwater comparison 1"
FILE: Final = "comparison.json"
_TABLE: Final = "comparison.parquet"
_CSV: Final = "comparison.csv"
_RESERVED: Final = frozenset({FILE, _TABLE, _CSV, "report.html"})
NUMBERS: Final = (
    *("variant", "n", "baseline", "mean", "difference", "half_width", "p_value", "adjusted"),
    *("verdict", "correlation"),
)
"""The columns of the differences behind the keys of the KPI."""
HEADLINES: Final = (
    *("fill_rate", "on_time_in_full", "order_cycle_time", "backlog", "lost_share"),
    *("total_cost", "revenue", "operating_profit", "stock_value", "turns"),
    *("throughput", "wip", "utilisation"),
)
"""The KPIs of the whole network on which a comparison is decided: the first family of tests (``docs/comparing.md``)."""


@dataclass(frozen=True)
class Comparison:
    """Variants on the same luck, and what differs.

    Attributes:
        scenario: Name of the scenario; of several files, their names.
        baseline: Label of what the others are compared with; ``base`` is the file as it stands.
        runs: What each variant found, by label: the baseline first, then in the order asked. After an early end only
            those of which something had finished.
        differences: One row for each KPI row and variant other than the baseline: ``KEYS``, ``variant``, ``n`` (pairs
            of replications), ``baseline`` and ``mean`` (over the pairs; without any, over all that each has),
            ``difference``, ``half_width``, ``p_value``, ``adjusted`` (Holm's), ``verdict``, ``correlation``.
        changes: What each variant has otherwise than the baseline, one line each.
        confidence: Of the intervals, and of each family of verdicts.
        asked: Every label that was asked for.
    """

    scenario: str
    baseline: str
    runs: Mapping[str, Run]
    differences: pd.DataFrame
    changes: Mapping[str, tuple[str, ...]]
    confidence: float = CONFIDENCE
    asked: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """What is compared, the baseline first."""
        return self.asked or tuple(self.runs)

    @property
    def variants(self) -> tuple[str, ...]:
        """What was run and is compared with the baseline."""
        return tuple(label for label in self.runs if label != self.baseline)

    @property
    def status(self) -> Status:
        """Whether everything that was asked for has been run."""
        whole = all(label in self.runs and self.runs[label].status == "finished" for label in self.labels)
        return "finished" if whole else "interrupted"

    @property
    def is_random(self) -> bool:
        """Whether anything in any variant is drawn; if not, differences are exact."""
        return any(run.is_random for run in self.runs.values())

    @property
    def identical(self) -> tuple[str, ...]:
        """The variants in which not one posting is other than in the baseline."""
        if self.baseline not in self.runs:
            return ()
        return tuple(label for label in self.variants if self.runs[label].digests == self.runs[self.baseline].digests)

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each run by its label."""
        return {label: run.digest for label, run in self.runs.items()}


def families(differences: pd.DataFrame) -> pd.Series[str]:
    """The family of tests that each row belongs to.

    ``headlines``: the main KPIs of the whole network, on which one decides. All other rows are there to explain; they
    form a family for each kind of thing that they are about: ``network``, ``site``, ``product``, ``customer``,
    ``lane``, ``resource``.
    """
    present = {name: differences[name].notna() for name in GRAIN}
    found = pd.Series("network", index=differences.index, dtype="object")
    for name in ("site", "product", "customer", "lane", "resource"):
        found[present[name]] = name
    main = (found == "network") & ~present["category"] & differences["kpi"].isin(HEADLINES)
    found[main] = "headlines"
    return found


def require_label(label: str) -> str:
    """Refuses a label that cannot be the name of a folder.

    Raises:
        ValueError: It cannot.
    """
    if PurePath(label).parts != (label,) or label in {".", ".."} or label.startswith("."):
        raise ValueError(f"{visible(label)!r} cannot be the name of a folder")
    if label.casefold() in _RESERVED:
        raise ValueError(f"{label!r} is the name of a file of the comparison")
    return label


_Label = Annotated[str, AfterValidator(require_label)]


class _Head(BaseModel):
    """What a comparison says of itself."""

    model_config = ConfigDict(strict=True, frozen=True)

    format: Literal["headwater comparison 1"]
    status: Literal["running", "finished", "interrupted"]
    scenario: str
    baseline: str
    asked: tuple[_Label, ...]
    confidence: float = Field(gt=0, lt=1)
    changes: dict[str, tuple[str, ...]]
    digests: dict[str, str] = Field(default_factory=dict)
    checksum: str = ""


def is_comparison(folder: Path) -> bool:
    """Whether a folder holds a comparison."""
    return (folder / FILE).is_file()


def require_room(folder: Path, identities: Mapping[str, Identity], *, force: bool = False) -> None:
    """Refuses a folder that holds something else; nothing is touched.

    Args:
        folder: Where the comparison shall be kept.
        identities: What the numbers of each variant will depend on, by label.
        force: Whether other results of these labels may be discarded.

    Raises:
        UsageError: The folder is not new or empty and holds no comparison, or one with other numbers.
    """
    try:
        found = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{folder}: cannot be a folder for a comparison: {reason}") from None
    if any(not name.startswith(".") for name in found) and not is_comparison(folder):
        raise UsageError(f"{folder}: is not empty, and what it holds is no comparison; choose another folder")
    for label, identity in identities.items():
        try:
            held = manifest.head(folder / label).identity if (folder / label / manifest.MANIFEST).exists() else identity
        except ResultsError:
            continue  # whoever claims the folder will tell
        if held != identity and not force:
            raise UsageError(
                f"{folder / label}: holds other results: {'; '.join(identity.differences(held))}; "
                "choose another folder, or force it to discard them"
            )


def begin(folder: Path, comparison: Comparison) -> None:
    """Writes that a comparison has begun; what an earlier one found is no longer valid."""
    for name in _RESERVED:
        discard(folder / f".{name}{PARTIAL}")
    _write(folder, {"status": "running", **_said(comparison)})


def write(folder: Path, comparison: Comparison) -> None:
    """Writes the differences, then the file that makes them valid; the runs are in their folders."""
    write_parquet(folder / _TABLE, comparison.differences)
    write_csv(folder / _CSV, comparison.differences)
    ended = {"digests": comparison.digests, "checksum": checksum(folder / _TABLE)}
    _write(folder, {"status": comparison.status, **_said(comparison), **ended})


def read(folder: Path) -> Comparison:
    """The comparison that a folder keeps.

    Raises:
        ResultsError: The folder holds none, it has not ended, or a file of it is missing, damaged or of another run;
            names the file.
    """
    said = _read(folder)
    if said.status == "running":
        raise ResultsError(
            f"{folder / FILE}: the comparison has not ended; run it again with --resume to complete it "
            "(variants that have finished are in their own folders)"
        )
    if checksum(folder / _TABLE) != said.checksum:
        raise ResultsError(f"{folder / _TABLE}: is damaged: its checksum is not that of {FILE}")
    runs = {}
    for label, digest in said.digests.items():
        if label not in said.asked:
            raise ResultsError(f"{folder / FILE}: is damaged: {visible(label)!r} was not asked for")
        runs[label] = read_run(folder / label)
        if runs[label].digest != digest:
            raise ResultsError(f"{folder / label}: is not the run that was compared: its digest is another")
    differences = columns_of(folder / _TABLE, read_parquet(folder / _TABLE)[0], [*KEYS, *NUMBERS])
    return Comparison(said.scenario, said.baseline, runs, differences, said.changes, said.confidence, said.asked)


def _said(comparison: Comparison) -> dict[str, Any]:
    return {
        "scenario": comparison.scenario,
        "baseline": comparison.baseline,
        "asked": list(comparison.labels),
        "confidence": comparison.confidence,
        "changes": {label: list(lines) for label, lines in comparison.changes.items()},
    }


def _write(folder: Path, document: dict[str, Any]) -> None:
    text = json.dumps({"format": FORMAT, **document}, indent=2, ensure_ascii=False) + "\n"
    write_text(folder / FILE, text.encode("utf-8", "backslashreplace").decode())


def _read(folder: Path) -> _Head:
    path = folder / FILE
    if not path.exists():
        raise ResultsError(f"{folder}: holds no comparison: there is no {FILE} in it")
    try:
        return _Head.model_validate_json(read_text(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        if where == "format":
            raise ResultsError(f"{path}: is not of the format {FORMAT!r}") from None
        raise ResultsError(f"{path}: is damaged: {where}: {first['msg']}" if where else f"{path}: is damaged") from None

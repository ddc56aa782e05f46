"""A tape: the outer world of a run, kept so that it can be looked into, edited and played to another policy.

    tape.json     where it comes from: scenario, seed, version, how time is counted
    demand.csv    base demand, before season, trend and shocks: replication, customer, product, time, quantity
    draws.csv     the luck of lanes, lines, suppliers, carriers ...: replication, thing, day, ordinal, uniform, value
    windows.csv   when disruptions strike by themselves: replication, disruption, start, end
    prices.csv    prices as they move by themselves: replication, name, time, price
    coverage.csv  how far the tape knows each series: replication, thing, until (in base time)

These six are the members of one ZIP file, or files of one folder; both are read alike. Text, because people shall be
able to open, edit and compare it with what they have; a ZIP, because a run is then one file, small enough for version
control, and checksums find damage; a folder, where its lines shall show up in differences. The same tape gives the same
bytes. Numbers are written with as many digits as it takes to read the same float again.

A draw is a uniform, which the law of whoever plays the tape turns into a value, so that a variant with a quicker lane
is quicker on the tape, too. A ``value``, known from history or written by hand, stands above it and is taken as it is.
An empty ``replication`` stands for each of them; an empty ``day`` belongs to what is drawn one after another.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from sim.errors import UsageError
from sim.results import tape_files

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY: Final = -1
"""The replication of rows that hold in each replication."""
NO_DAY: Final = -1
"""The day of draws that come one after another."""
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "demand": {
        "replication": "replication", "customer": "name", "product": "name", "time": "time", "quantity": "amount"
    },
    "draws": {
        "replication": "replication", "thing": "name", "day": "day", "ordinal": "count",
        "uniform": "uniform", "value": "value",
    },
    "windows": {"replication": "replication", "disruption": "name", "start": "time", "end": "end"},
    "prices": {"replication": "replication", "name": "name", "time": "time", "price": "amount"},
    "coverage": {"replication": "replication", "thing": "name", "until": "time"},
}  # fmt: skip
"""The columns of each table, and what is in them."""
_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "demand": ("replication", "customer", "product", "time"),
    "draws": ("replication", "thing", "day", "ordinal"),
    "windows": ("replication", "disruption", "start"),
    "prices": ("replication", "name", "time"),
    "coverage": ("replication", "thing"),
}
_KEYS: Final = ("draws", "coverage")
"""Tables in which no two rows may be about the same."""


class Head(BaseModel):
    """Where a tape comes from.

    Attributes:
        scenario: Name of the scenario.
        variant: Name of the variant that was recorded; None for the scenario as it stands.
        fingerprint: Fingerprint of all that was read.
        seed: Seed of what the tape does not hold.
        version: Version of this package.
        time_unit: The unit of all times.
        start: The date of time 0, if the scenario has one.
        origin: Whether a run was recorded or history was read.
        replications: The replications that were recorded; none of a history, which is the same for all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["headwater tape 1"] = "headwater tape 1"
    scenario: str
    variant: str | None = None
    fingerprint: str
    seed: NonNegativeInt
    version: str
    time_unit: Literal["hour", "day", "week", "month", "period"]
    start: datetime.date | None = None
    origin: Literal["run", "history"] = "run"
    replications: tuple[NonNegativeInt, ...] = Field(default=())


@dataclass(frozen=True, eq=False)
class Tape:
    """The outer world of a run.

    Attributes:
        head: Where it comes from.
        tables: Its tables by name, with the columns of ``COLUMNS``, sorted; not to be changed in place.

    Example:
        >>> head = Head(scenario="corner", fingerprint="0" * 32, seed=7, version="1", time_unit="day")
        >>> rows = {"replication": [0], "customer": ["shop"], "product": ["juice"], "time": [2.5], "quantity": [3.0]}
        >>> Tape.of(head, demand=pd.DataFrame(rows)).demand["quantity"].tolist()
        [3.0]
    """

    head: Head
    tables: Mapping[str, pd.DataFrame]

    @classmethod
    def of(cls, head: Head, **tables: pd.DataFrame) -> Tape:
        """A tape made of tables that hold what they should; those that are not given are empty."""
        return cls(head, {name: _sorted(name, tables[name]) if name in tables else _empty(name) for name in COLUMNS})

    @classmethod
    def read(cls, path: str | Path) -> Tape:
        """The tape in a file, or in a folder of the same tables.

        Raises:
            UsageError: There is none, or it is damaged; names the table, its line and what would be right.
        """
        place = tape_files.path_of(path)
        content = tape_files.contents(place, (tape_files.HEAD, *(f"{name}.csv" for name in COLUMNS)))
        try:
            head = Head.model_validate_json(content[tape_files.HEAD])
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            if where == "format":
                raise UsageError(f"{place}: is not a tape of the kind 'headwater tape 1'") from None
            raise UsageError(f"{place}: {tape_files.HEAD}: {where or 'the file'}: {first['msg']}") from None
        tables = {
            name: tape_files.table(f"{place}: {name}.csv", content[f"{name}.csv"], COLUMNS[name]) for name in COLUMNS
        }
        tape = cls.of(head, **tables)
        _check(tape, str(place))
        return tape

    def write(self, path: str | Path) -> None:
        """Writes the tape, whole or not at all: into a folder if ``path`` is one or ends in a slash, else into a file.

        Raises:
            UsageError: It is no path.
            ResultsError: The system refused to write.
        """
        content = {tape_files.HEAD: (self.head.model_dump_json(indent=2) + "\n").encode(), **self._members}
        tape_files.write(tape_files.path_of(path), content, as_folder=str(path).endswith("/") or Path(path).is_dir())

    @property
    def demand(self) -> pd.DataFrame:
        """Base demand: replication (-1: each), customer, product, time and quantity; a copy."""
        return self.tables["demand"].copy()

    def with_demand(self, frame: pd.DataFrame) -> Tape:
        """This tape with other base demand.

        Args:
            frame: Columns as of ``demand``, in any order of rows.

        Raises:
            UsageError: A column is missing, or a row cannot be demand.
        """
        return self._with("demand", frame)

    def with_draws(self, frame: pd.DataFrame) -> Tape:
        """This tape with other draws: replication, thing, day (-1: none), ordinal, uniform and value (NaN: none).

        Raises:
            UsageError: A column is missing, or a row cannot be a draw.
        """
        return self._with("draws", frame)

    def _with(self, name: str, frame: pd.DataFrame) -> Tape:
        where = f"the frame of {name}"
        checked = tape_files.checked(where, frame, COLUMNS[name])
        tape = replace(self, tables={**self.tables, name: _sorted(name, checked)})
        _check(tape, where)
        return tape

    @functools.cached_property
    def digest(self) -> str:
        """A hash of all that can influence a run that the tape is played to."""
        whole = hashlib.blake2b(digest_size=16)
        whole.update(f"{self.head.seed} {self.head.time_unit} {self.head.start}".encode())
        for name, content in self._members.items():
            whole.update(f"{name} {len(content)} ".encode())
            whole.update(content)
        return whole.hexdigest()

    @functools.cached_property
    def _members(self) -> dict[str, bytes]:
        return {f"{name}.csv": tape_files.csv(self.tables[name]) for name in COLUMNS}

    @property
    def count(self) -> int | None:
        """How many replications one must run to meet all that was recorded; None of a history."""
        return max(self.head.replications) + 1 if self.head.replications else None

    def part(self, number: int) -> Tape:
        """What one replication meets."""
        tables = {}
        for name, frame in self.tables.items():
            replications = frame["replication"].to_numpy()
            ends = [np.searchsorted(replications, value, side="right") for value in (EVERY, number - 1, number)]
            shared, own = frame.iloc[: ends[0]], frame.iloc[ends[1] : ends[2]]
            tables[name] = pd.concat([shared, own]) if len(shared) and len(own) else own if len(own) else shared
        head = self.head.model_copy(update={"replications": tuple({number} & set(self.head.replications))})
        return Tape(head, tables)

    @classmethod
    def merged(cls, parts: Sequence[Tape]) -> Tape:
        """One tape of the parts of several replications of one run, at least one."""
        numbers = sorted({number for part in parts for number in part.head.replications})
        head = parts[0].head.model_copy(update={"replications": tuple(numbers)})
        tables = {name: pd.concat([part.tables[name] for part in parts], ignore_index=True) for name in COLUMNS}
        return cls.of(head, **tables)


def _check(tape: Tape, where: str) -> None:
    """Refuses what no table alone shows."""
    for name in _KEYS:
        frame, keys = tape.tables[name], list(_ORDER[name])
        twice = frame[frame.duplicated(keys)]
        if len(twice):
            row = ", ".join(f"{key} {twice.iloc[0][key]}" for key in keys if twice.iloc[0][key] != EVERY)
            raise UsageError(f"{where}: {name}: two rows are about the same: {row}")
    windows, draws = tape.tables["windows"], tape.tables["draws"]
    backwards = windows[windows["end"] < windows["start"]]
    if len(backwards):
        raise UsageError(f"{where}: windows: {backwards.iloc[0]['disruption']!r} ends before it starts")
    much = draws[draws["thing"].str.startswith("yield/") & (draws["value"] > 1.0)]
    if len(much):
        raise UsageError(
            f"{where}: draws: {much.iloc[0]['thing']!r} has a value above 1, and is a share of what is made"
        )
    nothing = draws[draws["uniform"].isna() & draws["value"].isna()]
    if len(nothing):
        raise UsageError(f"{where}: draws: {nothing.iloc[0]['thing']!r} has neither a uniform nor a value in a row")


def _empty(name: str) -> pd.DataFrame:
    return tape_files.typed({column: [] for column in COLUMNS[name]}, COLUMNS[name])


def _sorted(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    ordered = frame.loc[:, list(COLUMNS[name])].sort_values(list(_ORDER[name]), kind="stable", ignore_index=True)
    return tape_files.typed({column: ordered[column].to_numpy() for column in COLUMNS[name]}, COLUMNS[name])

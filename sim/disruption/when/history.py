"""History: when it struck in the past, read from a data file."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ModelWrapValidatorHandler, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from sim.clock import LATEST
from sim.disruption.when import Trigger
from sim.disruption.when._windows import joined, window
from sim.names import nearest
from sim.quantities import Instant, Reading, read_duration, read_instant
from sim.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.disruption.when import Window
    from sim.streams import Luck

    Strike = tuple[float, float | None]

_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)")


def _as_cell(value: object) -> object:
    """A value of YAML as it is spelled in a CSV cell: 2011 stands for the text ``2011``."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _in_time(strikes: tuple[Strike, ...]) -> tuple[Strike, ...]:
    for start, end in strikes:
        if end is not None and end < start:
            raise ValueError(f"it ends ({end:g}) before it starts ({start:g})")
    return tuple(sorted(strikes, key=lambda strike: (strike[0], LATEST if strike[1] is None else strike[1])))


class History(Trigger):
    """Strikes when it did in the past, by the rows of a CSV file (or ``strikes``).

    Its columns are ``starts``, and ``ends`` or ``lasts``. Instants and lengths are spelled as in a scenario:
    ``2011-03-11``, ``2011-03-11 14:46``, ``day 70``, ``12 h``, a number of time units. A row whose end is left empty
    lasts for good. Rows that overlap or touch are one strike, what came before the start of the run is cut off, and
    what comes after its end never happens.

    Source: the trace-driven input of A. Law (2015), *Simulation Modeling and Analysis*, chapter 6.

    Example:
        >>> from sim.streams import Luck
        >>> storms = History(strikes=[["day 10", "day 12"], ["day 11", "day 15"], [40, None]])
        >>> list(storms.windows(Luck(1), ("storm",), iter(())))
        [(9.0, 14.0), (40.0, inf)]
    """

    kind: Literal["history"] = "history"
    """When it did in the past, from a data file."""
    file: str | None = None
    """CSV file, relative to the scenario's folder; absent: ``strikes`` tells it."""
    where: dict[str, Annotated[str, BeforeValidator(_as_cell)]] = Field(default_factory=dict)
    """Only rows that hold these values, by column, e.g. ``{event: storm}``; default all rows."""
    strikes: Annotated[tuple[tuple[Instant, Instant | None], ...], AfterValidator(_in_time)] = ()
    """The strikes themselves as pairs of start and end (null: for good); filled from ``file`` if that is given."""

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        trigger = handler(value)
        if isinstance(value, cls):
            return trigger  # it was read before
        if trigger.file is None:
            if not trigger.strikes:
                raise ValueError("give the 'file' with the history, or the 'strikes' themselves")
            if trigger.where:
                raise ValueError("'where' chooses rows of a 'file', and none is given")
        elif not trigger.strikes:
            strikes = _Rows(info, trigger.file).strikes(trigger.where)
            # The model is not yet anybody's; a copy would not do, since __init__ keeps the object it was called on.
            object.__setattr__(trigger, "strikes", _in_time(strikes))
        elif Reading.of(info).folder is not None:
            raise ValueError("give either 'file' or 'strikes', not both")
        return trigger

    @property
    def is_random(self) -> bool:
        """False: nothing is drawn."""
        return False

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """A window for each strike, those that overlap as one; see ``Trigger.windows``."""
        return joined(window(start, None if end is None else end - start) for start, end in self.strikes)


class _Rows:
    """The rows of a file while they are read; the first one that is wrong is told, with the number of others."""

    def __init__(self, info: ValidationInfo, file: str) -> None:
        self._info = info
        self._table: Table = read_table(Reading.of(info), file)

    def strikes(self, where: Mapping[str, str]) -> tuple[Strike, ...]:
        """The strikes of the rows that hold the values of ``where``, from time 0 on."""
        table = self._table
        starts = table.column("starts")
        given = [name for name in ("ends", "lasts") if name in table.columns]
        if not given:
            table.column("ends")  # says that it is missing, and what there is
        columns: dict[str, tuple[str, ...]] = {name: table.column(name) for name in given}
        chosen = self._chosen(where)
        found: list[Strike] = []
        wrong: list[tuple[int, str]] = []
        for row in chosen:
            try:
                said = {name: cells[row] for name, cells in columns.items() if cells[row]}
                found += self._strike(starts[row], said)
            except (ValueError, PydanticCustomError) as reason:
                message = reason.message() if isinstance(reason, PydanticCustomError) else str(reason)
                wrong.append((row, message))
        if wrong:
            row, message = wrong[0]
            others = f" (and {len(wrong) - 1} more rows with mistakes)" if len(wrong) > 1 else ""
            raise table.wrong(f"{message}{others}", table.lines[row])
        return tuple(found)

    def _chosen(self, where: Mapping[str, str]) -> list[int]:
        table = self._table
        columns = [table.column(name) for name in where]
        wanted = tuple(where.values())
        values = list(zip(*columns, strict=True)) if columns else [()] * len(table.rows)
        chosen = [row for row, value in enumerate(values) if value == wanted]
        if not table.rows:
            raise table.wrong("the file has no rows below its header")
        if not chosen:
            said = " and ".join(f"{column} = {value}" for column, value in where.items())
            hint = nearest(", ".join(wanted), {", ".join(value) for value in values})
            raise table.wrong(f"no row has {said}", hint=hint)
        return chosen

    def _strike(self, starts: str, said: Mapping[str, str]) -> list[Strike]:
        start = self._instant("starts", starts)
        if len(said) > 1:
            raise ValueError("the row says both when it ends and how long it lasts")
        end: float | None = None
        if "ends" in said:
            end = self._instant("ends", said["ends"])
        elif "lasts" in said:
            end = start + self._length(said["lasts"])
        if end is not None and end < start:
            raise ValueError(f"it ends ({said.get('ends', said.get('lasts'))}) before it starts ({starts})")
        if end is not None and end <= 0.0 and start < 0.0:
            return []  # it was over when the run begins
        return [(max(start, 0.0), end)]

    def _instant(self, column: str, cell: str) -> float:
        moment = _MOMENT.fullmatch(cell)
        try:
            instant = read_instant(_plain(cell) if moment is None else moment[1], self._info)
            if moment is not None:
                passed = datetime.time.fromisoformat(moment[2])
                seconds = passed.hour * 3600 + passed.minute * 60 + passed.second
                instant += seconds / 86400.0 / Reading.of(self._info).clock.days
        except PydanticCustomError as reason:
            raise ValueError(f"column {column!r}: {reason.message()}") from None
        except ValueError:
            raise ValueError(f"column {column!r}: there is no such time as {cell!r}") from None
        if not abs(instant) < LATEST:
            raise ValueError(f"column {column!r}: {cell!r} is later than any run can last")
        return instant

    def _length(self, cell: str) -> float:
        try:
            length = read_duration(_plain(cell), self._info)
        except PydanticCustomError as reason:
            raise ValueError(f"column 'lasts': {reason.message()}") from None
        if not 0.0 <= length < LATEST:
            raise ValueError(f"column 'lasts': expected a length of time, not negative, got {cell!r}")
        return length


def _plain(cell: str) -> float | str:
    """A cell as YAML would have it: a number where it is one."""
    try:
        return cell if "_" in cell else float(cell)
    except ValueError:
        return cell

"""Quantities as people write them: ``12 h``, ``3 weeks``, ``40000 per day``, ``5 %``, ``2 t``.

Each type is a plain number at run time; its annotation carries the unit and the reader. Durations and rates are
converted to the scenario's own time unit while the file is read, which is why the readers need a ``Reading``
(passed as pydantic's validation context). Without one, the clock is that of a scenario counted in days.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema

from sim.clock import GRID, LATEST, Clock
from sim.spelling import NAMED_INSTANT, PER, finite, matched, plain_number, split, unexpected, wrong

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MASSES: Final[dict[str, float]] = {"g": 0.001, "kg": 1.0, "t": 1000.0, "lb": 0.45359237}
_VOLUMES: Final[dict[str, float]] = {"l": 0.001, "m3": 1.0}
_DISTANCES: Final[dict[str, float]] = {"m": 0.001, "km": 1.0, "mi": 1.609344}

LARGEST: Final = 1e15
"""The largest number of anything in a file: what follows from a few of them together can still be reckoned with."""
MOST_STEPS: Final = 2.0**53
"""Amounts stay below so many steps: up to there each whole number is a float too, and counting is exact."""
MOST_GUESSES: Final = 100
"""Unknown names of one reading for which the nearest known name is looked for."""


@dataclass(slots=True)
class Reading:
    """What the readers must know while one file is read (pydantic's validation context).

    Attributes:
        clock: The scenario's clock.
        names: Names that may be referred to, by what they name (``site``, ``product``, ``lane``).
        groups: Sites of the file that stand for many, with the names of those, sorted.
        folder: The folder that data files must stay inside; None refuses data files.
        dimension: What the parameters of the distribution now being read measure: ``time`` or None (a bare number).
        tables: Data files read so far, by resolved path.
        guesses: Unknown names so far for which a known one was looked for.
    """

    clock: Clock = field(default_factory=Clock)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folder: Path | None = None
    dimension: str | None = None
    tables: dict[str, Any] = field(default_factory=dict)
    guesses: int = 0

    @classmethod
    def of(cls, info: ValidationInfo) -> Reading:
        """The reading in progress, or a default one where a Spec is built in Python."""
        return info.context if isinstance(info.context, Reading) else cls()


def _time(text: str, clock: Clock, what: str) -> float:
    number, unit = split(text, what)
    if unit is None:
        raise unexpected(text, what, "; write a bare number without quotes")
    try:
        return finite(number * clock.length(unit), text, what)
    except ValueError as reason:
        raise wrong("time_unit", str(reason)) from None


def read_duration(value: object, info: ValidationInfo) -> float:
    """A length of time in the scenario's unit; bare numbers are in that unit already."""
    what = "a duration such as '12 h', '3 weeks' or a number of time units"
    if isinstance(value, str):
        return _time(value, Reading.of(info).clock, what)
    return plain_number(value, what)


def read_instant(value: object, info: ValidationInfo) -> float:
    """A point in time as elapsed time units; ``day 1`` is the first day, dates need ``time.start``."""
    clock = Reading.of(info).clock
    what = "an instant such as 'day 120', 2025-03-01, '2 weeks' or a number of elapsed time units"
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            raise wrong("instant", f"{value!r} is not a date of the calendar") from None
    if isinstance(value, datetime.date):
        if clock.start is None or clock.unit == "period":
            raise wrong("instant", f"the date {value} needs a 'time.start' to count from")
        return (value - clock.start).days / clock.days
    if isinstance(value, str):
        named = matched(NAMED_INSTANT, value)
        if named is None:
            return _time(value, clock, what)
        if int(named[2]) < 1:
            raise wrong("instant", f"{value!r}: the first {named[1]} is {named[1]} 1")
        try:
            return (int(named[2]) - 1) * clock.length(named[1])
        except ValueError as reason:
            raise wrong("time_unit", str(reason)) from None
    return plain_number(value, what)


def _coming(value: object, info: ValidationInfo) -> float:
    if (found := read_instant(value, info)) < 0 and isinstance(value, str | datetime.date):
        raise wrong("instant", f"{value} is before the start of the run, {Reading.of(info).clock.start or 0}")
    return found


def _per(value: object, info: ValidationInfo, what: str, numerator: Callable[[str], float]) -> float:
    if not isinstance(value, str):
        return plain_number(value, what)
    found = matched(PER, value)
    if found is None:
        raise unexpected(value, what)
    try:
        return numerator(found[1]) / Reading.of(info).clock.length(found[2])
    except ValueError as reason:
        raise wrong("time_unit", str(reason)) from None


def read_rate(value: object, info: ValidationInfo) -> float:
    """So much per time, in the scenario's unit: ``40000 per day``; bare numbers are per time unit already."""
    what = "a rate such as '40000 per day' or a number per time unit"

    def plain(text: str) -> float:
        number, unit = split(text, what)
        if unit is not None:
            raise unexpected(value, what)
        return number

    return _per(value, info, what, plain)


def read_share(value: object) -> float:
    """A part of a whole: ``5 %`` or 0.05."""
    what = "a share such as '5 %' or 0.05"
    if isinstance(value, str):
        number, unit = split(value, what)
        if unit != "%":
            raise unexpected(value, what)
        return number / 100.0
    return plain_number(value, what)


def read_growth(value: object, info: ValidationInfo) -> float:
    """A share per time: ``10 % per year``; a bare number is a share per time unit."""
    return _per(value, info, "a share per time such as '10 % per year' or a number per time unit", read_share)


def _measured(units: dict[str, float], what: str) -> BeforeValidator:
    def read(value: object) -> float:
        if not isinstance(value, str):
            return plain_number(value, what)
        number, unit = split(value, what)
        scale = units.get(unit or "") or units.get((unit or "").lower())
        if scale is None:
            raise wrong("quantity", f"expected {what}, got {value!r}; known units: {', '.join(units)}")
        return finite(number * scale, value, what)

    return BeforeValidator(read)


def _measured_rate(units: dict[str, float], what: str) -> BeforeValidator:
    def read(value: object, info: ValidationInfo) -> float:
        def scaled(text: str) -> float:
            number, unit = split(text, what)
            scale = units.get(unit or "") or units.get((unit or "").lower())
            if scale is None:
                raise wrong("quantity", f"expected {what}, got {value!r}; known units: {', '.join(units)}")
            return finite(number * scale, text, what)

        return _per(value, info, what, scaled)

    return BeforeValidator(read)


def read_parameter(value: object, info: ValidationInfo) -> float:
    """A distribution's parameter: a duration where the distribution is one of durations, else a bare number."""
    reading = Reading.of(info)
    if isinstance(value, str) and (reading.dimension == "time" or info.context is None):
        return read_duration(value, info)
    return plain_number(value, "a number")


@dataclass(frozen=True, slots=True)
class Unit:
    """Marks what a number measures; the reference pages print it.

    Attributes:
        text: The unit in words, e.g. ``time``, ``share``, ``product units``.
        steps: Whether the engine counts it in whole steps of the product (see ``Spec.in_steps``).
    """

    text: str
    steps: bool = False


def _loose(text: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}], "description": f"{text}, e.g. {example}"})


Duration = Annotated[
    float, Field(ge=0, lt=LATEST), BeforeValidator(read_duration), Unit("time"), _loose("a length of time", "12 h")
]
"""A length of time, not negative, in the scenario's unit."""

Period = Annotated[
    float,
    Field(ge=1 / GRID, lt=LATEST),
    BeforeValidator(read_duration),
    Unit("time"),
    _loose("a length of time", "1 week"),
]
"""The length of a recurring period in the scenario's unit: at least a step of the grid, or time would stand still."""

Instant = Annotated[
    float, Field(ge=0, lt=LATEST), BeforeValidator(_coming), Unit("instant"), _loose("an instant", "day 120")
]
"""A point in time, counted from the start of the run."""

Rate = Annotated[
    float, Field(ge=0, le=LARGEST), BeforeValidator(read_rate), Unit("per time"), _loose("a rate", "40000 per day")
]
"""So many units per time unit."""

MoneyRate = Annotated[
    float,
    Field(ge=0, le=LARGEST),
    BeforeValidator(read_rate),
    Unit("money per unit and time"),
    _loose("money per unit and time", "0.5 per week"),
]
"""Money per unit and time."""

Growth = Annotated[
    float,
    Field(ge=-LARGEST, le=LARGEST),
    BeforeValidator(read_growth),
    Unit("share per time"),
    _loose("a growth", "10 % per year"),
]
"""A share per time unit; may be negative."""

Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(read_share), Unit("share"), _loose("a share", "5 %")]
"""A part of a whole, between 0 and 1."""

Factor = Annotated[
    float, Field(ge=0, le=LARGEST), BeforeValidator(read_share), Unit("factor"), _loose("a factor", "1.2 or 120 %")
]
"""A multiplier, not negative."""

Money = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False), Unit("money")]
"""An amount of money in the scenario's currency."""

Mass = Annotated[
    float,
    Field(ge=0, le=LARGEST),
    _measured(_MASSES, "a mass such as '2 t' or a number of kg"),
    Unit("kg"),
    _loose("a mass", "2 t"),
]
"""A mass in kg."""

Volume = Annotated[
    float,
    Field(ge=0, le=LARGEST),
    _measured(_VOLUMES, "a volume such as '3 m3' or a number of m3"),
    Unit("m3"),
    _loose("a volume", "1 l"),
]
"""A volume in cubic metres."""

MassRate = Annotated[
    float,
    Field(gt=0, le=LARGEST),
    _measured_rate(_MASSES, "a mass per time such as '20 t per day' or a number of kg per time unit"),
    Unit("kg per time"),
    _loose("a mass per time", "20 t per day"),
]
"""A mass in kg per time unit."""

VolumeRate = Annotated[
    float,
    Field(gt=0, le=LARGEST),
    _measured_rate(_VOLUMES, "a volume per time such as '60 m3 per day' or a number of m3 per time unit"),
    Unit("m3 per time"),
    _loose("a volume per time", "60 m3 per day"),
]
"""A volume in cubic metres per time unit."""

Distance = Annotated[
    float,
    Field(ge=0, le=LARGEST),
    _measured(_DISTANCES, "a distance such as '350 km' or a number of km"),
    Unit("km"),
    _loose("a distance", "350 km"),
]
"""A distance in km."""

Amount = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False), Unit("product units", steps=True)]
"""A quantity of a product, not negative, in the product's unit (in whole steps once wired into the engine)."""

Level = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False), Unit("product units", steps=True)]
"""A level of stock or position, of either sign, in the product's unit (in whole steps once wired)."""

Parameter = Annotated[
    float,
    Field(ge=-LARGEST, le=LARGEST),
    BeforeValidator(read_parameter),
    Unit("as drawn"),
    _loose("a parameter", "3 days or 3"),
]
"""A parameter of a distribution: in the unit of what is drawn."""

"""The plain document to a validated Scenario: every mistake in one pass, in plain words, at its own place.

Types are checked first and strictly, since pydantic would read the text ``'5'`` as a number and the number 1 as true;
then pydantic checks all the rest. Its error locations speak of union members and functions, which no author has
written: they are walked along the document, and what is not found in it is skipped.
"""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import ValidationError

from sim.clock import Clock, TimeUnit
from sim.errors import Place
from sim.names import nearest
from sim.scenario.document import Scenario
from sim.scenario.expansion import SECTIONS
from sim.scenario.messages import Message, Mistake, message_of
from sim.scenario.tree import UNREADABLE, Entries, Findings, Items, place, plain
from sim.scenario.vocabulary import Shape, along, below, expected, fields
from sim.spelling import decimal_comma

if TYPE_CHECKING:
    from sim.quantities import Reading
    from sim.scenario.tree import Path

_WRONG_SHAPES: Final = frozenset(
    {"model_type", "dict_type", "tuple_type", "list_type", "float_type", "int_type", "string_type", "bool_type"}
    | {"float_parsing", "int_parsing", "quantity", "family", "literal_error", "model_attributes_type"}
)


LARGEST_NUMBER: Final = sys.float_info.max
MOST_REPORTED: Final = 1000
"""Mistakes of a document that are put into words."""


@dataclass(frozen=True, slots=True)
class Validated:
    """What came of a document.

    Attributes:
        scenario: The scenario, without the entries that are broken; None if too much is broken.
        broken: The entries left out, as (section, name).
    """

    scenario: Scenario | None
    broken: frozenset[tuple[str, str]]


def clock_of(root: Entries) -> Clock:
    """The clock that a document asks for, or the default one where it is broken."""
    time = root.get("time")
    if not isinstance(time, Entries):
        return Clock()
    unit = time.get("unit", "day")
    start = time.get("start")
    if isinstance(start, str):
        try:
            start = datetime.date.fromisoformat(start)
        except ValueError:
            start = None
    return Clock(unit if unit in get_args(TimeUnit) else "day", start if isinstance(start, datetime.date) else None)


def names_of(root: Entries, uncertain: frozenset[str]) -> dict[str, frozenset[str]]:
    """The names that a document gives to things, of broken ones too; kinds whose names are uncertain are left out."""
    names = {
        section.removesuffix("s"): frozenset(root[section])
        for section in SECTIONS
        if isinstance(root.get(section), Entries) and section not in uncertain
    }
    names.setdefault("lane", frozenset())
    for section in ("carriers", "disruptions", "variants"):
        entries = root.get(section)
        names[section.removesuffix("s")] = frozenset(entries) if isinstance(entries, Entries) else frozenset()
    if "lanes" in uncertain or "site" not in names:
        names.pop("lane", None)
        names.pop("site", None)
    if "site" in names:
        sites = root["sites"].items()
        names["customer"] = frozenset(
            name for name, site in sites if isinstance(site, Entries) and site.get("kind") == "customer"
        )
        made = [site["makes"] for _, site in sites if isinstance(site, Entries) and "makes" in site]
        names["recipe"] = frozenset(name for recipes in made if isinstance(recipes, Entries) for name in recipes)
    return names


def validate(root: Entries, reading: Reading, findings: Findings) -> Validated:
    """Validate a document whose entries have been expanded.

    Args:
        root: The document.
        reading: Clock, names and folder of the reading.
        findings: Takes the problems.
    """
    strict = Findings()
    mistaken: set[Path] = set()
    _check_types(root, Shape(specs=(Scenario,)), (), root, strict, mistaken)
    findings.problems += strict.problems
    try:
        scenario = Scenario.model_validate(_input(root), context=reading)
    except ValidationError as error:
        paths = _report(error, root, findings, mistaken)
        return _reduced(root, paths | mistaken, reading)
    if mistaken:
        return _reduced(root, mistaken, reading)
    return Validated(scenario, frozenset())


def _input(root: Entries) -> dict[str, Any]:
    # What variants set is kept as it is in the Scenario, so it must not carry places along.
    return {key: plain(value) if key == "variants" else value for key, value in root.items()}


def _check_types(node: Any, shape: Shape, path: Path, root: Entries, findings: Findings, mistaken: set[Path]) -> None:
    if isinstance(node, Entries | Items):
        if shape.anything:
            return
        for step, value in node.items() if isinstance(node, Entries) else enumerate(node):
            inner = below(shape, node, step)
            if inner is not None:
                _check_types(value, inner, (*path, step), root, findings, mistaken)
        return
    wrong = _mistake(node, shape)
    if wrong is not None:
        findings.add(place(root, path), path, *wrong)
        mistaken.add(path)


def _mistake(value: Any, shape: Shape) -> tuple[str, str] | None:
    """What is wrong with the type of a scalar, and what would be right; None if nothing is."""
    if value is UNREADABLE or shape.anything:
        return None
    if value is None:
        return "null is not a value here", "leave the key out"
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        return f"expected {expected(shape)}, got a number that is too large", ""
    if shape.read and not (shape.scalars == {"date"} and isinstance(value, int | float)):
        return None
    if not shape.scalars and not shape.choices:
        return None
    if _fits(value, shape):
        return None
    got = (
        "true"
        if value is True
        else "false"
        if value is False
        else repr(value)
        if isinstance(value, str)
        else str(value)
    )
    if shape.choices and not shape.scalars and isinstance(value, str):
        return f"{value!r} is not {expected(shape)}", nearest(value, shape.choices) if len(shape.choices) > 1 else ""
    hint = ""
    if "truth" in shape.scalars and isinstance(value, str) and value.lower() in ("yes", "on", "y", "no", "off", "n"):
        hint = "write true" if value.lower() in ("yes", "on", "y") else "write false"
    elif "text" in shape.scalars:
        hint = "write it in quotes"
    elif isinstance(value, str) and shape.scalars & {"number", "whole"}:
        hint = "write it without quotes" if value.strip().replace(".", "", 1).isdigit() else decimal_comma(value)
    return f"expected {expected(shape)}, got {got}", hint


def _fits(value: Any, shape: Shape) -> bool:
    if isinstance(value, bool):
        return "truth" in shape.scalars
    if isinstance(value, str):
        return "text" in shape.scalars or value in shape.choices or ("date" in shape.scalars and len(value) == 10)
    if isinstance(value, datetime.date):
        return "date" in shape.scalars
    if "number" in shape.scalars:
        return True
    return "whole" in shape.scalars and (isinstance(value, int) or float(value).is_integer())


@dataclass(frozen=True, slots=True)
class _Located:
    """One of pydantic's errors, walked along the document.

    Attributes:
        error: What pydantic says.
        path: The path in the document.
        key: Whether the key at the end of the path is meant, not its value.
        union: Path of the value of which no member of a union was right; None outside such unions.
        member: The member that this error is about.
    """

    error: dict[str, Any]
    path: Path
    key: bool
    union: Path | None
    member: str


def _walk(error: dict[str, Any], root: Entries) -> _Located:
    location = error["loc"][:-1] if error["type"] == "missing" else error["loc"]
    node: Any = root
    path: list[str | int] = []
    union: Path | None = None
    member = ""
    tagged = False
    for step in location:
        is_tag = isinstance(node, Entries) and node.get("kind") == step
        if is_tag and not tagged:
            tagged = True
        elif (isinstance(node, Entries) and step in node) or (
            isinstance(node, Items) and isinstance(step, int) and step < len(node)
        ):
            path.append(step)
            node, tagged = node[step], False
        elif step == "[key]":
            return _Located(error, tuple(path), True, union, member)
        elif union is None:
            union, member = tuple(path), str(step)
    return _Located(error, tuple(path), error["type"] == "extra_forbidden", union, member)


def _without_echoes(located: list[_Located]) -> list[_Located]:
    """Leaves out that a list is too short where the entries that it lacks are wrong themselves."""
    above = {one.path[:end] for one in located for end in range(len(one.path))}
    return [one for one in located if one.error["type"] != "too_short" or one.path not in above]


def _report(error: ValidationError, root: Entries, findings: Findings, mistaken: set[Path]) -> set[Path]:
    """Report pydantic's errors; returns the paths of all of them."""
    located = _without_echoes([_walk(dict(one), root) for one in error.errors(include_url=False)])
    said: list[tuple[Path, Place, Message]] = []
    kept = _one_member_each(located)
    if len(kept) > MOST_REPORTED:
        more = f"there are {len(kept) - MOST_REPORTED:,} mistakes more than are listed here"
        findings.add(root.at, (), more, "mend these first")
    for one in kept[:MOST_REPORTED]:
        kind = one.error["input"].get("kind") if isinstance(one.error["input"], dict) else None
        if one.error["input"] is UNREADABLE or kind is UNREADABLE or one.path in mistaken:
            continue
        within = one.path[:-1] if one.key else one.path
        shape = along(Scenario, root, within)
        node = _node(root, within)
        spec = shape.spec(node) if shape is not None and isinstance(node, dict) else None
        message = message_of(Mistake(one.error, fields(spec) if spec is not None else {}, shape))
        path = (*one.path, message.key) if message.key else one.path
        at = place(root, path, key=one.key)
        if message.place is not None:  # in a data file, which is named from the scenario's folder
            at = Place(
                str(PurePath(root.at.file).parent / message.place.file), message.place.line, message.place.column
            )
        said.append((path, at, message))
    # A misspelt key is one mistake, not an unknown key and a missing one.
    meant = {(*path[:-1], message.meant) for path, _, message in said if message.meant}
    for path, at, message in said:
        if not (message.key and path in meant):
            findings.add(at, path, message.text, message.hint)
    return {one.path for one in located}


def _one_member_each(located: list[_Located]) -> list[_Located]:
    """Of each union without a tag, keep the errors of the member that the author most likely meant."""
    kept = [one for one in located if one.union is None]
    unions: dict[Path, dict[str, list[_Located]]] = {}
    for one in located:
        if one.union is not None:
            unions.setdefault(one.union, {}).setdefault(one.member, []).append(one)
    for members in unions.values():
        likely: list[_Located] = min(members.values(), key=_unlikely)
        kept += likely
    return kept


def _unlikely(member: list[_Located]) -> tuple[bool, int]:
    at_union = [one for one in member if one.path == one.union and one.error["type"] != "missing"]
    wrong_shape = any(one.error["type"] in _WRONG_SHAPES for one in at_union)
    return wrong_shape, -max(len(one.path) for one in member)


def _node(root: Entries, path: Path) -> Any:
    node: Any = root
    for step in path:
        node = node[step]
    return node


def _reduced(root: Entries, mistaken: set[Path], reading: Reading) -> Validated:
    """The scenario without what is broken, so that the rest can still be checked."""
    broken = frozenset((str(path[0]), str(path[1])) for path in mistaken if len(path) > 1 and path[0] in SECTIONS)
    whole = {str(path[0]) for path in mistaken if path and not (len(path) > 1 and path[0] in SECTIONS)}
    rest: dict[str, Any] = {}
    for key, value in _input(root).items():
        if key in SECTIONS and isinstance(value, Entries):
            rest[key] = {name: entry for name, entry in value.items() if (key, name) not in broken}
        elif key not in whole and key != "variants":
            rest[key] = value
    rest.setdefault("name", "unnamed")
    rest.setdefault("time", {"unit": reading.clock.unit, "start": reading.clock.start, "horizon": 1e9})
    try:
        return Validated(Scenario.model_validate(rest, context=reading), broken)
    except ValidationError:
        return Validated(None, broken)

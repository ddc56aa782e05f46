"""What differs between two scenarios, in the scenario's own words: paths as ``set`` takes them, values as written.

Files are compared as they are written, before what stands for many is expanded: ``sites.store.count: 200 -> 150`` is
one line. What a variant sets by a path beyond that is looked up in both. Scenarios built in Python have no words of
their own: their values are told in the scenario's units. What many things have in common is said once.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sim.clock import Clock
from sim.errors import visible
from sim.scenario.document import Scenario
from sim.scenario.fingerprint import fingerprint
from sim.scenario.loading import Loaded, Written
from sim.scenario.overrides import reached
from sim.scenario.vocabulary import Shape, fields
from sim.spec import Spec

if TYPE_CHECKING:
    from sim.scenario.tree import Path

_LEFT_OUT: Final = frozenset({"variants"})
_TOLD: Final = ("name", "description", "expect")
"""What may differ between scenarios that give the same results."""
_LONGEST: Final = 160
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+/%() -]*\Z")
_ABSENT: Final = object()
_SELECTS: Final = ("tags", "region", "kind")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Attributes:
        path: Where, as a variant's ``set`` names it.
        before: The value in the first scenario, as it is written; None where there is none.
        after: The value in the second; None where there is none.
    """

    path: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return visible(f"{self.path}: {_cut(self.before)} -> {_cut(self.after)}")


def difference(a: Loaded | Scenario, b: Loaded | Scenario) -> tuple[Change, ...]:
    """What differs between two scenarios, in the order of the first file; empty if nothing does.

    Files that are written otherwise and say the same differ in nothing but names and words.
    """
    if isinstance(a, Loaded) and isinstance(b, Loaded) and a.written is not None and b.written is not None:
        found = list(_written(a.written, b.written))
    else:
        found = list(_built(_scenario(a), _scenario(b)))
    if fingerprint(_scenario(a)) == fingerprint(_scenario(b)):
        found = [change for change in found if change.path.partition(".")[0] in _TOLD]
    return tuple(found)


def spelled(value: Any) -> str:
    """A value on one line, as it could be written in a scenario file.

    >>> spelled({"kind": "base_stock", "level": 50, "review": "1 day", "tags": ["a: b"]})
    "{kind: base_stock, level: 50, review: 1 day, tags: ['a: b']}"
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {spelled(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(spelled, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, str):
        return value if _PLAIN.match(value) else "'" + value.replace("'", "''") + "'"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _cut(text: str | None) -> str:
    if text is None:
        return "(not there)"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


def _scenario(one: Loaded | Scenario) -> Scenario:
    return one.scenario if isinstance(one, Loaded) else one


def _compared(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:
    """The differences of two plain documents, each at the deepest path that both have."""
    if before is after or (type(before) is type(after) and before == after):
        return
    if _alike(before, after):
        for key in dict.fromkeys([*before, *after]):
            if path or key not in _LEFT_OUT:
                yield from _compared(before.get(key, _ABSENT), after.get(key, _ABSENT), (*path, str(key)))
    elif _same_length(before, after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _compared(one, other, (*path, str(number)))
    elif before != after or isinstance(before, bool) or isinstance(after, bool):
        yield Change(".".join(path), _told(before), _told(after))


def _alike(before: Any, after: Any) -> bool:
    """Whether two mappings can be compared key by key: of another kind nothing means the same."""
    both = isinstance(before, Mapping) and isinstance(after, Mapping)
    return both and before.get("kind") == after.get("kind")


def _same_length(before: Any, after: Any) -> bool:
    lists = isinstance(before, list | tuple) and isinstance(after, list | tuple)
    return lists and len(before) == len(after) and all(isinstance(one, Mapping) for one in (*before, *after))


def _told(value: Any) -> str | None:
    return None if value is _ABSENT else spelled(value)


# ------------------------------------------------------------------------------------------------ as files are written


def _written(a: Written, b: Written) -> Iterator[Change]:
    targets = tuple(dict.fromkeys((*a.targets, *b.targets)))
    found = [(target, reached(a.root, target), reached(b.root, target)) for target in targets]
    told = frozenset(where for _, before, after in found for where in (*before, *after))
    changes = [change for change in _compared(a.template, b.template) if not _set_later(change, a, b, told)]
    for target, before, after in found:
        changes += _looked_up(target, before, after)
    changes = _in_common(_in_common(changes, 3, [a.template, b.template]), 1, [a.template, b.template])
    sections = {key: number for number, key in enumerate(dict.fromkeys([*a.template, *b.template]))}
    things: dict[tuple[str, ...], int] = {}
    for change in changes:
        things.setdefault(tuple(change.path.split(".")[:2]), len(things))

    def order(change: Change) -> tuple[int, int]:
        steps = change.path.split(".")
        return sections.get(steps[0], len(sections)), things[tuple(steps[:2])]

    yield from sorted({change.path: change for change in changes}.values(), key=order)


def _set_later(change: Change, a: Written, b: Written, told: frozenset[Path]) -> bool:
    """Whether what is written there was set again after the expansion, wherever it counts; that is told instead."""
    section, *rest = change.path.split(".")
    copies = {*a.groups.get(rest[0], ()), *b.groups.get(rest[0], ())} if section == "sites" and rest else set()
    places = [(section, copy, *rest[1:]) for copy in copies] or [(section, *rest)]
    return all(any(place[:end] in told for end in range(1, len(place) + 1)) for place in places)


def _looked_up(target: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[Change]:
    """What differs at a path that was set; where it selects many, what they have in common."""
    places = sorted({*before, *after}, key=str)
    pairs = [(before.get(where, _ABSENT), after.get(where, _ABSENT)) for where in places]
    if len(pairs) == 1:
        yield from _compared(*pairs[0], tuple(target.split(".")))
        return
    unlike = [pair for pair in pairs if any(_compared(*pair))]
    if unlike:
        yield Change(target, _summed_up([one for one, _ in unlike]), _summed_up([other for _, other in unlike]))


def _summed_up(values: list[Any]) -> str | None:
    """Several values in a few words."""
    told = dict.fromkeys(text for value in values if (text := _told(value)) is not None)
    if len(told) <= 1:
        return next(iter(told), None)
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == len(values):
        return f"{spelled(min(numbers))} to {spelled(max(numbers))}"
    return f"{len(told)} values, such as {next(iter(told))}"


# -------------------------------------------------------------------------------------------------- as Python builds it


def _built(a: Scenario, b: Scenario) -> Iterator[Change]:
    told = [_content(one, Shape(specs=(Scenario,)), one.time.clock) for one in (a, b)]
    changes = list(_compared(*told))
    for step in (3, 1):  # products at sites, then sites, products and lanes themselves
        changes = _in_common(changes, step, told)
    yield from changes


def _content(value: Any, shape: Shape | None, clock: Clock) -> Any:
    """What was said in a Spec, with units."""
    if isinstance(value, Spec):
        entries = fields(type(value)).items()
        said = {key: entry for key, entry in entries if entry.name in value.model_fields_set}
        return {key: _content(getattr(value, entry.name), entry.shape, clock) for key, entry in said.items()}
    if isinstance(value, Mapping):
        return {key: _content(inner, shape.entries if shape else None, clock) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_content(item, shape.items if shape else None, clock) for item in value]
    if shape is not None and isinstance(value, int | float) and not isinstance(value, bool):
        unit = {"time": f" {clock.unit}", "per time": f" per {clock.unit}"}.get(shape.unit, "")
        return f"{value:.12g}{unit}" if unit else value
    return value


def _in_common(changes: list[Change], step: int, told: list[Any]) -> list[Change]:
    """Changes that are the same for all entries, or for all that have a tag, region or kind, as one change."""
    groups: dict[tuple[tuple[str, ...], str | None, str | None], dict[str, Change]] = {}
    for change in changes:
        steps = tuple(change.path.split("."))
        named = steps[step] if len(steps) > step + 1 and (step == 1 or steps[0] == "sites") else ""
        rest = steps if not named else (*steps[:step], "", *steps[step + 1 :])
        groups.setdefault((rest, change.before, change.after), {})[named or change.path] = change
    kept: list[Change] = []
    for (rest, _, _), members in groups.items():
        selector = _selector(frozenset(members), rest[:step], told) if "" in rest and len(members) > 1 else None
        if selector is None:
            kept += members.values()
        else:
            path = ".".join((*rest[:step], selector, *rest[step + 1 :]))
            kept.append(replace(next(iter(members.values())), path=path))
    return kept


def _selector(names: frozenset[str], path: tuple[str, ...], told: list[Any]) -> str | None:
    """The step of a path that selects exactly ``names`` among the entries at ``path``; None if none does."""
    entries: dict[str, Any] = {}
    for document in told:
        node: Any = document
        for step in path:
            node = node.get(step, {}) if isinstance(node, Mapping) else {}
        entries |= node if isinstance(node, Mapping) else {}
    if frozenset(entries) == names:
        return "*"
    for key in _SELECTS:
        words = {word for entry in entries.values() for word in _words(entry, key)}
        for word in sorted(words):
            if frozenset(name for name, entry in entries.items() if word in _words(entry, key)) == names:
                return f"{key.removesuffix('s')}:{word}"
    return None


def _words(entry: Any, key: str) -> tuple[str, ...]:
    found = entry.get(key, ()) if isinstance(entry, Mapping) else ()
    return (found,) if isinstance(found, str) else tuple(found)

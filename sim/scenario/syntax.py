"""YAML text to plain values with places: the first stage of reading a scenario.

The text is read from the parser's events, so that depth, size and references are bounded while reading, duplicate keys
are seen, and no tag can make anything but text, numbers, truth values, dates, mappings and lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from sim.errors import Place
from sim.scenario.budget import Budget, Exhausted, weight
from sim.scenario.scalars import Doubtful, read_scalar
from sim.scenario.tree import UNREADABLE, Entries, Findings, Items, copied, depth

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_FILE: Final = 50 * 10**6
"""Bytes that a scenario file may have."""
DEEPEST_NESTING: Final = 60
_PREFIX: Final = "tag:yaml.org,2002:"
_NOT_PRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NO_VALUE: Final = "write a value, '{}' for an empty mapping, or remove the key"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """Nothing more can be read; the reason is reported already."""


def decode(data: bytes, file: str, findings: Findings) -> str | None:
    """The text of a file, or None with the reason reported."""
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1e6:.0f} MB; at most {LARGEST_FILE / 1e6:.0f} MB"
        findings.add(Place(file, 1, 1), (), f"the file has {size} are read", "keep long tables in CSV files")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        at = Place(file, before.count(b"\n") + 1, column)
        findings.add(
            at, (), f"the file is not UTF-8: byte 0x{data[error.start]:02x} cannot be read", "save it as UTF-8"
        )
        return None


def parse(text: str, file: str, findings: Findings, budget: Budget | None = None) -> Entries | None:
    """The document in ``text``, or None with the reason reported; reads on after a problem as far as possible.

    Args:
        text: YAML.
        file: The file as the user named it, for places.
        findings: Takes the problems.
        budget: What the values are spent from; absent: one of its own.

    Raises:
        Exhausted: The budget that was given does not suffice.
    """
    control = _NOT_PRINTABLE.search(text)
    if control is not None:
        before = text[: control.start()]
        at = Place(file, before.count("\n") + 1, control.start() - (before.rfind("\n") + 1) + 1)
        findings.add(at, (), f"the character U+{ord(control[0]):04X} is not allowed in YAML")
        return None
    composer = _Composer(text, file, findings, budget if budget is not None else Budget())
    try:
        root = composer.document()
    except _Stop:
        return None
    except Exhausted as stop:
        if budget is not None:
            raise
        findings.add(stop.at, stop.path, str(stop))
        return None
    except yaml.MarkedYAMLError as error:
        at, message = _explained(error, text, file)
        findings.add(at, (), message)
        return None
    except yaml.reader.ReaderError as error:
        findings.add(Place(file, 1, 1), (), f"not YAML: {error.reason}")
        return None
    if root is UNREADABLE:
        return None
    if not isinstance(root, Entries):
        findings.add(Place(file, 1, 1), (), "a scenario is a mapping that begins with 'name: ...'")
        return None
    return root


class _Composer:
    """Builds the tree from the parser's events."""

    def __init__(self, text: str, file: str, findings: Findings, budget: Budget) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._file = file
        self._findings = findings
        self._path: list[str | int] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: set[str] = set()
        self._budget = budget

    def document(self) -> Any:
        """The content of the only document."""
        next(self._events)  # start of the stream
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._findings.add(Place(self._file, 1, 1), (), "the file is empty")
            raise _Stop
        value, _ = self._node(next(self._events))
        next(self._events)  # end of the document
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._stop(event, "a second document begins here; a scenario file has one")
        return value

    def _node(self, event: Any) -> tuple[Any, Place]:
        at = self._at(event)
        before = self._budget.spent
        self._count(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event), at
        anchor: str | None = event.anchor
        if anchor is not None:
            self._open.add(anchor)
        self._bound(len(self._path), event)
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(event)
        else:
            value = self._mapping(event)
        if anchor is not None:
            self._open.discard(anchor)
            self._anchors[anchor] = (value, self._budget.spent - before)
        return value, at

    def _alias(self, event: Any) -> Any:
        if event.anchor in self._open:
            self._stop(event, f"*{event.anchor} stands inside &{event.anchor}: it would contain itself")
        if event.anchor not in self._anchors:
            hint = self._findings.nearest(event.anchor, self._anchors)
            self._report(event, f"*{event.anchor} refers to nothing above it", hint)
            return UNREADABLE
        value, size = self._anchors[event.anchor]
        self._count(size, event)
        self._bound(len(self._path) + depth(value) - 1, event)
        return copied(value)

    def _bound(self, levels: int, event: Any) -> None:
        if levels > DEEPEST_NESTING:
            del self._path[3:]  # the whole path would fill a screen
            self._stop(event, f"nested deeper than {DEEPEST_NESTING} levels")

    def _sequence(self, event: Any) -> Any:
        items = Items(self._at(event))
        known = self._known_tag(event, "seq")
        for index, inner in enumerate(iter(self._events.__next__, None)):
            if isinstance(inner, yaml.SequenceEndEvent):
                break
            self._path.append(index)
            value, at = self._node(inner)
            self._path.pop()
            items.add(value, at)
        return items if known else UNREADABLE

    def _mapping(self, event: Any) -> Any:
        entries = Entries(self._at(event))
        known = self._known_tag(event, "map")
        merged: list[tuple[Any, Any]] = []
        for inner in iter(self._events.__next__, None):
            if isinstance(inner, yaml.MappingEndEvent):
                break
            key = self._key(inner)
            self._path.append("?" if key is None else key)
            following = next(self._events)
            value, at = self._node(following)
            if key == "<<" and inner.implicit[0]:
                merged.append((value, following))
            elif key is not None and key in entries:
                line = entries.keys_at[key].line
                self._report(inner, f"the key {key!r} stands here a second time; the first is in line {line}")
            elif key is not None:
                entries.put(key, value, at, key_at=self._at(inner))
            self._path.pop()
        for value, where in merged:
            self._merge(entries, value, where)
        return entries if known else UNREADABLE

    def _key(self, event: Any) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and (event.tag in (None, "!", f"{_PREFIX}str")):
            self._count(1 + weight(event.value), event)
            if event.value:
                if event.anchor is not None:
                    self._anchors[event.anchor] = (event.value, 1 + weight(event.value))
                return str(event.value)
            self._report(event, "a key is missing before the ':'")
            return None
        if isinstance(event, yaml.AliasEvent):
            value = self._alias(event)
            if isinstance(value, str):
                return value
        elif not isinstance(event, yaml.ScalarEvent):
            self._node(event)
        self._report(event, "a key must be text", "braces in unquoted text need quotes")
        return None

    def _merge(self, entries: Entries, value: Any, event: Any) -> None:
        for source in value if isinstance(value, Items) else [value]:
            if isinstance(source, Entries):
                for key, inner in source.items():
                    if key not in entries:
                        entries.put(key, inner, source.values_at[key], key_at=source.keys_at[key])
            elif source is not UNREADABLE:
                self._report(event, "'<<' takes a mapping or a list of mappings")

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        self._count(weight(text), event)
        if event.tag in ("!", f"{_PREFIX}str") or (event.tag is None and not event.implicit[0]):
            return text
        if not self._known_tag(event, "str"):
            return UNREADABLE
        if text == "":
            comma = bool(self._path) and str(self._path[-1]).isdigit()
            hint = "a comma parts entries: write numbers with a point, such as 1.20" if comma else _NO_VALUE
            self._report(event, "there is no value here", hint)
            return UNREADABLE
        try:
            return read_scalar(text)
        except Doubtful as doubt:
            self._report(event, str(doubt))
            return UNREADABLE

    def _known_tag(self, event: Any, own: str) -> bool:
        tag: str | None = event.tag
        if tag in (None, "!", _PREFIX + own):
            return True
        shown = f"!!{tag.removeprefix(_PREFIX)}" if str(tag).startswith(_PREFIX) else str(tag)
        self._report(event, f"the tag {shown} is not known", "write the value without a tag")
        return False

    def _count(self, size: int, event: Any) -> None:
        self._budget.spend(size, self._at(event), tuple(self._path[:3]))

    def _at(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _report(self, event: Any, message: str, hint: str = "") -> None:
        self._findings.add(self._at(event), tuple(self._path), message, hint)

    def _stop(self, event: Any, message: str) -> None:
        self._report(event, message)
        raise _Stop


_EXPLANATIONS: Final = (
    (
        "mapping values are not allowed",
        "a ': ' is not allowed here: check the indentation, or put text that has one in quotes",
    ),
    ("flow mapping", "a mapping in { } is not closed or lacks a comma; text with braces needs quotes"),
    ("flow sequence", "a list in [ ] is not closed or lacks a comma"),
    ("quoted scalar|unexpected end", "a quotation mark is not closed"),
    ("quoted scalar|escape", "a backslash in double quotes begins an escape that does not exist; use single quotes"),
    ("block mapping", "this line does not fit the lines above it: check the indentation and the ':'"),
    ("block collection", "this line does not fit the list above it: check the indentation and the '-'"),
    ("node content", "a value or a closing bracket is missing here"),
    ("document start", "nothing may follow the end of the document"),
    ("simple key", "a ':' is missing in this line or the one above"),
)


def _explained(error: yaml.MarkedYAMLError, text: str, file: str) -> tuple[Place, str]:
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in (error.context or "") and "unexpected end" in (error.problem or ""):
        mark = error.context_mark or mark
    if mark is None:
        return Place(file, 1, 1), f"not YAML: {error.problem}"
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    at = Place(file, mark.line + 1, mark.column + 1)
    said = f"{error.context or ''} {error.problem or ''}"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Place(file, mark.line + 1, line.index("\t") + 1), "a tab where spaces must indent"
    if "cannot start any token" in said:
        character = line[mark.column : mark.column + 1]
        return at, f"{character!r} cannot begin a value: put the text in quotes"
    for words, explanation in _EXPLANATIONS:
        if all(word in said for word in words.split("|")):
            return at, f"not YAML: {explanation}"
    return at, f"not YAML: {error.problem}"

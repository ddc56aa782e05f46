"""Entries made from templates: the copies of ``count`` and the rows of ``from_csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.errors import Place
from sim.scenario.budget import TEXT_OF_ONE_VALUE, Budget, Exhausted
from sim.scenario.scalars import Doubtful, read_scalar
from sim.scenario.syntax import parse
from sim.scenario.tree import UNREADABLE, Entries, Findings, copied, located, plain, size, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sim.scenario.tree import Path

    Filler = Callable[[str, Place], tuple[Any, Place]]

_SLOT: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.\-]*)\}")

Made = tuple[str, Any, Place]
"""An entry made from a template: its name, its content and where it comes from."""


def slots_in(template: Any, columns: Iterable[str]) -> frozenset[str]:
    """The columns that the template's strings use in braces."""
    return frozenset(slot for text in texts(template) for slot in _SLOT.findall(text)) & frozenset(columns)


def numbered(label: str, template: Entries, count: int, at: Place, budget: Budget) -> list[Made]:
    """``count`` copies of a template, called by their numbers."""
    width = len(str(count))
    padded = [f"{number:0{width}}" for number in range(1, count + 1)]
    return [(f"{label}_{number}", copied(template, filler({"n": number}, budget)), at) for number in padded]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rows of one table have in common.

    Attributes:
        file: The table's file, as it is shown.
        columns: Number of each column, from 1.
        path: Path of the section that the rows are made for.
        findings: Takes the problems.
        budget: What the entries are spent from.
    """

    file: str
    columns: Mapping[str, int]
    path: Path
    findings: Findings
    budget: Budget


class Row:
    """One row of a table, to be made into one entry."""

    def __init__(self, sheet: Sheet, line: int, cells: dict[str, str]) -> None:
        self._sheet = sheet
        self._line = line
        self._cells = cells
        self._findings = sheet.findings
        self._path = sheet.path

    def _at(self, column: str) -> Place:
        return Place(self._sheet.file, self._line, self._sheet.columns.get(column, 1))

    def entry(self, template: Entries, slots: frozenset[str], *, lane: bool) -> Made | None:
        """The entry of this row, or None with the reason reported.

        Args:
            template: What all rows have in common.
            slots: Columns that the template's strings use in braces.
            lane: Whether the row may do without a name.
        """
        self._sheet.budget.spend(len(self._cells), self._at(""), self._path)
        values = {column: self._value(column) for column in self._cells}
        if any(value is UNREADABLE for value in values.values()):
            return None
        empty = sorted(slot for slot in slots if self._cells[slot] == "")
        if empty:
            message = f"the cell of {empty[0]!r} is empty, but the template uses {{{empty[0]}}}"
            self._findings.add(self._at(empty[0]), self._path, message)
            return None
        fill = filler({slot: self._cells[slot] for slot in slots}, self._sheet.budget, values, self._at)
        made: Entries = copied(template, fill)
        for column, value in values.items():
            is_key = value is not None and column not in slots and column != "name"
            if is_key and not self._assign(made, column, value):
                return None
        name = self._name(made, lane=lane)
        return None if name is None else (name, made, self._at("name"))

    def _name(self, made: Entries, *, lane: bool) -> str | None:
        name = self._cells.get("name", "")
        if name:
            return name
        ends = (made.get("from"), made.get("to"))
        if lane and all(isinstance(end, str) for end in ends):
            return f"{ends[0]}_to_{ends[1]}"
        message = "a lane without a name needs 'from' and 'to'" if lane else "the cell of 'name' is empty"
        self._findings.add(self._at("name"), self._path, message)
        return None

    def _value(self, column: str) -> Any:
        """The cell's value; None where it is empty."""
        cell = self._cells[column]
        if cell == "":
            return None
        at = self._at(column)
        if "\n" in cell or "\r" in cell:
            self._findings.add(
                at, self._path, f"column {column!r}: the cell goes on in another line", "write it in one"
            )
            return UNREADABLE
        if cell[0] in "[{":
            return self._listed(column, cell, at)
        try:
            value = read_scalar(cell)
        except Doubtful as doubt:
            self._findings.add(at, self._path, f"column {column!r}: {doubt}", "empty cells keep the template's value")
            return UNREADABLE
        return cell if value is None else value

    def _listed(self, column: str, cell: str, at: Place) -> Any:
        inner = Findings()
        try:
            root = parse(f"cell: {cell}", self._sheet.file, inner, self._sheet.budget)
        except Exhausted:
            raise Exhausted(at, self._path) from None
        if root is None or inner.problems:
            reason = inner.problems[0].message if inner.problems else "not a list"
            self._findings.add(at, self._path, f"column {column!r}: {reason}")
            return UNREADABLE
        return located(plain(root["cell"]), at)

    def _assign(self, entry: Entries, column: str, value: Any) -> bool:
        at = self._at(column)
        *parents, last = column.split(".")
        node: Any = entry
        for index, step in enumerate(parents):
            if step not in node:
                node.put(step, Entries(at), at, key_at=at)
            node = node[step]
            if not isinstance(node, Entries):
                above = ".".join(parents[: index + 1])
                message = (
                    f"column {column!r}: the template's {above!r} is not a mapping, so nothing can be set below it"
                )
                self._findings.add(at, self._path, message)
                return False
        node.put(last, value, at, key_at=node.keys_at.get(last, at))
        return True


def filler(
    slots: Mapping[str, str],
    budget: Budget,
    values: Mapping[str, Any] | None = None,
    at_column: Callable[[str], Place] | None = None,
) -> Filler:
    """Fills ``{slot}`` in strings.

    Args:
        slots: The text for each slot.
        budget: What the texts that are made are spent from.
        values: What a string that is one slot and nothing else becomes instead; absent: the text as well.
        at_column: Where the text of a slot stands; absent: where the string stands.
    """

    def fill(text: str, at: Place) -> tuple[Any, Place]:
        used = [slot for slot in _SLOT.findall(text) if slot in slots]
        if not used:
            return text, at
        where = at_column(used[0]) if at_column is not None else at
        if values is not None and text == f"{{{used[0]}}}":
            budget.spend(size(values[used[0]]), where)
            return values[used[0]], where
        budget.spend(sum(len(slots[slot]) for slot in used) // TEXT_OF_ONE_VALUE, where)
        return _SLOT.sub(lambda found: slots.get(found[1], found[0]), text), where

    return fill

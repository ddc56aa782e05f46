"""Entries that stand for many: ``count`` and ``from_csv``.

``count: 200`` in an entry ``store`` makes ``store_001`` to ``store_200``; ``{n}`` in its strings becomes the number.
``from_csv: data/stores.csv`` makes one entry for each row of the table: the entry is the template, the column
``name`` names the copy (a lane may do without: ``{from}_to_{to}``), and the other columns are dotted paths into it.
An empty cell leaves what the template says. ``{column}`` in the template's strings becomes the cell; a column that is
used so is not set as a key. Cells are read as unquoted YAML on one line: numbers, dates, ``true``, lists in ``[ ]``,
else text.

An entry written out wins over one that is made; two entries made under one name are an error.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from sim.errors import Place
from sim.names import nearest
from sim.scenario.budget import Budget
from sim.scenario.rows import Made, Row, Sheet, numbered, slots_in
from sim.scenario.selection import Selection
from sim.scenario.syntax import DEEPEST_NESTING
from sim.scenario.tree import UNREADABLE, Entries, Findings, Items, size
from sim.tables import Table, read_table

if TYPE_CHECKING:
    from sim.quantities import Reading
    from sim.scenario.tree import Path

SECTIONS: Final = ("products", "sites", "lanes")
"""Parts of a document whose entries may stand for many."""
TERMS: Final = ("stock", "supplies", "buys")
"""Parts of a site, by product, whose entries may stand for many."""


def expand(root: Entries, reading: Reading, findings: Findings, budget: Budget) -> frozenset[str]:
    """Replace all entries that stand for many, in place.

    Returns:
        The sections whose names are not all known, since something in them could not be expanded.

    Raises:
        Exhausted: They stand for more than the budget allows.
    """
    uncertain: set[str] = set()
    selection = Selection(root, reading, findings, budget, uncertain)
    expansion = _Expansion(root, reading, findings, selection, budget)
    for section in SECTIONS:
        expansion.copies(root, (section,))
    for name, site in _entries(root.get("sites")):
        for term in TERMS:
            expansion.copies(site, ("sites", name, term))
    for name, site in _entries(root.get("sites")):
        for term in TERMS:
            selection.tagged_products(site, ("sites", name, term))
    selection.lanes_between_sites()
    return frozenset(uncertain)


def is_template(entry: Any) -> bool:
    """Whether an entry of a section stands for many."""
    return isinstance(entry, Entries) and (
        "count" in entry
        or "from_csv" in entry
        or any(isinstance(entry.get(end), Entries | Items) for end in ("from", "to"))
    )


def _entries(node: Any) -> list[tuple[str, Entries]]:
    if not isinstance(node, Entries):
        return []
    return [(name, entry) for name, entry in node.items() if isinstance(entry, Entries)]


class _Expansion:
    """The work in progress over one document."""

    def __init__(
        self, root: Entries, reading: Reading, findings: Findings, selection: Selection, budget: Budget
    ) -> None:
        self._file = root.at.file
        self._reading = reading
        self._findings = findings
        self._selection = selection
        self._budget = budget

    def copies(self, parent: Entries, path: Path) -> None:
        """Replace the templates among the entries at ``path``, whose last step is a key of ``parent``."""
        key = str(path[-1])
        section = parent.get(key)
        if not isinstance(section, Entries):
            return
        templates = {name: entry for name, entry in _entries(section) if "count" in entry or "from_csv" in entry}
        if not templates:
            return
        places = {name: section.keys_at[name] for name in templates}
        for name in templates:
            section.take(name)
        explicit = frozenset(section)
        failed = False
        for label in sorted(templates):
            made = self._made(label, templates[label], places[label], (*path, label))
            failed = failed or made is None
            if path == ("sites",) and made:
                self._reading.groups[label] = tuple(sorted(name for name, _, _ in made))
            for name, entry, at in made or ():
                if name in explicit:
                    continue
                if name in section:
                    first = section.keys_at[name]
                    self._findings.add(at, (*path, name), f"{name!r} is made twice; the first is from {first}")
                    continue
                section.put(name, entry, at, key_at=at)
        if failed and len(path) == 1:
            self._selection.uncertain.add(key)
        elif failed:
            parent[key] = UNREADABLE

    def _made(self, label: str, template: Entries, at: Place, path: Path) -> list[Made] | None:
        if "count" in template and "from_csv" in template:
            self._findings.add(template.keys_at["from_csv"], path, "an entry takes 'count' or 'from_csv', not both")
            return None
        if "count" in template:
            return self._counted(label, template, at, path)
        return self._tabled(label, template, path)

    def _counted(self, label: str, template: Entries, at: Place, path: Path) -> list[Made] | None:
        where = template.values_at["count"]
        count = template.take("count")
        if count is UNREADABLE:
            return None
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            self._findings.add(where, (*path, "count"), f"expected a whole number from 1, got {_shown(count)}")
            return None
        self._budget.spend(count * size(template), where, (*path, "count"))
        return numbered(label, template, count, at, self._budget)

    def _tabled(self, label: str, template: Entries, path: Path) -> list[Made] | None:
        where = template.values_at["from_csv"]
        name = template.take("from_csv")
        table = self._table(name, where, (*path, "from_csv"))
        if table is None:
            return None
        self._budget.spend(len(table.rows) * size(template), where, (*path, "from_csv"))
        lane = path[0] == "lanes"
        if "name" not in table.columns and not lane:
            self._findings.add(
                where, (*path, "from_csv"), f"{table.name} has no column 'name'", nearest("name", table.columns)
            )
            return None
        if not table.rows:
            self._findings.add(where, (*path, "from_csv"), f"{table.name} has no rows")
            return None
        unfit = next((reason for column in table.columns if (reason := _unfit(column)) is not None), None)
        if unfit is not None:
            self._findings.add(where, (*path, "from_csv"), f"{unfit} in {table.name}")
            return None
        # What is selected by tag must be there before a column can set something in it.
        for term in TERMS if path[0] == "sites" and len(path) == 2 else ():
            self._selection.tagged_products(template, (*path, term))
        shown = str(PurePath(self._file).parent / table.name)
        slots = slots_in(template, table.columns)
        columns = {column: number for number, column in enumerate(table.columns, start=1)}
        sheet = Sheet(shown, columns, path[:-1], self._findings, self._budget)
        made: list[Made] = []
        complete = True
        for cells, line in zip(table.rows, table.lines, strict=True):
            one = Row(sheet, line, dict(zip(table.columns, cells, strict=True))).entry(template, slots, lane=lane)
            complete = complete and one is not None
            made.extend([one] if one is not None else [])
        return made if complete else None

    def _table(self, name: Any, where: Place, path: Path) -> Table | None:
        if not isinstance(name, str):
            if name is not UNREADABLE:
                self._findings.add(where, path, f"expected the name of a CSV file, got {_shown(name)}")
            return None
        try:
            return read_table(self._reading, name)
        except PydanticCustomError as error:
            context = error.context or {}
            line = context.get("line")
            at = where if line is None else Place(str(PurePath(self._file).parent / name), line, 1)
            self._findings.add(at, path, error.message(), str(context.get("hint") or ""))
            return None


def _unfit(column: str) -> str | None:
    """Why the name of a column is no path into an entry; None if it is one."""
    if ":" in column:
        return f"a column names one place, such as stock.juice, but {column!r} selects"
    if column.count(".") >= DEEPEST_NESTING:
        return f"a column's path is deeper than {DEEPEST_NESTING} levels"
    return None


def _shown(value: Any) -> str:
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)

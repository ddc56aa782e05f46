"""The plain content of a scenario file, in which every key and value knows its place.

Mappings and lists are ``dict`` and ``list`` with places beside them, so that validation takes them as they are and each
problem can still be pointed at. Scalars are plain Python values; their places are kept by what holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.errors import Place, Problem
from sim.names import nearest
from sim.quantities import MOST_GUESSES
from sim.scenario.budget import weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sim.errors import Severity

    Step = str | int
    Path = tuple[Step, ...]


class _Unreadable:
    """Stands where a value could not be read and its problem is reported already."""

    def __repr__(self) -> str:
        return "(unreadable)"


UNREADABLE: Final = _Unreadable()


class Entries(dict[str, Any]):
    """A mapping of the file.

    Attributes:
        at: Where the mapping begins.
        keys_at: Where each key stands.
        values_at: Where each value begins.
    """

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}

    def put(self, key: str, value: Any, value_at: Place, *, key_at: Place) -> None:
        """Set ``key`` to ``value``, both with their places."""
        self[key] = value
        self.keys_at[key] = key_at
        self.values_at[key] = value_at

    def take(self, key: str) -> Any:
        """Remove ``key`` and return its value."""
        del self.keys_at[key], self.values_at[key]
        return self.pop(key)


class Items(list[Any]):
    """A list of the file.

    Attributes:
        at: Where the list begins.
        values_at: Where each value begins.
    """

    __slots__ = ("at", "values_at")

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.values_at: list[Place] = []

    def add(self, value: Any, at: Place) -> None:
        """Append ``value`` with its place."""
        self.append(value)
        self.values_at.append(at)


def copied(node: Any, fill: Callable[[str, Place], tuple[Any, Place]] | None = None) -> Any:
    """A deep copy of ``node`` that keeps all places.

    Args:
        node: What to copy.
        fill: Turns each string, keys included, and its place into the value and place that the copy shall have.
    """
    if isinstance(node, Entries):
        entries = Entries(node.at)
        for key, value in node.items():
            name, key_at = (key, node.keys_at[key]) if fill is None else fill(key, node.keys_at[key])
            entries.put(str(name), *_copied(value, node.values_at[key], fill), key_at=key_at)
        return entries
    if isinstance(node, Items):
        items = Items(node.at)
        for value, at in zip(node, node.values_at, strict=True):
            items.add(*_copied(value, at, fill))
        return items
    return node


def _copied(value: Any, at: Place, fill: Callable[[str, Place], tuple[Any, Place]] | None) -> tuple[Any, Place]:
    if isinstance(value, Entries | Items):
        return copied(value, fill), at
    return fill(value, at) if fill is not None and isinstance(value, str) else (value, at)


def size(node: Any) -> int:
    """Number of values in ``node``, itself included, as a ``Budget`` counts them."""
    if isinstance(node, dict):
        return 1 + sum(weight(key) + size(value) for key, value in node.items())
    if isinstance(node, list):
        return 1 + sum(map(size, node))
    return 1 + weight(node) if isinstance(node, str) else 1


def depth(node: Any) -> int:
    """How many mappings and lists stand inside each other in ``node``, itself included; 0 for a scalar."""
    if isinstance(node, dict):
        return 1 + max(map(depth, node.values()), default=0)
    return 1 + max(map(depth, node), default=0) if isinstance(node, list) else 0


def texts(node: Any) -> Iterator[str]:
    """Every string in ``node``, keys included."""
    if isinstance(node, dict):
        yield from node
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def plain(node: Any) -> Any:
    """``node`` as ordinary dicts and lists, without places."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, list) else node


def located(value: Any, at: Place) -> Any:
    """Ordinary dicts and lists as a tree whose every place is ``at``."""
    if isinstance(value, Entries | Items):
        return copied(value)
    if isinstance(value, dict):
        entries = Entries(at)
        for key, item in value.items():
            entries.put(str(key), located(item, at), at, key_at=at)
        return entries
    if isinstance(value, list | tuple):
        items = Items(at)
        for item in value:
            items.add(located(item, at), at)
        return items
    return value


def place(root: Entries, path: Iterable[Step], *, key: bool = False) -> Place:
    """Where the value at ``path`` stands, or the nearest existing thing above it.

    Args:
        root: The document.
        path: Keys and list indices from the root.
        key: Whether the key is meant where the path ends at an entry of a mapping.
    """
    node: Any = root
    at = root.at
    for step in path:
        if isinstance(node, Entries) and step in node:
            name = str(step)
            inner = node[name]
            # A block mapping begins below its key: its key is what a reader looks for.
            at = node.keys_at[name] if key or isinstance(inner, Entries | Items) else node.values_at[name]
            node = inner
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            at = node.values_at[step]
            node = node[step]
        else:
            break
    return at


def dotted(path: Iterable[Step]) -> str:
    """The path as people write it."""
    return ".".join(str(step) for step in path)


class Findings:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._guesses = 0

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """The hint of ``names.nearest``; empty once there were very many, since each takes its time."""
        self._guesses += 1
        return nearest(name, known) if self._guesses <= MOST_GUESSES else ""

    def add(self, at: Place, path: Sequence[Step], message: str, hint: str = "", severity: Severity = "error") -> None:
        """Report one problem."""
        self.problems.append(Problem(at, dotted(path), message, hint, severity))

    @property
    def failed(self) -> bool:
        """Whether anything found is an error."""
        return any(problem.severity == "error" for problem in self.problems)

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by place; what one line causes in many copies is reported once."""
        first: dict[tuple[Place, str, str], Problem] = {}
        for problem in sorted(self.problems):
            first.setdefault((problem.place, problem.message, problem.severity), problem)
        return tuple(sorted(first.values()))

"""Overrides: values that a variant or the command line sets by path.

A path names its target step by step: ``sites.shop.stock.juice.replenish.level``; items of lists by number, from 0.
``*`` stands for every entry, ``tag:``, ``region:`` and ``kind:`` for those that have it (products of a stock by the
product's tag). What is above the last step must be written out in the file; the last step may be new. The value
replaces what was there, whole; ``null`` takes the key away. A path that names things wins over one that selects them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.scenario.expansion import SECTIONS, TERMS, is_template
from sim.scenario.selection import SELECTORS, has, values
from sim.scenario.syntax import DEEPEST_NESTING
from sim.scenario.tree import UNREADABLE, Entries, Findings, Items, copied, dotted, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.errors import Place
    from sim.scenario.budget import Budget
    from sim.scenario.tree import Path

_EVERY: Final = "*"
SELECTED_AT_ONCE: Final = 20
"""Entries that a selector looks at in the time in which one value is made."""


@dataclass(frozen=True, slots=True)
class Override:
    """A value to set.

    Attributes:
        target: The path as it is written.
        value: The new value; None takes the key away.
        key_at: Where the path stands.
        value_at: Where the value stands.
        within: Path of the mapping that says so, e.g. ``variants.frost.set``.
    """

    target: str
    value: Any
    key_at: Place
    value_at: Place
    within: Path

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the path."""
        return tuple(self.target.split("."))

    @property
    def selects(self) -> int:
        """How many steps select instead of naming."""
        return sum(_is_selector(step) for step in self.steps)


def overrides_of(root: Entries, variant: str) -> list[Override]:
    """What a variant sets; nothing where it is broken, which validation reports."""
    variants = root.get("variants")
    entry = variants.get(variant) if isinstance(variants, Entries) else None
    changes = entry.get("set") if isinstance(entry, Entries) else None
    if not isinstance(changes, Entries):
        return []
    within = ("variants", variant, "set")
    return [
        Override(target, value, changes.keys_at[target], changes.values_at[target], within)
        for target, value in changes.items()
    ]


def comes_first(root: Entries, override: Override) -> bool:
    """Whether an override is about an entry as it is written, before it is expanded to many."""
    steps = override.steps
    if steps[0] not in SECTIONS or len(steps) < 2:
        return True
    section = root.get(steps[0])
    entry = section.get(steps[1]) if isinstance(section, Entries) else None
    return is_template(entry) or (len(steps) == 2 and not override.selects and override.value is not None)


def apply(root: Entries, overrides: Sequence[Override], findings: Findings, budget: Budget) -> None:
    """Set the values in ``root``; problems point at the override.

    Args:
        root: The document, which is changed.
        overrides: What to set, one layer in any order: paths to what is above come before paths to what is below.
        findings: Takes the problems.
        budget: What the values are spent from, and what is looked at to find where they go.

    Raises:
        Exhausted: More is set than the budget allows.
    """
    done: dict[Path, Override] = {}
    for override in sorted(overrides, key=lambda one: (len(one.steps), -one.selects, one.target)):
        if override.value is UNREADABLE:
            continue
        steps = override.steps
        if not all(steps) or steps[0] == "variants" or len(steps) > DEEPEST_NESTING:
            findings.add(override.key_at, (*override.within, override.target), "this is not a path that can be set")
            continue
        within = (*override.within, override.target)
        weight = size(override.value)
        for parent, path in _parents(root, override, findings, budget):
            for key in _last(root, parent, path, override, findings):
                budget.spend(weight, override.key_at, within)
                target = (*path, key)
                twin = done.get(target)
                if twin is not None and (twin.within, twin.selects) == (override.within, override.selects):
                    message = f"{dotted(target)!r} is set twice, by {twin.target!r} too"
                    findings.add(override.key_at, within, message)
                    continue
                done[target] = override
                _set(parent, key, override)


def reached(root: Entries, target: str) -> dict[Path, Any]:
    """The values that a path reaches in ``root``, each by where it stands; empty where there is nothing."""
    found: dict[Path, Any] = {(): root}
    for step in target.split("."):
        keys = [(node, path, key) for path, node in found.items() for key in _matching(root, node, path, step)]
        found = {(*path, key): node[key] for node, path, key in keys}
    return found


def _set(parent: Entries | Items, key: str | int, override: Override) -> None:
    if isinstance(parent, Items):
        index = int(key)
        parent[index] = copied(override.value)
        parent.values_at[index] = override.value_at
    elif override.value is None:
        parent.take(str(key))
    else:
        parent.put(str(key), copied(override.value), override.value_at, key_at=override.key_at)


def _parents(
    root: Entries, override: Override, findings: Findings, budget: Budget
) -> list[tuple[Entries | Items, Path]]:
    """The mappings and lists in which the last step is to be set."""
    reached: list[tuple[Any, Path]] = [(root, ())]
    selected = False
    for step in override.steps[:-1]:
        following: list[tuple[Any, Path]] = []
        for node, path in reached:
            keys = _matching(root, node, path, step)
            looked_at = len(node) // SELECTED_AT_ONCE if _is_selector(step) and isinstance(node, dict | list) else 0
            budget.spend(len(keys) + looked_at, override.key_at, (*override.within, override.target))
            if not keys and not selected:
                _refuse(root, node, path, step, override, findings)
                return []
            following += [(node[key], (*path, key)) for key in keys]
        selected = selected or _is_selector(step)
        reached = following
    found: list[tuple[Entries | Items, Path]] = []
    for node, path in reached:
        if isinstance(node, Entries | Items):
            found.append((node, path))
        elif not selected:
            _refuse(root, node, path, override.steps[-1], override, findings)
            return []
    if not found:
        message = f"{override.target!r} selects nothing"
        findings.add(override.key_at, (*override.within, override.target), message)
    return found


def _last(
    root: Entries, parent: Entries | Items, path: Path, override: Override, findings: Findings
) -> list[str | int]:
    step = override.steps[-1]
    keys = _matching(root, parent, path, step)
    if not keys and isinstance(parent, Entries) and not _is_selector(step) and override.value is not None:
        return [step]
    if not keys:
        _refuse(root, parent, path, step, override, findings)
    return keys


def _matching(root: Entries, node: Any, path: Path, step: str) -> list[str | int]:
    """The keys or indices of ``node`` that ``step`` means; empty where there are none."""
    if isinstance(node, Items):
        if step == _EVERY:
            return list(range(len(node)))
        return [int(step)] if step.isascii() and step.isdigit() and int(step) < len(node) else []
    if not isinstance(node, Entries):
        return []
    if step == _EVERY:
        return sorted(node)
    if step in node:
        return [step]
    key, _, wanted = step.partition(":")
    if wanted and key in SELECTORS:
        entries = _described(root, node, path)
        return sorted(name for name in node if has(entries.get(name), key, wanted))
    return []


def _described(root: Entries, node: Entries, path: Path) -> Entries:
    """Where the tags of the entries of ``node`` stand: with the products for what is listed by product."""
    products = root.get("products")
    return products if path and path[-1] in TERMS and isinstance(products, Entries) else node


def _is_selector(step: str) -> bool:
    return step == _EVERY or (":" in step and step.partition(":")[0] in SELECTORS)


def _refuse(root: Entries, node: Any, path: Path, step: str, override: Override, findings: Findings) -> None:
    where = dotted(path) or "the scenario"
    key, _, wanted = step.partition(":")
    if not isinstance(node, Entries | Items):
        message, hint = f"{where!r} is not a mapping, so nothing can be set in it", f"set {where!r} as a whole"
    elif isinstance(node, Items):
        message, hint = f"{where!r} has no item {step!r}", f"it has {len(node)}, numbered from 0"
    elif wanted and key in SELECTORS:
        message = f"nothing in {where!r} has the {key} {wanted!r}"
        hint = findings.nearest(wanted, values(_described(root, node, path), key))
    else:
        message, hint = f"{where!r} has no {step!r} in this file", findings.nearest(step, node)
    findings.add(override.key_at, (*override.within, override.target), message, hint)

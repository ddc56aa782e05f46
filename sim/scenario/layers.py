"""Layers: a variant that extends another is laid over it, and that one over the scenario.

``{extends: frost, set: ...}`` begins with all that ``frost`` says. Layers are applied one after the other, those that
are extended first, so that a later layer wins; within one layer nothing may be set twice. Expectations of a layer
replace those of the same name. What is set for an entry that stands for many is set before copies are made of it, so a
path to one copy wins over a path to all of them in whichever layer it stands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.names import nearest
from sim.scenario.overrides import Override, overrides_of
from sim.scenario.tree import Entries, Items, copied, size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.budget import Budget
    from sim.scenario.tree import Findings

BASE: Final = "base"
"""The scenario as it stands, where a variant could be named."""
MOST_LAYERS: Final = 20
"""Variants that one variant may be made of, itself included."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What is laid over a scenario at once.

    Attributes:
        overrides: The values to set, in any order.
        expectations: Expectations by name, which replace those of the same name; None if there are none.
        disruptions: What is active in it; None if it does not say.
        name: Name of the variant; empty where values are set from outside.
    """

    overrides: tuple[Override, ...]
    expectations: Entries | None = None
    disruptions: Entries | Items | None = None
    name: str = ""


def chain(root: Entries, variant: str) -> tuple[str, ...]:
    """The variants that a variant is made of, in the order in which they apply; the last is itself.

    Where a name is unknown or comes back to itself the chain begins; ``check_chains`` and the validation report it.

    >>> from sim.errors import Place
    >>> from sim.scenario.tree import located
    >>> variants = {"frost": {}, "late_frost": {"extends": "frost"}}
    >>> chain(located({"variants": variants}, Place("file.yaml", 1, 1)), "late_frost")
    ('frost', 'late_frost')
    """
    names = [variant]
    while len(names) <= MOST_LAYERS and (above := _extended(root, names[-1])) is not None and above not in names:
        names.append(above)
    return tuple(reversed(names))


def layers_of(root: Entries, variant: str) -> list[Layer]:
    """What a variant is made of, in the order in which it applies; what is broken in it is left out."""
    return [
        Layer(tuple(overrides_of(root, name)), _mapping(root, name, "expect"), _said(root, name, "disruptions"), name)
        for name in chain(root, variant)
    ]


def tape_of(root: Entries, variant: str) -> str | None:
    """The tape that a variant plays: its own, or that of what it extends; None if there is none."""
    said = [_said(root, name, "tape") for name in chain(root, variant)]
    return next((tape for tape in reversed(said) if isinstance(tape, str)), None)


def lay_disruptions(root: Entries, layer: Layer, findings: Findings) -> None:
    """Put what a layer says of disruptions into ``active``; what is broken in it is reported by the validation."""
    said = layer.disruptions
    if not isinstance(said, Entries | Items):
        return
    below = root.get("active")
    inherited = below if isinstance(below, Items) else Items(root.at)
    now = Items(said.at)
    if isinstance(said, Items):
        for name, at in zip(said, said.values_at, strict=True):
            now.add(name, at)
    else:
        added, removed = (said.get(key) for key in ("add", "remove"))
        catalogue = root.get("disruptions")
        known = catalogue if isinstance(catalogue, Entries) else ()  # what is not there the validation reports
        path = ("variants", layer.name, "disruptions", "remove")
        for name, at in zip(removed, removed.values_at, strict=True) if isinstance(removed, Items) else ():
            if isinstance(name, str) and name in known and name not in inherited:
                message = f"{name!r} is not active in what this extends, so it cannot be removed"
                findings.add(at, path, message, findings.nearest(name, [str(one) for one in inherited]))
        kept = zip(inherited, inherited.values_at, strict=True)
        for name, at in kept:
            if not isinstance(removed, Items) or name not in removed:
                now.add(name, at)
        for name, at in zip(added, added.values_at, strict=True) if isinstance(added, Items) else ():
            if name not in now:
                now.add(name, at)
    root.put("active", now, said.at, key_at=said.at)


def lay_expectations(root: Entries, layer: Layer, budget: Budget) -> None:
    """Put the expectations of a layer into ``root``, in place of those of the same name.

    Raises:
        Exhausted: They are more than the budget allows.
    """
    new = layer.expectations
    if not new:
        return
    budget.spend(size(new), new.at, ("expect",))
    if not isinstance(root.get("expect"), Entries):
        root.put("expect", Entries(new.at), new.at, key_at=new.at)
    for name, value in new.items():
        root["expect"].put(name, copied(value), new.values_at[name], key_at=new.keys_at[name])


def check_chains(root: Entries, findings: Findings) -> None:
    """Report variants that extend themselves, those made of too many, and one that has the name of the base."""
    variants = root.get("variants")
    if not isinstance(variants, Entries):
        return
    if BASE in variants:
        message = f"a variant cannot be called {BASE!r}: that is the scenario as it stands"
        findings.add(variants.keys_at[BASE], ("variants", BASE), message)
    depths: dict[str, float] = {}
    for name in sorted(variants):
        walked: dict[str, None] = {}
        above: str | None = name
        while above is not None and above not in depths and above not in walked:
            walked[above] = None
            above = _extended(root, above)
        depth = depths.get(above, 0) if above is not None else 0
        if above in walked:
            names = list(walked)
            _refuse_circle(root, names[names.index(above) :], findings)
            depth = -math.inf
        for one in reversed(walked):
            depth += 1
            depths[one] = depth
            if depth == MOST_LAYERS + 1:
                message = f"{one!r} is made of more than {MOST_LAYERS} variants"
                findings.add(variants[one].values_at["extends"], ("variants", one, "extends"), message)


def _refuse_circle(root: Entries, circle: list[str], findings: Findings) -> None:
    first = circle.index(min(circle))
    name, *others = [*circle[first:], *circle[:first]]
    through = f" through {', '.join(map(repr, others[:MOST_LAYERS]))}" if others else ""
    at, path = root["variants"][name].values_at["extends"], ("variants", name, "extends")
    findings.add(at, path, f"{name!r} extends itself{through}", "leave out one 'extends' of the circle")


def parents_first(root: Entries, variants: Iterable[str]) -> list[str]:
    """The variants, each after all that it extends; else by name."""
    return sorted(variants, key=lambda name: (len(chain(root, name)), name))


def unknown_variant(name: str, known: Iterable[str]) -> str:
    """What to say where a variant is asked for that is not there."""
    hint = nearest(name, known)
    return f"there is no variant {name!r}{f'; {hint}' if hint else ''}"


def _extended(root: Entries, variant: str) -> str | None:
    variants = root.get("variants")
    entry = variants.get(variant) if isinstance(variants, Entries) else None
    above = entry.get("extends") if isinstance(entry, Entries) else None
    return above if isinstance(above, str) and isinstance(variants, Entries) and above in variants else None


def _said(root: Entries, variant: str, key: str) -> Any:
    variants = root.get("variants")
    entry = variants.get(variant) if isinstance(variants, Entries) else None
    found = entry.get(key) if isinstance(entry, Entries) else None
    return found if isinstance(found, Entries | Items | str) else None


def _mapping(root: Entries, variant: str, key: str) -> Entries | None:
    found = _said(root, variant, key)
    return found if isinstance(found, Entries) else None

"""The fingerprint of a scenario: two that have the same give the same results."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.scenario.document import Scenario
from sim.scenario.vocabulary import Shape, fields
from sim.spec import Spec


def fingerprint(scenario: Scenario) -> str:
    """Hash of all that can influence a result: all but what is told, expected, or not chosen."""
    chosen = {name: scenario.disruptions[name] for name in sorted(scenario.active)}
    content = _canonical(scenario.model_copy(update={"disruptions": chosen}), Shape(specs=(Scenario,)))
    for key in ("disruptions", "active") if not chosen else ():
        content.pop(key, None)
    for key in ("variants", "description", "expect"):
        content.pop(key, None)
    canonical = json.dumps(content, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def _canonical(value: Any, shape: Shape | None) -> Any:
    """Specs as mappings without what is absent; names listed in no particular order are sorted."""
    if isinstance(value, Spec):
        entries = fields(type(value)).items()
        content = {key: _canonical(getattr(value, entry.name), entry.shape) for key, entry in entries}
        return {key: inner for key, inner in content.items() if inner is not None}
    if isinstance(value, dict):
        return {key: _canonical(inner, shape.entries if shape is not None else None) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        inner_shape = shape.items if shape is not None else None
        items = [_canonical(item, inner_shape) for item in value]
        names = shape is not None and not shape.ordered and all(isinstance(item, str) for item in value)
        return sorted(items) if names else items
    return value

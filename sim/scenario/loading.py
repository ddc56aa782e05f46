"""Reading a scenario: each stage is one line of ``_read``."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os.path import normpath
from pathlib import Path, PurePath
from typing import Any

from sim.errors import Place, Problem, ScenarioError, UsageError
from sim.names import nearest
from sim.quantities import Reading
from sim.scenario.budget import MOST_CHECKED, Budget, Exhausted
from sim.scenario.checks import check_structure, check_suspicions
from sim.scenario.document import Scenario
from sim.scenario.expansion import SECTIONS, expand
from sim.scenario.overrides import Override, apply, comes_first, overrides_of
from sim.scenario.syntax import LARGEST_FILE, decode, parse
from sim.scenario.tree import Entries, Findings, copied, located, size
from sim.scenario.validation import clock_of, names_of, validate
from sim.scenario.vocabulary import Shape, fields
from sim.spec import Spec
from sim.tables import Table

Setting = str | tuple[str, Any]
"""A value to set: ``path=value`` as on a command line, the value in YAML; or the path and the value itself."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario that was read without errors.

    Attributes:
        scenario: What the file says, with the variant applied and everything expanded.
        variant: Name of the variant; None for the scenario as it is.
        warnings: What looks wrong and yet is allowed.
        fingerprint: Hash of all that can influence a result; the same however the file is written.
        text: The file's own text.
        settings: What was set by path, as it was given.
        data: The data files that were read, each by its path relative to the scenario's folder.
    """

    scenario: Scenario
    variant: str | None
    warnings: tuple[Problem, ...]
    fingerprint: str
    text: str
    settings: tuple[Setting, ...] = ()
    data: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Document:
    """A file that could be parsed, at least in part.

    Attributes:
        root: Its content; None if nothing could be read.
        problems: What was found while parsing.
        text: Its text.
        folder: Where its data files are.
        tables: Those that were read so far, by resolved path.
    """

    root: Entries | None
    problems: tuple[Problem, ...]
    text: str
    folder: Path
    tables: dict[str, Table] = field(default_factory=dict)


def load(path: str | Path, *, variant: str | None = None, settings: Sequence[Setting] = ()) -> Loaded:
    """Read a scenario file, strictly.

    Args:
        path: The file.
        variant: A variant of the file to apply.
        settings: Further values to set by path, after the variant, e.g. ``"seed=7"`` or ``("seed", 7)``.

    Raises:
        ScenarioError: The file has mistakes; carries all of them.
        UsageError: There is no such file or variant, or a setting cannot be understood.
    """
    document = _open(path)
    _require(document, variant)
    scenario, findings = _read(document, variant, _overrides(settings))
    problems = findings.sorted()
    if scenario is None or findings.failed:
        raise ScenarioError([problem for problem in problems if problem.severity == "error"])
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    data = {PurePath(normpath(table.name)).as_posix(): table.path for table in document.tables.values()}
    return Loaded(scenario, variant, warnings, fingerprint(scenario), document.text, tuple(settings), data)


def check(path: str | Path, variant: str | None = None) -> tuple[Problem, ...]:
    """All that is wrong with a scenario file or looks wrong: errors and warnings, sorted by place.

    Args:
        path: The file.
        variant: Check this variant only; absent: the scenario as it is, and each of its variants.

    Raises:
        UsageError: There is no such file or variant.
    """
    document = _open(path)
    _require(document, variant)
    if variant is not None:
        return _read(document, variant, [])[1].sorted()
    budget = Budget()
    found = set(_read(document, None, [], budget)[1].sorted())
    known = {(problem.place, problem.message) for problem in found}
    made = budget.spent
    for name in _variants(document):
        if made > MOST_CHECKED:
            message = f"too large to check all variants at once: not checked from {name!r} on"
            found.add(Problem(Place(str(path), 1, 1), "variants", message, "name one with --variant", "warning"))
            break
        budget = Budget()
        problems = _read(document, name, [], budget)[1].sorted()
        made += budget.spent
        for problem in problems:
            if (problem.place, problem.message) not in known:
                within = problem.path.startswith(f"variants.{name}.")
                found.add(problem if within else replace(problem, message=f"in variant {name!r}: {problem.message}"))
    return tuple(sorted(found))


def _open(path: str | Path) -> _Document:
    """Read and parse the file."""
    if not isinstance(path, str | os.PathLike):
        raise UsageError(f"a scenario must be the path of a file, not {path!r:.80}")
    file = Path(path)
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            raise UsageError(f"cannot read {str(path)!r}: it is not a file")
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}") from None
    findings = Findings()
    text = decode(data, str(path), findings)
    root = parse(text, str(path), findings) if text is not None else None
    return _Document(root, findings.sorted(), text or "", file.resolve().parent)


def _read(
    document: _Document, variant: str | None, settings: Sequence[Override], budget: Budget | None = None
) -> tuple[Scenario | None, Findings]:
    """All stages after parsing: overrides, expansion, validation, checks."""
    findings = Findings()
    findings.problems += document.problems
    if document.root is None:
        return None, findings
    root: Entries = copied(document.root)
    reading = Reading(folder=document.folder)
    overrides = [*(overrides_of(root, variant) if variant is not None else []), *settings]
    budget = budget if budget is not None else Budget()
    try:
        budget.spend(size(root), root.at)
        uncertain = _expanded(root, overrides, reading, findings, budget)
    except Exhausted as stop:
        findings.add(stop.at, stop.path, str(stop), "say less with one line, or split the scenario")
        return None, findings
    reading.clock = clock_of(root)
    reading.names = names_of(root, uncertain)
    validated = validate(root, reading, findings)
    document.tables.update({key: table for key, table in reading.tables.items() if isinstance(table, Table)})
    if findings.failed:
        # A section that is not there may stand under a misspelt key.
        uncertain |= {section for section in SECTIONS if not isinstance(root.get(section), Entries)}
    if validated.scenario is not None:
        check_structure(validated.scenario, root, findings, validated.broken, uncertain)
        if not findings.failed:
            check_suspicions(validated.scenario, root, findings)
    return validated.scenario, findings


def _expanded(
    root: Entries, overrides: Sequence[Override], reading: Reading, findings: Findings, budget: Budget
) -> frozenset[str]:
    """Apply overrides to what is written, expand it, and apply the others to what that made."""
    early = [comes_first(root, override) for override in overrides]
    first = [override for override, is_early in zip(overrides, early, strict=True) if is_early]
    later = [override for override, is_early in zip(overrides, early, strict=True) if not is_early]
    apply(root, first, findings, budget)
    uncertain = expand(root, reading, findings, budget)
    if later:
        apply(root, later, findings, budget)
        uncertain |= expand(root, reading, findings, budget)  # what was set may itself stand for many
    return uncertain


def _overrides(settings: Sequence[Setting]) -> list[Override]:
    """Settings as overrides."""
    overrides: list[Override] = []
    if isinstance(settings, str) or not isinstance(settings, Sequence):
        raise UsageError(f"settings must be a list of 'path=value', not {settings!r:.80}")
    for number, setting in enumerate(settings, start=1):
        at = Place("settings", number, 1)
        match setting:
            case str():
                target, equals, text = setting.partition("=")
                if not equals or not target.strip():
                    raise UsageError(f"cannot understand the setting {setting!r}: write path=value")
                value = _value(text, setting)
            case (str(target), value):
                pass
            case _:
                raise UsageError(f"cannot understand the setting {setting!r:.80}: write 'path=value' or (path, value)")
        overrides.append(Override(target.strip(), located(value, at), at, at, ()))
    return overrides


def _value(text: str, setting: str) -> Any:
    findings = Findings()
    root = parse(f"value: {text.strip()}", "settings", findings)
    if root is None or findings.problems or len(root) != 1:
        reason = findings.problems[0].message if findings.problems else "write path=value"
        raise UsageError(f"cannot understand the setting {setting!r}: {reason}")
    return root["value"]


def _variants(document: _Document) -> list[str]:
    variants = document.root.get("variants") if document.root is not None else None
    return sorted(variants) if isinstance(variants, Entries) else []


def _require(document: _Document, variant: str | None) -> None:
    known = _variants(document)
    if not isinstance(variant, str | None):
        raise UsageError(f"a variant must be named by text, not {variant!r:.80}")
    if variant is not None and document.root is not None and variant not in known:
        hint = nearest(variant, known)
        raise UsageError(f"there is no variant {variant!r}{f'; {hint}' if hint else ''}")


def fingerprint(scenario: Scenario) -> str:
    """Hash of all that can influence a result: all but the description and the variants that were not chosen."""
    content = _canonical(scenario, Shape(specs=(Scenario,)))
    for key in ("variants", "description"):
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

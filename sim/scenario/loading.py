"""Reading a scenario: each stage is one line of ``_read``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os.path import normpath
from pathlib import Path, PurePath
from typing import Any

from sim.errors import Place, Problem, ScenarioError, UsageError
from sim.quantities import Reading
from sim.scenario.budget import MOST_CHECKED, Budget, Exhausted
from sim.scenario.checks import check_structure, check_suspicions
from sim.scenario.checks.expectations import check_expectations
from sim.scenario.document import Scenario
from sim.scenario.expansion import SECTIONS, expand
from sim.scenario.expectation import Measure
from sim.scenario.fingerprint import fingerprint
from sim.scenario.layers import (
    Layer,
    chain,
    check_chains,
    lay_disruptions,
    lay_expectations,
    layers_of,
    parents_first,
    tape_of,
    unknown_variant,
)
from sim.scenario.overrides import Override, apply, comes_first
from sim.scenario.settings import Setting, overrides_of_settings
from sim.scenario.syntax import LARGEST_FILE, decode, parse
from sim.scenario.tree import Entries, Findings, copied, plain, size
from sim.scenario.validation import clock_of, names_of, validate
from sim.tables import Table


@dataclass(frozen=True, slots=True)
class Written:
    """A scenario in the words of its file.

    Attributes:
        template: The document with its variant, before what stands for many is expanded; without places.
        root: All of the document, expanded.
        targets: The paths that were set after the expansion, and so are not in ``template``.
        groups: The sites that an entry of ``template`` stands for, by its name.
    """

    template: dict[str, Any]
    root: Entries
    targets: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]


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
        written: The scenario in the words of its file; None for one built in Python.
        tape: The tape that the variant plays; None where it draws.
    """

    scenario: Scenario
    variant: str | None
    warnings: tuple[Problem, ...]
    fingerprint: str
    text: str
    settings: tuple[Setting, ...] = ()
    data: Mapping[str, Path] = field(default_factory=dict)
    written: Written | None = field(default=None, repr=False, compare=False)
    tape: Path | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of reading a document.

    Attributes:
        scenario: The scenario; None if too much of it is broken.
        findings: What is wrong with it.
        written: It in its own words; None if it could not be expanded.
    """

    scenario: Scenario | None
    findings: Findings
    written: Written | None = None


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


def load(
    path: str | Path,
    *,
    variant: str | None = None,
    settings: Sequence[Setting] = (),
    measures: Mapping[str, Measure] | None = None,
) -> Loaded:
    """Read a scenario file, strictly.

    Args:
        path: The file.
        variant: A variant of the file to apply.
        settings: Further values to set by path, after the variant, e.g. ``"seed=7"`` or ``("seed", 7)``.
        measures: The KPIs that expectations may be about; None leaves their names and units unchecked.

    Raises:
        ScenarioError: The file has mistakes; carries all of them.
        UsageError: There is no such file or variant, or a setting cannot be understood.
    """
    document = _open(path)
    _require(document, variant)
    done = _read(document, variant, overrides_of_settings(settings), measures)
    problems, scenario = done.findings.sorted(), done.scenario
    if scenario is None or done.findings.failed:
        raise ScenarioError([problem for problem in problems if problem.severity == "error"])
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    data = {PurePath(normpath(table.name)).as_posix(): table.path for table in document.tables.values()}
    key = fingerprint(scenario)
    tape = None if variant is None or document.root is None else tape_of(document.root, variant)
    return Loaded(
        scenario,
        variant,
        warnings,
        key,
        document.text,
        tuple(settings),
        data,
        done.written,
        None if tape is None else document.folder / tape,
    )


def check(
    path: str | Path, variant: str | None = None, measures: Mapping[str, Measure] | None = None
) -> tuple[Problem, ...]:
    """All that is wrong with a scenario file or looks wrong: errors and warnings, sorted by place.

    Args:
        path: The file.
        variant: Check this variant only; absent: the scenario as it is, and each of its variants.
        measures: The KPIs that expectations may be about; None leaves their names and units unchecked.

    Raises:
        UsageError: There is no such file or variant.
    """
    document = _open(path)
    _require(document, variant)
    if variant is not None:
        return _read(document, variant, [], measures).findings.sorted()
    budget = Budget()
    found = set(_read(document, None, [], measures, budget).findings.sorted())
    base = {(problem.place, problem.message) for problem in found}
    known: dict[str, set[tuple[Place, str]]] = {}
    made, root = budget.spent, document.root
    if root is None:
        return tuple(sorted(found))
    for name in parents_first(root, _variants(document)):
        if made > MOST_CHECKED:
            message = f"too large to check all variants at once: not checked from {name!r} on"
            found.add(Problem(Place(str(path), 1, 1), "variants", message, "name one with --variant", "warning"))
            break
        budget = Budget()
        problems = _read(document, name, [], measures, budget).findings.sorted()
        made += budget.spent
        # What a variant inherits is told with what it extends.
        inherited = base.union(*(known.get(one, ()) for one in chain(root, name)))
        known[name] = {(problem.place, problem.message) for problem in problems}
        for problem in problems:
            if (problem.place, problem.message) not in inherited:
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
    document: _Document,
    variant: str | None,
    settings: Sequence[Override],
    measures: Mapping[str, Measure] | None,
    budget: Budget | None = None,
) -> _Read:
    """All stages after parsing: layers, expansion, validation, checks."""
    findings = Findings()
    findings.problems += document.problems
    if document.root is None:
        return _Read(None, findings)
    root: Entries = copied(document.root)
    reading = Reading(folder=document.folder)
    check_chains(root, findings)
    layers = [*(layers_of(root, variant) if variant is not None else []), Layer(tuple(settings))]
    budget = budget if budget is not None else Budget()
    try:
        budget.spend(size(root), root.at)
        uncertain, written = _expanded(root, layers, reading, findings, budget)
    except Exhausted as stop:
        findings.add(stop.at, stop.path, str(stop), "say less with one line, or split the scenario")
        return _Read(None, findings)
    reading.clock = clock_of(root)
    reading.names = names_of(root, uncertain)
    validated = validate(root, reading, findings)
    document.tables.update({key: table for key, table in reading.tables.items() if isinstance(table, Table)})
    if findings.failed:
        # A section that is not there may stand under a misspelt key.
        uncertain |= {section for section in SECTIONS if not isinstance(root.get(section), Entries)}
    if validated.scenario is not None:
        check_structure(validated.scenario, root, findings, validated.broken, uncertain)
        check_expectations(validated.scenario, root, findings, measures)
        if not findings.failed:
            check_suspicions(validated.scenario, root, findings)
    return _Read(validated.scenario, findings, written)


def _expanded(
    root: Entries, layers: Sequence[Layer], reading: Reading, findings: Findings, budget: Budget
) -> tuple[frozenset[str], Written]:
    """Apply layers to what is written, expand it, and apply the overrides of what that made."""
    waiting: list[list[Override]] = []
    for layer in layers:
        lay_expectations(root, layer, budget)
        lay_disruptions(root, layer, findings)
        sides: dict[bool, list[Override]] = {True: [], False: []}
        for override in layer.overrides:
            sides[comes_first(root, override)].append(override)
        apply(root, sides[True], findings, budget)
        waiting.append(sides[False])
    template = plain(root)
    uncertain = expand(root, reading, findings, budget)
    for later in filter(None, waiting):
        apply(root, later, findings, budget)
        uncertain |= expand(root, reading, findings, budget)  # what was set may itself stand for many
    targets = dict.fromkeys(override.target for later in waiting for override in later)
    return uncertain, Written(template, root, tuple(targets), reading.groups)


def _variants(document: _Document) -> list[str]:
    variants = document.root.get("variants") if document.root is not None else None
    return sorted(variants) if isinstance(variants, Entries) else []


def _require(document: _Document, variant: str | None) -> None:
    known = _variants(document)
    if not isinstance(variant, str | None):
        raise UsageError(f"a variant must be named by text, not {variant!r:.80}")
    if variant is not None and document.root is not None and variant not in known:
        raise UsageError(unknown_variant(variant, known))

"""The table of ``docs/oracles.md``: each case's figures beside theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sim
from tests.oracles import theory
from tests.oracles.catalogue import CASES, LEFT_OUT
from tests.oracles.comparisons import compare, replications, seed
from tests.oracles.references import APPROXIMATION, FOLDER, document, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracles.catalogue import Case
    from tests.oracles.comparisons import Comparison

_PREAMBLE = """\
# What theory says, and what we say

Systems whose answers are known: closed forms, exact Markov chains, published tables, and small cases worked by hand.
Each is an ordinary scenario file in `tests/oracles/cases/`; nothing in the engine knows of them.

- *Reference* is the known value, *ours* the mean over replications with its 95 % interval (none where nothing is
  random).
- *Deviation* is the distance between them in tolerances; beyond 1 is a failure. The tolerance of a random figure is
  that of the full length of run (four standard errors), over the square root of the share of it that was run.
- A trajectory counts its worst period. An *approximation* is a textbook's shortcut that a right simulator must miss;
  its distance is counted in tolerances of the exact value.
- The length of a run is its replications times what is measured of each, without the warm-up.
- Seeds are made from the names of the cases; none was chosen.
- `make oracles` runs the full length, `make test` a twentieth of it, `make generate` writes this page.
"""


def table(share: float, workers: int = 1) -> str:
    """The page in Markdown.

    Args:
        share: Share of the full length of run to make it at.
        workers: Processes; changes no figure.
    """
    pairs = [(case, compare(case, share, workers)) for case in CASES]
    made = [f"Made at {100 * share:g} % of the full length of run."]
    summary = _summary(pairs)
    sections = [line for file in dict.fromkeys(case.file for case in CASES) for line in _section(file, pairs, share)]
    return "\n".join([_PREAMBLE, *made, "", *summary, "", *sections, *_left_out()]) + "\n"


def _summary(pairs: Sequence[tuple[Case, tuple[Comparison, ...]]]) -> list[str]:
    comparisons = [comparison for _, found in pairs for comparison in found]
    targets = [comparison for comparison in comparisons if comparison.reference.kind != APPROXIMATION]
    failed = sum(not comparison.passes for comparison in comparisons)
    sentence = (
        f"{len(pairs)} runs of {len({case.file for case, _ in pairs})} cases, {len(comparisons)} figures: "
        f"{len(comparisons) - failed} within tolerance, {failed} outside. "
        f"The largest deviation is {max(comparison.deviation for comparison in targets):.2f} tolerances."
    )
    return [sentence]


def _section(file: str, pairs: Sequence[tuple[Case, tuple[Comparison, ...]]], share: float) -> list[str]:
    lines = [
        f"## {file}",
        "",
        f"Source: {' '.join(source(file).split())}",
        "",
        "| variant | measure | reference | ours | deviation | length of run | seed |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for case, comparisons in pairs:
        if case.file == file:
            length = _length(case, share)
            lines += [_row(case, comparison, length) for comparison in comparisons]
    computed = theory.published().get(file, {})
    if computed:
        names = ", ".join(f"`{name}`" for name in computed)
        lines += ["", f"By formula or search, without a run, and the same: {names}."]
    return [*lines, ""]


def _row(case: Case, comparison: Comparison, length: str) -> str:
    reference, figure = comparison.reference, comparison.figure
    if len(reference.value) > 1:
        theirs = ours = f"{len(reference.value)} periods"
    else:
        theirs, ours = f"{reference.value[0]:.6g}", f"{figure.value[0]:.6g}"
    if figure.half_width is not None:
        ours += f" ± {figure.half_width:.2g}"
    name = comparison.measure + (" (approximation)" if reference.kind == APPROXIMATION else "")
    unit = document(case.file)["reference"].get(comparison.measure, {}).get("unit")
    name += f" [{unit}]" if unit else ""
    cells = (case.variant or "", name, theirs, ours, f"{comparison.deviation:.2f}", length, str(seed(case.name)))
    return "| " + " | ".join(cells) + " |"


def _length(case: Case, share: float) -> str:
    """Replications times measured time of each, and how many replications the full length has."""
    time = sim.load(FOLDER / "cases" / f"{case.file}.yaml", variant=case.variant).scenario.time
    count = replications(case, share)
    full = f" of {case.replications}" if count != case.replications else ""
    return f"{count}{full} times {time.horizon - time.warm_up:g} {time.unit}s"


def _left_out() -> list[str]:
    lines = ["## Not compared", "", "| case | reference value | reason |", "|---|---|---|"]
    for case, reasons in LEFT_OUT.items():
        lines += [f"| {case} | {name} | {reason} |" for name, reason in reasons.items()]
    return lines

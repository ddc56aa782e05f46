"""Measures what pairing achieves in every shipped comparison: ``python -m benchmarks.pairing [scenario ...]``.

Each variant of each scenario is compared with the scenario as it stands, on the same luck. That is worth as many times
the replications as independent seeds would need for an interval of the same width: the sum of the two variances beside
the variance of the difference. Of the main KPIs it is told for how many it is worth more than independent seeds.
Writes the table of ``docs/comparing.md``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sim
from sim.results.comparison import HEADLINES

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "comparing.md"
REPLICATIONS: Final = 20
MONEY: Final = ("operating_profit", "total_cost")
"""What is compared: the profit of those who sell, and otherwise what it costs."""
GRAINS: Final = ["site", "product", "customer", "lane", "resource", "category"]
MARK: Final = re.compile(r"(?<=<!-- pairing -->\n).*?(?=<!-- end -->)", re.DOTALL)
HEAD: Final = ("scenario", "variant", "KPI", "correlation", "worth", "main KPIs")


def scenarios() -> list[Path]:
    """The shipped scenarios that have variants."""
    files = sorted((ROOT / "scenarios").rglob("*.yaml"))
    return [file for file in files if sim.load(file).scenario.variants]


def rows(file: Path, replications: int = REPLICATIONS) -> list[tuple[str, ...]]:
    """What pairing achieved for each variant of a scenario: cells of the table.

    Where nothing is random there is nothing to measure. A variant whose amount does not vary has no correlation; of a
    difference that does not vary two replications would tell everything.
    """
    result = sim.compare(file, replications=replications, workers=2)
    if not any(run.is_random for run in result.comparison.runs.values()):
        return []
    kpi = next(name for name in MONEY if (result.measurements["kpi"] == name).any())
    keys = result.measurements
    own = keys[(keys["kpi"] == kpi) & keys[GRAINS].isna().all(axis=1)]
    values = own.pivot(index="replication", columns="variant", values="value")
    base = values[result.comparison.baseline]
    found = []
    for label in result.comparison.runs:
        if label == result.comparison.baseline:
            continue
        if (values[label] - base).count() < 2:  # one of the two has no luck
            continue
        apart = (values[label] - base).var()
        alone = values[label].var() + base.var()
        correlation = f"{base.corr(values[label]):.3f}" if base.var() and values[label].var() else "-"
        worth = "no limit" if apart == 0.0 else f"{alone / apart:,.1f}"
        found.append((file.stem, label, kpi, correlation, worth, gaining(result, label)))
    return found


def gaining(result: sim.ComparisonResult, label: str) -> str:
    """For how many of the main KPIs of the network that vary pairing is worth more than independent seeds."""
    pairing = result.pairing
    network = pairing[GRAINS].isna().all(axis=1) & pairing["kpi"].isin(HEADLINES)
    worth = pairing.loc[network & (pairing["variant"] == label), "variance_reduction"].dropna()
    return f"{int((worth > 1.0).sum())} of {len(worth)}"


def table(found: Iterable[tuple[str, ...]]) -> str:
    """The table as Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *found]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def measured() -> dict[str, list[tuple[str, ...]]]:
    """What stands in the page, by scenario."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in MARK.findall(PAGE.read_text(encoding="utf-8"))[0].splitlines()[2:]:
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        found.setdefault(cells[0], []).append(cells)
    return found


def write(found: dict[str, list[tuple[str, ...]]]) -> None:
    """Puts the table into its page, between its marks."""
    text = table(row for name in sorted(found) for row in found[name])
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARK.sub(lambda _: text + "\n", page), encoding="utf-8")


if __name__ == "__main__":
    for path in scenarios():
        if path.stem in sys.argv[1:] or not sys.argv[1:]:
            write({**measured(), path.stem: rows(path)})

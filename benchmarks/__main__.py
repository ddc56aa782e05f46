"""Runs the workloads here and as plain SimPy scripts, in turn, and prints the ratios.

    python -m benchmarks                 all workloads
    python -m benchmarks w1 w3           some of them
    python -m benchmarks --rounds 9      more rounds
    python -m benchmarks --write         also writes the tables into docs/performance.md

One process, pinned to one core where the system allows it. Ours is timed from a loaded scenario to a closed and
reconciled ledger with every table on and all costs accrued; loading the file and measuring the KPIs are timed apart.
The plain scripts keep no ledger. Ratios are of one round's pair, so that a machine that slows down slows both; the
median of them counts.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sim
from benchmarks import plain
from benchmarks.plain_plant import plant
from benchmarks.trees import tree
from sim import kpi

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.api import Loaded
    from sim.ledger.books import Books

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
SEED = 1


@dataclass(frozen=True)
class Workload:
    """One kind of work.

    Attributes:
        name: What it is called in the tables.
        what: One line that says what it is.
        file: The scenario file.
        variant: The variant of the file.
        plain: The same work as a plain script, by seed.
        unit: What is counted as work.
        target: The ratio that must be reached; None: none is set.
        reference: Mean cost per day that theory or independent programs give.
        tolerance: How far the cost of one run of this length may be from it.
    """

    name: str
    what: str
    file: Path
    variant: str | None
    plain: Callable[[int], plain.Outcome]
    unit: str
    target: float | None
    reference: float
    tolerance: float


@dataclass(frozen=True)
class Timing:
    """What one workload took, medians over the rounds, in seconds."""

    workload: Workload
    ratio: float
    ours: float
    plain: float
    loading: float
    measuring: float
    work: int
    rows: int
    events: int
    cost: float
    plain_cost: float


def workloads(folder: Path) -> tuple[Workload, ...]:
    """All workloads; those that are made by a program are written to ``folder``."""
    w1, w2, w3 = HERE / "scenarios" / "w1.yaml", HERE / "scenarios" / "w2.yaml", folder / "w3.yaml"
    w3.write_text(tree(shops=200, centres=10), encoding="utf-8")
    shape = "1 factory, 10 centres, 200 shops, 365 days"
    return (
        Workload(
            "W1", "one warehouse, continuous review (20, 60), 100,000 unit orders", w1, None,
            lambda seed: plain.warehouse(seed, 20, 60), "orders", 0.4, 38.00, 0.3,
        ),
        Workload(
            "W1B", "the same with (8, 48), where backorders happen", w1, "w1b",
            lambda seed: plain.warehouse(seed, 8, 48), "orders", None, 26.448, 0.3,
        ),
        Workload("W2", "four stages in series, 1,000 days", w2, None, plain.series, "node-days", 1.0, 190.65, 6.0),
        Workload("W3", shape, w3, None, plain.tree, "node-days", 2.0, 9128.0, 60.0),
        Workload(
            "W5", "a plant: 3 stations, 10 products over 3 levels, 5 lorries, 365 days",
            HERE / "scenarios" / "w5.yaml", None, plant, "jobs", 1.0, 6113.0, 150.0,
        ),
    )  # fmt: skip


def main() -> None:
    """Runs the benchmarks that the command line asks for."""
    summary = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=summary)
    parser.add_argument("names", nargs="*", help="w1 w1b w2 w3 w5 memory w4 (default: all)")
    parser.add_argument("--rounds", type=int, default=7, help="how many pairs of runs")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    options = parser.parse_args()
    names = {name.lower() for name in options.names} or {"w1", "w1b", "w2", "w3", "w5", "memory", "w4"}
    pin()
    tables: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        chosen = [w for w in workloads(Path(folder)) if w.name.lower() in names]
        if chosen:
            tables["ratios"] = ratio_table([measure(w, options.rounds) for w in chosen])
        if "memory" in names:
            tables["memory"] = memory_table(Path(folder))
        if "w4" in names:
            tables["growth"] = growth_table(Path(folder), max(3, options.rounds // 2))
    for text in tables.values():
        print(text, end="\n\n")
    if options.write:
        write(tables)


def pin() -> None:
    """Keeps this process on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def measure(workload: Workload, rounds: int) -> Timing:
    """Times ours and the plain script in turn."""
    loading, loaded = timed(lambda: sim.load(workload.file, variant=workload.variant))
    sim.simulate(loaded, seed=SEED)  # warm up: imports, caches
    workload.plain(SEED)
    mine_all, others, ratios = [], [], []
    for _ in range(rounds if workload.name != "W2" else rounds * 3):
        mine, books = timed(lambda: ours(loaded))
        theirs, outcome = timed(lambda: workload.plain(SEED))
        mine_all.append(mine)
        others.append(theirs)
        ratios.append(theirs / mine)
    measuring, measured = timed(lambda: kpi.measure(books))
    total = measured[["site", "product", "lane", "customer", "resource", "category"]].isna().all(axis=1)
    rate = measured[measured["kpi"].eq("cost_rate") & total]
    cost = float(rate["value"].iloc[0])
    for who, found in (("ours", cost), ("plain", outcome.cost)):
        if abs(found - workload.reference) > workload.tolerance:
            sys.exit(f"{workload.name}: cost per day is {found:.2f} ({who}), the reference {workload.reference:.2f}")
    return Timing(
        workload, statistics.median(ratios), statistics.median(mine_all), statistics.median(others), loading, measuring,
        outcome.work, rows(books), events(loaded), cost, outcome.cost,
    )  # fmt: skip


def ours(loaded: Loaded) -> Books:
    """What is timed: a run, closed, reconciled, with the costs of time accrued as the plain scripts have them."""
    books = sim.simulate(loaded, seed=SEED)
    assert books.accrued.size
    return books


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """Seconds that ``action`` takes, and what it returns; the garbage of what ran before is not charged to it."""
    gc.collect()
    started = time.perf_counter()
    found = action()
    return time.perf_counter() - started, found


def rows(books: Books) -> int:
    """Rows of the ledger."""
    tables = (books.goods, books.orders, books.events, books.posted_money, books.states, books.forecasts)
    return sum(len(table) for table in tables)


def events(loaded: Loaded) -> int:
    """Events that SimPy stepped through in one run."""
    import simpy

    count = 0
    step = simpy.Environment.step

    def counted(env: simpy.Environment) -> None:
        nonlocal count
        count += 1
        step(env)

    simpy.Environment.step = counted
    try:
        sim.simulate(loaded, seed=SEED)
    finally:
        simpy.Environment.step = step
    return count


def ratio_table(timings: list[Timing]) -> str:
    """The table of ratios, in Markdown."""
    head = (
        "| workload | ours / plain (target) | ours, per second | plain, per second | ledger rows "
        "| SimPy events per unit of work | loading | KPIs | cost per day: ours, plain, reference |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    for t in timings:
        w = t.workload
        target = f" (at least {w.target:g})" if w.target is not None else ""
        lines.append(
            f"| **{w.name}** {w.what} | **{t.ratio:.2f} x**{target} | {t.work / t.ours / 1e3:,.0f} k {w.unit} "
            f"| {t.work / t.plain / 1e3:,.0f} k | {t.rows:,} | {t.events / t.work:.3f} | {t.loading:.2f} s "
            f"| {t.measuring:.2f} s | {t.cost:,.2f}, {t.plain_cost:,.2f}, {w.reference:,.2f} |"
        )
    return "\n".join(lines)


def memory_table(folder: Path) -> str:
    """Peak memory of W3, in a process of its own."""
    import subprocess

    script = (
        "import resource, sys, sim; sim.simulate(sim.load(sys.argv[1]), seed=1);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    file = folder / "w3.yaml"
    file.write_text(tree(shops=200, centres=10), encoding="utf-8")
    peak = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    loaded = sim.load(file)
    tracemalloc.start()
    sim.simulate(loaded, seed=SEED)
    _, objects = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (
        "| W3 | peak |\n|---|---|\n"
        f"| whole process, libraries included (target: below 300 MB) | {float(peak.stdout):.0f} MB |\n"
        f"| allocated by the run itself | {objects / 2**20:.0f} MB |"
    )


def growth_table(folder: Path, rounds: int) -> str:
    """W4: time per node-day against the number of sites."""
    lines = ["| sites | seconds | us per node-day | relative to 10 sites |", "|---|---|---|---|"]
    loaded = {}
    for sites, centres in ((10, 1), (100, 5), (1000, 50), (2000, 100)):
        file = folder / f"w4_{sites}.yaml"
        file.write_text(tree(shops=sites - 1 - centres, centres=centres), encoding="utf-8")
        loaded[sites] = sim.load(file)
    taken: dict[int, list[float]] = {sites: [] for sites in loaded}
    for _ in range(rounds):
        for sites, scenario in loaded.items():
            repeats = max(1, 200 // sites)
            seconds, _found = timed(lambda s=scenario, n=repeats: [sim.simulate(s, seed=SEED) for _ in range(n)])
            taken[sites].append(seconds / repeats)
    first = statistics.median(taken[10]) / (10 * 365)
    for sites, seconds in taken.items():
        each = statistics.median(seconds) / (sites * 365)
        lines.append(f"| {sites:,} | {statistics.median(seconds):.3f} | {each * 1e6:.2f} | {each / first:.2f} |")
    return "\n".join(lines)


def write(tables: dict[str, str]) -> None:
    """Puts each table between its marks in docs/performance.md."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in tables.items():
        mark = f"<!-- {name} -->\n"
        before, opened, after = text.partition(mark)
        _, closed, rest = after.partition("<!-- end -->")
        if not opened or not closed:
            sys.exit(f"{PAGE.name} has no place for the table {name!r}: {mark.strip()} and <!-- end -->")
        text = f"{before}{mark}{table}\n{closed}{rest}"
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

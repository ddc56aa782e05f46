"""Arguments that several commands take."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sized

    from sim.results import Run

FAILED: Final = 1
"""Exit code where a replication failed."""
INTERRUPTED: Final = 130
"""Exit code after Ctrl-C."""


class Format(StrEnum):
    """How results are written to standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario, a YAML file.", show_default=False)
]
"""The scenario that a command is about."""
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Set a value of the file; may be repeated.")
]
"""Values that are set otherwise than in the file."""
Seed = Annotated[int | None, typer.Option(min=0, help="Seed of all luck. [default: the file's]", show_default=False)]
"""The seed."""
Saving = Annotated[bool, typer.Option("--save/--no-save", help="Whether to write results at all.")]
"""Whether to write a folder."""
Form = Annotated[Format, typer.Option("--format", help="What to write to standard output.")]
"""What to write to standard output."""
Figures = Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures, too.")]
"""Whether to draw figures."""
Force = Annotated[bool, typer.Option("--force", help="Discard other results that the folder holds.")]
"""Whether to discard other results."""
Page = Annotated[bool, typer.Option("--page/--no-page", help="Whether to write report.html, too.")]
"""Whether to write the page."""
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings, no remarks.")]
"""Whether to say nothing but results and errors."""
Resume = Annotated[bool, typer.Option("--resume", help="Keep the replications that the folder holds.")]
"""Whether to go on with what the folder holds."""
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes at most. [default: one for each core]", show_default=False)
]
"""How many processes at most."""
Variant = Annotated[
    str | None, typer.Option(metavar="NAME", help="The variant of the file to take.", show_default=False)
]
"""The variant of it."""
Check = Annotated[
    bool, typer.Option("--check", help="End with exit code 3 unless all that the scenario expects is met.")
]
"""Whether to test the expectations."""
UNMET: Final = 3
"""Exit code where an expectation failed or is undecided."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def require_results(folder: Path) -> None:
    """Refuses what is no results folder.

    Raises:
        UsageError: There is no such folder, or no run was saved in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    if not (folder / "manifest.json").exists():
        raise UsageError(f"{folder}: is no results folder; those of 'headwater run' have a manifest.json")


def require_run(folder: Path) -> None:
    """Refuses what is not the folder of one run.

    Raises:
        UsageError: There is no such folder, no run was saved in it, or it holds a comparison.
    """
    from sim.results.comparison import is_comparison

    if is_comparison(folder):
        runs = sorted(str(each.parent) for each in folder.glob("*/manifest.json"))
        raise UsageError(f"{folder}: holds a comparison; name the folder of one that was compared: {', '.join(runs)}")
    require_results(folder)


def require_expectations(*expected: Sized) -> None:
    """Refuses to test where nothing is expected: a guard that guards nothing would always be content.

    Args:
        expected: What is expected of each scenario or variant.

    Raises:
        UsageError: Nothing is expected of any.
    """
    if not any(len(each) for each in expected):
        what = "the scenario has no 'expect'" if len(expected) == 1 else "no scenario or variant has an 'expect'"
        raise UsageError(f"there is nothing to check: {what}")


def enforce_expectations(runs: Mapping[str, Run]) -> None:
    """Says which expectations are not met, and ends the program if there are any.

    Args:
        runs: What was run, by its label; an empty label is not told.
    """
    from sim.report.expectations import unmet

    parts = {label: run for label, run in runs.items() if run.status != "finished"}
    lines = [
        f"{f'{label}: ' if label else ''}undecided  {run.finished} of {run.asked} replications have finished"
        for label, run in parts.items()
    ]
    lines += [f"{label}: {line}" if label else line for label, run in runs.items() for line in unmet(run.expectations)]
    for line in lines:
        terminal.say(line)
    if lines:
        raise typer.Exit(UNMET)

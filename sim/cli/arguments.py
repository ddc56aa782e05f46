"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.results import Run

ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario, a YAML file.", show_default=False)
]
"""The scenario that a command is about."""
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


def require_results(folder: Path) -> None:
    """Refuses what is no results folder.

    Raises:
        UsageError: There is no such folder, or no run was saved in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    if not (folder / "manifest.json").exists():
        raise UsageError(f"{folder}: is no results folder; those of 'headwater run' have a manifest.json")


def require_expectations(expected: object) -> None:
    """Refuses to test where nothing is expected: a guard that guards nothing would always be content.

    Raises:
        UsageError: Nothing is expected.
    """
    if not expected:
        raise UsageError("there is nothing to check: the scenario has no 'expect'")


def enforce_expectations(run: Run) -> None:
    """Says which expectations are not met, and ends the program if there are any."""
    from sim.report.expectations import unmet

    lines = unmet(run.expectations)
    for line in lines:
        terminal.say(line)
    if lines:
        raise typer.Exit(UNMET)

"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.errors import UsageError

ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario, a YAML file.", show_default=False)
]
"""The scenario that a command is about."""
Variant = Annotated[
    str | None, typer.Option(metavar="NAME", help="The variant of the file to take.", show_default=False)
]
"""The variant of it."""


def require_results(folder: Path) -> None:
    """Refuses what is no results folder.

    Raises:
        UsageError: There is no such folder, or no run was saved in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    if not (folder / "manifest.json").exists():
        raise UsageError(f"{folder}: is no results folder; those of 'headwater run' have a manifest.json")

"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario, a YAML file.", show_default=False)
]
"""The scenario that a command is about."""
Variant = Annotated[
    str | None, typer.Option(metavar="NAME", help="The variant of the file to take.", show_default=False)
]
"""The variant of it."""

"""``headwater diff``: what differs between two variants or files, in the scenario's own words."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import terminal
from sim.cli.arguments import ScenarioFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario import Change

_OTHER = "A variant of the scenario, 'base' for the scenario as it stands, or another file."


def diff(
    scenario: ScenarioFile,
    first: Annotated[str, typer.Argument(metavar="A", help=_OTHER, show_default=False)],
    second: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="What to compare A with. [default: SCENARIO]", show_default=False),
    ] = None,
) -> None:
    """Show what differs between two variants of a scenario, or two files.

    Each line names a path as a variant's 'set' takes it, and both values as they are written. With A alone, the
    scenario as it stands is compared with A.
    """
    from sim import api

    others = (first,) if second is None else (first, second)
    changes = api.diff(scenario, *others)
    before, after = (Path(scenario).name, first) if second is None else (first, second)
    terminal.write(_rendered(changes, before, after))


def _rendered(changes: Sequence[Change], before: str, after: str) -> str:
    """The changes, section by section."""
    from sim.errors import visible

    lines = [f"{visible(before)} -> {visible(after)}"]
    if not changes:
        lines.append("nothing differs")
    for _, section in groupby(changes, lambda change: change.path.partition(".")[0]):
        lines += ["", *map(str, section)]
    return "\n".join(lines) + "\n"

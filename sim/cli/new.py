"""``headwater new``: a scenario to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli import terminal
from sim.errors import UsageError


def new(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Name of the scenario; the file is NAME.yaml.", show_default=False),
    ] = None,
    *,
    template: Annotated[
        str | None, typer.Option(metavar="TEMPLATE", help="What to begin with. [default: shop]", show_default=False)
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="List the templates and stop.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a scenario to begin with.

    It is commented, it runs as it stands, and it is yours to change.
    """
    from sim.api import templates

    if names:
        known = templates.templates()
        width = max(map(len, known))
        terminal.write("".join(f"{key:{width}}  {meaning}\n" for key, meaning in known.items()))
        return
    if name is None:
        raise UsageError("name the scenario: headwater new NAME; --list shows what to begin with")
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    templates.write(template or templates.DEFAULT, path, force=force)
    terminal.say(f"wrote {path}; next: headwater check {path}, headwater draw {path}, headwater run {path}")

"""``headwater explain``: why a product was short at a site on a day."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli import terminal
from sim.cli.arguments import require_run


class Form(StrEnum):
    """How an explanation is written to standard output."""

    TEXT = "text"
    JSON = "json"


def explain(
    folder: Annotated[Path, typer.Argument(metavar="RESULT", help="A results folder.", show_default=False)],
    *,
    site: Annotated[str, typer.Option(metavar="NAME", help="The site that was short.", show_default=False)],
    product: Annotated[str, typer.Option(metavar="NAME", help="The product it was short of.", show_default=False)],
    day: Annotated[int, typer.Option(min=1, help="The day; 1 is the first.", show_default=False)],
    replication: Annotated[
        int | None, typer.Option(min=0, help="Which replication. [default: the first]", show_default=False)
    ] = None,
    depth: Annotated[
        int | None,
        typer.Option(min=1, help="How many stocks a chain goes through at most. [default: 8]", show_default=False),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="What to write to standard output.")] = Form.TEXT,
) -> None:
    """Say why a product was short at a site on a day.

    The chain of causes is read from the ledger of one replication. If the ledger was not kept, that replication is run
    again from the scenario in the folder, and must give the same digest.
    """
    import json

    from sim.api import Result
    from sim.explain import DEPTH

    require_run(folder)
    found = Result.read(folder).explain(site, product, day, replication=replication, depth=depth or DEPTH)
    if form is Form.JSON:
        terminal.write(json.dumps(found.document(), indent=2, allow_nan=False) + "\n")
    else:
        terminal.write(f"{found}\n")

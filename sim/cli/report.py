"""``headwater report``: the tables and figures of a run that was saved, without running it again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli import terminal
from sim.cli.arguments import require_results
from sim.cli.run import By, Format, rendered


def report(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A results folder.", show_default=False)],
    *,
    form: Annotated[Format, typer.Option("--format", help="What to write to standard output.")] = Format.TABLE,
    by: Annotated[By, typer.Option(help="What the rows of the table are about; json and csv hold all.")] = By.NETWORK,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures anew.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No remarks.")] = False,
) -> None:
    """Show what a run found, and draw its figures anew.

    Everything is taken from the folder that the run was saved in; nothing is simulated. The folder's kpis.csv and
    figures are written again.
    """
    from sim.report import figures as drawing
    from sim.results import read
    from sim.results.files import write_csv
    from sim.results.lock import locked

    require_results(folder)
    run = read(folder)
    written: tuple[str, ...] = ()
    if figures:
        with locked(folder):
            write_csv(folder / "kpis.csv", run.kpis)
            written = drawing.write(run, folder / "figures")
    terminal.write(rendered(run, form, by))
    if written and not quiet:
        terminal.say(f"figures are in {folder / 'figures'}: {', '.join(written)}")

"""``headwater tape``: shows what is on a tape, takes it apart for editing, and makes one from history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.cli.arguments import ScenarioFile, Variant
from sim.errors import UsageError, visible

if TYPE_CHECKING:
    from sim.results.tape import Tape

tape: Final = typer.Typer(
    name="tape",
    help="Show a tape, take it apart for editing, or make one from history.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
TapeFile = Annotated[Path, typer.Argument(metavar="TAPE", help="A tape: a file or a folder.", show_default=False)]
"""The tape that a command is about."""
_SHOWN: Final = 12


@tape.command()
def show(
    file: TapeFile,
    *,
    rows: Annotated[int, typer.Option(min=0, help="How many rows of each table to show.")] = 3,
) -> None:
    """Show what is on a tape: where it comes from, and how much of what it holds."""
    from sim.results.tape import EVERY, Tape

    found = Tape.read(file)
    head = found.head
    source = f"{head.scenario}{f', variant {head.variant}' if head.variant else ''}"
    lines = [
        f"tape of {visible(source)}: {'history' if head.origin == 'history' else 'a run'}",
        f"seed: {head.seed}, version: {visible(head.version)}",
        f"time: {head.time_unit}s from {head.start or 0} on",
        f"replications: {_numbers(head.replications) or 'the same in each'}",
        f"digest: {found.digest}",
    ]
    for name, table in found.tables.items():
        lines.append(f"{name}: {len(table)} {'row' if len(table) == 1 else 'rows'}")
        if name == "draws":
            things = table["thing"].value_counts(sort=False)
            lines += [f"  {visible(str(thing))}: {count}" for thing, count in list(things.items())[:_SHOWN]]
            lines += [f"  and {len(things) - _SHOWN} more"] if len(things) > _SHOWN else []
        if rows and len(table):
            first = table.head(rows).copy()
            first["replication"] = first["replication"].astype(object).where(first["replication"] != EVERY, "each")
            shown = first.to_string(
                index=False, na_rep="-", formatters={"day": lambda day: "-" if day < 0 else str(day)}
            )
            lines += [f"  {visible(line)}" for line in shown.splitlines()]
    terminal.write("\n".join(lines) + "\n")


@tape.command()
def export(
    file: TapeFile,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.", show_default=False)],
) -> None:
    """Take a tape apart: its tables as CSV files in a folder, which can be edited and played as it is."""
    from sim.results.tape import Tape

    found = Tape.read(file)
    if folder.is_file():
        raise UsageError(f"{folder}: is a file; name a folder")
    found.write(f"{folder}/")
    terminal.say(f"the tables are in {folder}; 'headwater run --tape {folder}' plays them")


@tape.command(name="import")
def put_together(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder made by 'export'.", show_default=False)],
    file: Annotated[Path, typer.Argument(metavar="TAPE", help="The file to write.", show_default=False)],
) -> None:
    """Put a tape together from a folder that 'export' made; each row is checked."""
    from sim.results.tape import Tape

    found = Tape.read(folder)
    _write(found, file)


@tape.command()
def make(  # noqa: PLR0913 - one parameter for each option
    scenario: ScenarioFile,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The tape to write.", show_default=False)],
    demand: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Orders: date, customer, product, quantity.", show_default=False)
    ] = None,
    shipments: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Shipments: lane, product, sent, arrived.", show_default=False)
    ] = None,
    events: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Disruptions: disruption, start, end.", show_default=False)
    ] = None,
    variant: Variant = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of what history does not tell. [default: the file's]")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No remarks.")] = False,
) -> None:
    """Make a tape from history.

    Dates such as 2025-03-01 or 2025-03-01 14:30 count from the scenario's start; plain numbers are time units. Gaps are
    told; rows that cannot be read, unknown names and times before the start are refused, all at once.
    """
    from sim import api

    found, remarks = api.make_tape(
        scenario, demand=demand, shipments=shipments, events=events, variant=variant, seed=seed
    )
    for line in () if quiet else remarks:
        terminal.say(f"warning: {visible(line)}")
    _write(found, out)


def _write(found: Tape, file: Path) -> None:
    from sim.results.tape_files import check_target

    check_target(file)
    found.write(file)
    terminal.say(f"the tape is {file}, digest {found.digest}")


def _numbers(numbers: tuple[int, ...]) -> str:
    """Whole numbers as spans: ``0-29``."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)

"""``headwater run``: runs a scenario and shows what came out."""

from __future__ import annotations

import os
import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.cli.arguments import ScenarioFile, Variant

if TYPE_CHECKING:
    from sim.api import Result
    from sim.results.run import Run

FAILED: Final = 1
INTERRUPTED: Final = 130


class Format(StrEnum):
    """How the KPIs are written to standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class By(StrEnum):
    """What the rows of the table are about."""

    NETWORK = "network"
    SITE = "site"
    PRODUCT = "product"
    CUSTOMER = "customer"
    LANE = "lane"
    RESOURCE = "resource"
    ALL = "all"


_OUT: Final = "Write all results into this folder. [default: results/SCENARIO[-VARIANT], replaced by each run]"
OutFolder = Annotated[Path | None, typer.Option(metavar="FOLDER", help=_OUT, show_default=False)]


def run(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    scenario: ScenarioFile,
    *,
    variant: Variant = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Set a value of the file; may be repeated.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of all luck. [default: the file's]", show_default=False)
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=1, help="How many runs. [default: the file's, or 30]", show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes at most. [default: one for each core]", show_default=False)
    ] = None,
    out: OutFolder = None,
    save: Annotated[bool, typer.Option("--save/--no-save", help="Whether to write results at all.")] = True,
    form: Annotated[Format, typer.Option("--format", help="What to write to standard output.")] = Format.TABLE,
    by: Annotated[By, typer.Option(help="What the rows of the table are about; json and csv hold all.")] = By.NETWORK,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings, no remarks.")] = False,
    keep_ledger: Annotated[bool, typer.Option("--keep-ledger", help="Keep every posting, too.")] = False,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures, too.")] = True,
    resume: Annotated[bool, typer.Option("--resume", help="Keep the replications that the folder holds.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Discard other results that the folder holds.")] = False,
) -> None:
    """Run a scenario and show its KPIs.

    Each replication runs on luck of its own; the same seed gives the same numbers to the last digit, whatever the
    number of workers. Ctrl-C keeps what has finished; --resume completes it later.
    """
    from sim import api

    loaded = api.load(scenario, variant=variant, settings=settings or ())
    if not quiet:
        for problem in loaded.warnings:
            terminal.say(str(problem))
    folder = api.results_folder(loaded, out, save=save)
    with terminal.progress(shown=not quiet) as progress:
        request = api.Request(
            seed=seed,
            replications=replications,
            workers=workers or _cores(),
            keep_ledger=keep_ledger,
            figures=figures,
            out=folder,
            resume=resume,
            force=force or (out is None and not resume),
            command=shlex.join(["headwater", *context.obj]),
            progress=progress,
        )
        result = api.attempt(loaded, request)
    if result.run.finished:
        terminal.write(rendered(result.run, form, by))
    _remark(result, folder, form, quiet=quiet)
    if result.status == "interrupted":
        raise typer.Exit(INTERRUPTED)
    if result.failures:
        raise typer.Exit(FAILED)


def rendered(run: Run, form: Format, by: By) -> str:
    """The KPIs of a run as standard output shows them."""
    import json

    from sim.report import tables

    if form is Format.JSON:
        return json.dumps(tables.document(run), indent=2, allow_nan=False) + "\n"
    if form is Format.CSV:
        return tables.csv(run)
    return tables.text(run, by.value)


def _remark(result: Result, out: Path | None, form: Format, *, quiet: bool) -> None:
    """Says what the reader of the numbers must know and they do not tell."""
    run = result.run
    for failure in result.failures:
        terminal.say(f"error: replication {failure.replication} failed: {failure.message}")
    if result.status == "interrupted":
        later = f"; --resume --out {out} completes them" if out is not None else ""
        terminal.say(f"interrupted: {run.finished} of {run.asked} replications had finished{later}")
    if quiet:
        return
    if not run.is_random and form is not Format.TABLE:
        terminal.say("nothing in this scenario is random: it ran once, and there is no interval")
    if out is not None:
        terminal.say(f"results are in {out}")


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

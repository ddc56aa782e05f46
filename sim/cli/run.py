"""``headwater run``: runs a scenario and shows what came out."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.cli.arguments import (
    FAILED,
    INTERRUPTED,
    Check,
    Figures,
    Force,
    Form,
    Format,
    Page,
    Quiet,
    Resume,
    Saving,
    ScenarioFile,
    Seed,
    Settings,
    Variant,
    Workers,
    cores,
    enforce_expectations,
    require_expectations,
)

if TYPE_CHECKING:
    from sim.api import Result
    from sim.results.run import Run


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
PlayedTape = Annotated[
    Path | None, typer.Option("--tape", metavar="FILE", help="Play this tape instead of drawing.", show_default=False)
]
SavedTape = Annotated[
    Path | None, typer.Option("--save-tape", metavar="FILE", help="Record the run on a tape.", show_default=False)
]
OutFolder = Annotated[Path | None, typer.Option(metavar="FOLDER", help=_OUT, show_default=False)]


def run(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    scenario: ScenarioFile,
    *,
    variant: Variant = None,
    settings: Settings = None,
    seed: Seed = None,
    replications: Annotated[
        int | None, typer.Option(min=1, help="How many runs. [default: the file's, or 30]", show_default=False)
    ] = None,
    workers: Workers = None,
    tape: PlayedTape = None,
    save_tape: SavedTape = None,
    out: OutFolder = None,
    save: Saving = True,
    form: Form = Format.TABLE,
    by: Annotated[By, typer.Option(help="What the rows of the table are about; json and csv hold all.")] = By.NETWORK,
    quiet: Quiet = False,
    keep_ledger: Annotated[bool, typer.Option("--keep-ledger", help="Keep every posting, too.")] = False,
    figures: Figures = True,
    page: Page = True,
    resume: Resume = False,
    force: Force = False,
    check: Check = False,
) -> None:
    """Run a scenario and show its KPIs.

    Each replication runs on luck of its own; the same seed gives the same numbers to the last digit, whatever the
    number of workers. Ctrl-C keeps what has finished; --resume completes it later.
    """
    from sim import api

    loaded = api.load(scenario, variant=variant, settings=settings or ())
    if check:
        require_expectations(loaded.scenario.expect)
    for problem in loaded.warnings if not quiet else ():
        terminal.say(str(problem))
    folder = api.results_folder(loaded, out, save=save)
    with terminal.progress(shown=not quiet) as progress:
        request = api.Request(
            seed=seed,
            replications=replications,
            workers=workers or cores(),
            keep_ledger=keep_ledger,
            figures=figures,
            page=page,
            out=folder,
            resume=resume,
            force=force or (out is None and not resume),
            command=shlex.join(["headwater", *context.obj]),
            progress=progress,
            tape=tape,
            save_tape=save_tape,
        )
        result = api.attempt(loaded, request)
    if result.run.finished:
        terminal.write(rendered(result.run, form, by))
    _remark(result, folder, form, quiet=quiet)
    _end(result, check=check)


def _end(result: Result, *, check: bool) -> None:
    """Ends the program unless all went well."""
    if result.status == "interrupted":
        raise typer.Exit(INTERRUPTED)
    if result.failures:
        raise typer.Exit(FAILED)
    if check:
        enforce_expectations({"": result.run})


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
    for line in result.misfits:
        terminal.say(f"warning: {line}")
    if result.tape is not None:
        terminal.say(f"drawn beyond the tape: {run.drawn_beyond_tape:,}, from its own seed {result.tape.head.seed}")
    if not run.is_random and form is not Format.TABLE:
        terminal.say("nothing in this scenario is random: it ran once, and there is no interval")
    if run.warm_up is not None and form is not Format.TABLE:
        for doubt in run.warm_up.doubts:
            terminal.say(f"warning: {doubt}")
    if out is not None:
        terminal.say(f"results are in {out}")

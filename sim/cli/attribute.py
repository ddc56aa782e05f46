"""``headwater attribute``: how much of what was lost each disruption caused."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.cli.arguments import (
    INTERRUPTED,
    Force,
    Form,
    Format,
    Quiet,
    Resume,
    Saving,
    ScenarioFile,
    Seed,
    Settings,
    Variant,
    Workers,
    cores,
)

if TYPE_CHECKING:
    from sim.results.attribution import Attribution

_KPIS: Final = "The KPIs to share. [default: operating_profit fill_rate on_time_in_full]"
_OUT: Final = (
    "Write all results into this folder. [default: results/SCENARIO[-VARIANT]-attribution, replaced each time]"
)
OutFolder = Annotated[Path | None, typer.Option(metavar="FOLDER", help=_OUT, show_default=False)]
Kpis = Annotated[list[str] | None, typer.Option("--kpis", metavar="NAME...", help=_KPIS, show_default=False)]


def attribute(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    scenario: ScenarioFile,
    *,
    variant: Variant = None,
    kpis: Kpis = None,
    settings: Settings = None,
    seed: Seed = None,
    replications: Annotated[
        int | None, typer.Option(min=1, help="Runs of each world. [default: the file's, or 30]", show_default=False)
    ] = None,
    workers: Workers = None,
    out: OutFolder = None,
    save: Saving = True,
    form: Form = Format.TABLE,
    quiet: Quiet = False,
    resume: Resume = False,
    force: Force = False,
) -> None:
    """Say how much of what was lost in profit and service each disruption caused.

    The variant is run without some of its disruptions, in all combinations, on the same luck; what they did is shared
    between them by Shapley values, which sum to the whole. Ctrl-C keeps what has finished; --resume completes it later.
    """
    from sim.api import load
    from sim.api.resilience import attempt_attribution, study_folder
    from sim.api.study import Question
    from sim.experiment.attributing import MEASURES

    loaded = load(scenario, variant=variant, settings=settings or ())
    for problem in loaded.warnings if not quiet else ():
        terminal.say(str(problem))
    folder = study_folder(loaded, "attribution", out, save=save)
    try:
        with terminal.progress(shown=not quiet) as progress:
            question = Question(
                seed=seed,
                replications=replications,
                workers=workers or cores(),
                out=folder,
                resume=resume,
                force=force or (out is None and not resume),
                command=shlex.join(["headwater", *context.obj]),
                progress=progress,
            )
            result = attempt_attribution(loaded, kpis or MEASURES, question)
    except KeyboardInterrupt:
        if folder is not None:
            terminal.say(f"interrupted: what had finished is kept; --resume --out {folder} completes it")
        raise typer.Exit(INTERRUPTED) from None
    terminal.write(rendered(result.attribution, form))
    if folder is not None and not quiet:
        terminal.say(f"results are in {folder}")


def rendered(attribution: Attribution, form: Format) -> str:
    """An attribution as standard output shows it."""
    import json

    from sim.report import attribution as tables
    from sim.results.attribution import csv, document

    if form is Format.JSON:
        return json.dumps(document(attribution), indent=2, allow_nan=False) + "\n"
    return csv(attribution) if form is Format.CSV else tables.text(attribution)

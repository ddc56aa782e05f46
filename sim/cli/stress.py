"""``headwater stress``: takes out sites and lanes in turn, and ranks what that costs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import terminal
from sim.cli.arguments import (
    INTERRUPTED,
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
)

if TYPE_CHECKING:
    from sim.api.findings import StressResult
    from sim.results.stress import Stress

_OUT: Final = "Write all results into this folder. [default: results/SCENARIO[-VARIANT]-stress, replaced each time]"
_SITES: Final = "The sites to take out. [default: all but customers, and all lanes]"
_LANES: Final = "The lanes to take out. [default: all, and all sites but customers]"
_LASTS: Final = "How long each is out, e.g. '14 days'. [default: its own time_to_recover, else two weeks]"
_AT: Final = "When each goes out, e.g. 'day 60'. [default: after a quarter of the measuring period]"
Sites = Annotated[list[str] | None, typer.Option("--sites", metavar="NAME...", help=_SITES, show_default=False)]
Lanes = Annotated[list[str] | None, typer.Option("--lanes", metavar="NAME...", help=_LANES, show_default=False)]
Lasts = Annotated[str | None, typer.Option(metavar="DURATION", help=_LASTS, show_default=False)]
At = Annotated[str | None, typer.Option("--at", metavar="INSTANT", help=_AT, show_default=False)]
OutFolder = Annotated[Path | None, typer.Option(metavar="FOLDER", help=_OUT, show_default=False)]
Pairs = Annotated[
    int | None, typer.Option(min=1, help="Pairs of runs of each. [default: the file's, or 30]", show_default=False)
]


def stress(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    scenario: ScenarioFile,
    *,
    variant: Variant = None,
    sites: Sites = None,
    lanes: Lanes = None,
    lasts: Lasts = None,
    at: At = None,
    settings: Settings = None,
    seed: Seed = None,
    replications: Pairs = None,
    workers: Workers = None,
    out: OutFolder = None,
    save: Saving = True,
    form: Form = Format.TABLE,
    figures: Figures = True,
    page: Page = True,
    quiet: Quiet = False,
    resume: Resume = False,
    force: Force = False,
) -> None:
    """Take out sites and lanes in turn, and rank what that costs.

    Each place is closed for a while, on the luck of the run in which it is open, so that what differs is the closure's
    doing: lost profit and service, how long customers did not feel it, how long until service was back, and who was hit
    how much later. Ctrl-C keeps what has finished; --resume completes it later.
    """
    from sim.api import load
    from sim.api.resilience import Outages, attempt_stress, study_folder
    from sim.api.study import Question

    loaded = load(scenario, variant=variant, settings=settings or ())
    for problem in loaded.warnings if not quiet else ():
        terminal.say(str(problem))
    folder = study_folder(loaded, "stress", out, save=save)
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
        result = attempt_stress(
            loaded, Outages(sites, lanes, _number(lasts), _number(at)), question, figures=figures, page=page
        )
    terminal.write(rendered(result.stress, form))
    _remark(result, folder, quiet=quiet)
    if result.stress.status == "interrupted":
        raise typer.Exit(INTERRUPTED)


def rendered(stress: Stress, form: Format) -> str:
    """A stress test as standard output shows it."""
    import json

    from sim.report import stress as tables

    if form is Format.JSON:
        return json.dumps(tables.document(stress), indent=2, allow_nan=False) + "\n"
    return tables.csv(stress) if form is Format.CSV else tables.text(stress)


def _number(text: str | None) -> str | float | None:
    """A length of time or an instant as typed: bare numbers count time units."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return text


def _remark(result: StressResult, out: Path | None, *, quiet: bool) -> None:
    """Says what the reader of the numbers must know and they do not tell."""
    if result.stress.status == "interrupted":
        later = f"; --resume --out {out} completes the others" if out is not None else ""
        terminal.say(f"interrupted: {len(result.outages)} outages had finished{later}")
    if out is not None and not quiet:
        terminal.say(f"results are in {out}")

"""``headwater compare``: variants on the same luck, and what differs."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperCommand

from sim.cli import terminal
from sim.cli.arguments import (
    FAILED,
    INTERRUPTED,
    Check,
    Force,
    Form,
    Format,
    Page,
    Quiet,
    Resume,
    Saving,
    Workers,
    cores,
    enforce_expectations,
    require_expectations,
)
from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.api import ComparisonResult
    from sim.results.comparison import Comparison

_LISTS: Final = ("--variants", "--kpis", "--sites", "--lanes")
_OUT: Final = "Write all results into this folder. [default: results/SCENARIO-comparison, replaced each time]"
_VARIANTS: Final = "What to compare: variants, and 'base' for the file as it stands. [default: base and all variants]"
_KPIS: Final = "Show these KPIs only; verdicts stay as they are."
Scenarios = Annotated[
    list[Path], typer.Argument(metavar="SCENARIO...", help="A scenario, or several side by side.", show_default=False)
]
Variants = Annotated[
    list[str] | None, typer.Option("--variants", metavar="NAME...", help=_VARIANTS, show_default=False)
]
Baseline = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Compare with this. [default: base, or the first file]", show_default=False),
]
OutFolder = Annotated[Path | None, typer.Option(metavar="FOLDER", help=_OUT, show_default=False)]
Seed = Annotated[
    int | None, typer.Option(min=0, help="Seed of all luck. [default: the baseline's]", show_default=False)
]
Kpis = Annotated[list[str] | None, typer.Option("--kpis", metavar="NAME...", help=_KPIS, show_default=False)]


class Listing(TyperCommand):
    """A command some of whose options take several words: ``--variants base frost``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeats the option before each of its words; the list ends at an option, or at what is a path."""
        words: list[str] = []
        option = ""
        for word in (*args, "--"):
            ends = word.startswith("-") or "." in word or "/" in word
            if ends and option and words[-1:] == [option]:
                raise UsageError(f"{option} needs at least one name behind it")
            if word in _LISTS:
                words.append(word)
                option = word
            elif ends or not option:
                words.append(word)
                option = ""
            else:
                words += [word] if words[-1] == option else [option, word]
        return super().parse_args(ctx, words[:-1])


class By(StrEnum):
    """What the rows of the table are about."""

    HEADLINES = "headlines"
    NETWORK = "network"
    SITE = "site"
    PRODUCT = "product"
    CUSTOMER = "customer"
    LANE = "lane"
    RESOURCE = "resource"
    ALL = "all"


def compare(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    scenarios: Scenarios,
    *,
    variants: Variants = None,
    baseline: Baseline = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Set a value in all; may be repeated.")
    ] = None,
    seed: Seed = None,
    replications: Annotated[
        int | None, typer.Option(min=1, help="Runs of each. [default: the baseline's, or 30]", show_default=False)
    ] = None,
    workers: Workers = None,
    confidence: Annotated[float, typer.Option(help="Of intervals, and of verdicts.")] = 0.95,
    out: OutFolder = None,
    save: Saving = True,
    form: Form = Format.TABLE,
    by: Annotated[By, typer.Option(help="What the rows of the table are about; json and csv hold all.")] = By.HEADLINES,
    kpis: Kpis = None,
    quiet: Quiet = False,
    page: Page = True,
    resume: Resume = False,
    force: Force = False,
    check: Check = False,
) -> None:
    """Compare variants of a scenario, or several scenarios.

    All run on the same luck, so that what differs is the variants' doing: each KPI with the difference to the baseline,
    its interval, and whether it is better, worse, or cannot be distinguished. Ctrl-C keeps what has finished; --resume
    completes it later.
    """
    from sim.api import study
    from sim.report.comparisons import require_kpis

    require_kpis(kpis or ())
    loaded = study.gather([*scenarios], variants, baseline, settings or ())
    if check:
        require_expectations(*(each.scenario.expect for each in loaded.values()))
    for warning in dict.fromkeys(str(problem) for each in loaded.values() for problem in each.warnings if not quiet):
        terminal.say(warning)
    folder = study.comparison_folder(loaded, out, save=save)
    with terminal.progress(shown=not quiet) as progress:
        question = study.Question(
            seed=seed,
            replications=replications,
            workers=workers or cores(),
            out=folder,
            resume=resume,
            force=force or (out is None and not resume),
            confidence=confidence,
            command=shlex.join(["headwater", *context.obj]),
            progress=progress,
            page=page,
        )
        result = study.attempt(study.study_of(loaded, question), question)
    terminal.write(rendered(result.comparison, form, by, kpis or ()))
    _remark(result, folder, quiet=quiet)
    _end(result, check=check)


def _end(result: ComparisonResult, *, check: bool) -> None:
    """Ends the program unless all went well."""
    runs = result.comparison.runs
    if result.status == "interrupted":
        raise typer.Exit(INTERRUPTED)
    if any(run.failures for run in runs.values()):
        raise typer.Exit(FAILED)
    if check:
        enforce_expectations(runs)


def rendered(comparison: Comparison, form: Format, by: By, kpis: Sequence[str] = ()) -> str:
    """A comparison as standard output shows it.

    Raises:
        UsageError: There is no such KPI.
    """
    import json

    from sim.report import comparisons

    if form is Format.JSON:
        return json.dumps(comparisons.document(comparison, kpis), indent=2, allow_nan=False) + "\n"
    if form is Format.CSV:
        return comparisons.csv(comparison, kpis)
    return comparisons.text(comparison, by.value, kpis)


def _remark(result: ComparisonResult, out: Path | None, *, quiet: bool) -> None:
    """Says what the reader of the numbers must know and they do not tell."""
    comparison = result.comparison
    for label, run in comparison.runs.items():
        for failure in run.failures:
            terminal.say(f"error: {label}: replication {failure.replication} failed: {failure.message}")
    if comparison.status == "interrupted":
        later = f"; --resume --out {out} completes them" if out is not None else ""
        done = sum(run.finished for run in comparison.runs.values())
        terminal.say(f"interrupted: {done} replications had finished{later}")
    if out is not None and not quiet:
        terminal.say(f"results are in {out}")

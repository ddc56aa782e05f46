"""The command line: ``headwater run``, ``check``, ``kinds``, ``schema``; the only module that prints and exits.

Results go to standard output, everything else to standard error. The exit code is 0 if all went well, 1 if the run
failed, 2 if what was typed or written is wrong, and 130 after Ctrl-C. What is slow to import is imported where used.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, TextIO

import typer

from sim import __version__
from sim.errors import HeadwaterError, InputError, ScenarioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.api import Result
    from sim.errors import Problem

FAILED: Final = 1
WRONG: Final = 2
INTERRUPTED: Final = 130

app = typer.Typer(
    name="headwater",
    help="Simulates supply chains: say the chain in YAML, run it, and see what it costs and whom it serves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
    ALL = "all"


ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario, a YAML file.", show_default=False)
]
Variant = Annotated[
    str | None, typer.Option(metavar="NAME", help="The variant of the file to take.", show_default=False)
]
OutFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it into this file.", show_default=False)]

_OUT: Final = "Write all results into this folder. [default: results/SCENARIO[-VARIANT], replaced by each run]"
OutFolder = Annotated[Path | None, typer.Option(metavar="FOLDER", help=_OUT, show_default=False)]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the program and ends it with its exit code.

    Args:
        arguments: What stands behind the program's name; None for the words it was called with.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign gets a question mark
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(args=words, prog_name="headwater", obj=words)
    except ScenarioError as error:
        _report(error.problems, sys.stderr)
        code = WRONG
    except HeadwaterError as error:
        _say(f"error: {error}")
        code = WRONG if isinstance(error, InputError) else FAILED
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else FAILED
    sys.exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        _write(f"headwater {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before the command."""


@app.command()
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
    keep_ledger: Annotated[
        bool, typer.Option("--keep-ledger", help="Write every posting into the folder, too.")
    ] = False,
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
            _say(str(problem))
    folder = api.results_folder(loaded, out, save=save)
    with _progress(shown=not quiet) as progress:
        request = api.Request(
            seed=seed,
            replications=replications,
            workers=workers or _cores(),
            keep_ledger=keep_ledger,
            out=folder,
            resume=resume,
            force=force or (out is None and not resume),
            command=shlex.join(["headwater", *context.obj]),
            progress=progress,
        )
        result = api.attempt(loaded, request)
    if result.run.finished:
        _write(_rendered(result, form, by))
    _remark(result, folder, form, quiet=quiet)
    if result.status == "interrupted":
        raise typer.Exit(INTERRUPTED)
    if result.failures:
        raise typer.Exit(FAILED)


@app.command()
def check(
    scenario: ScenarioFile,
    *,
    variant: Variant = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Check a scenario without running it.

    Lists everything that is wrong with it and with each of its variants, then counts.
    """
    from sim import api

    problems = api.check(scenario, variant)
    _report(problems, sys.stdout, nothing=f"{scenario}: no problems")
    if any(strict or problem.severity == "error" for problem in problems):
        raise typer.Exit(WRONG)


@app.command()
def kinds(
    family: Annotated[
        str | None, typer.Argument(metavar="[FAMILY]", help="Only this family, e.g. demand.", show_default=False)
    ] = None,
) -> None:
    """List the kinds that a scenario can name."""
    from sim.names import nearest
    from sim.reference import kinds as known

    families = sorted({kind.family for kind in known()})
    if family is not None and family not in families:
        raise UsageError(f"there is no family {family!r}; {nearest(family, families)}")
    width = max(len(kind.name) for kind in known())
    blocks = [
        "\n".join([name, *(f"  {kind.name:{width}}  {kind.meaning}" for kind in known() if kind.family == name)])
        for name in ([family] if family is not None else families)
    ]
    _write("\n\n".join(blocks) + "\n")


@app.command()
def schema(out: OutFile = None) -> None:
    """Show the JSON Schema of scenario files.

    An editor completes and checks scenario files by it.
    """
    import json

    import sim.reference as language

    _deliver(json.dumps(language.schema(), indent=2, ensure_ascii=False) + "\n", out)


@app.command()
def reference(out: OutFile = None) -> None:
    """Show the reference of scenario files.

    In Markdown: every key, its unit, its default and its meaning.
    """
    import sim.reference as language

    _deliver(language.reference(), out)


def _deliver(text: str, out: Path | None) -> None:
    if out is None:
        _write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {str(out)!r}: {error.strerror or error}") from None


def _rendered(result: Result, form: Format, by: By) -> str:
    import json

    from sim.report import tables

    if form is Format.JSON:
        return json.dumps(tables.document(result.run), indent=2, allow_nan=False) + "\n"
    if form is Format.CSV:
        return tables.csv(result.run)
    return tables.text(result.run, by.value)


def _remark(result: Result, out: Path | None, form: Format, *, quiet: bool) -> None:
    """Says what the reader of the numbers must know and they do not tell."""
    run = result.run
    for failure in result.failures:
        _say(f"error: replication {failure.replication} failed: {failure.message}")
    if result.status == "interrupted":
        later = f"; --resume --out {out} completes them" if out is not None else ""
        _say(f"interrupted: {run.finished} of {run.asked} replications had finished{later}")
    if quiet:
        return
    if not run.is_random and form is not Format.TABLE:
        _say("nothing in this scenario is random: it ran once, and there is no interval")
    if out is not None:
        _say(f"results are in {out}")


def _report(problems: Sequence[Problem], file: TextIO, nothing: str = "") -> None:
    """Lists problems, one per line, then counts them."""
    counts = {severity: sum(problem.severity == severity for problem in problems) for severity in ("error", "warning")}
    words = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    lines = [*(str(problem) for problem in problems), ", ".join(words) or nothing]
    _write("\n".join(lines) + "\n", file)


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error with the time that is left; None where nobody would see it."""
    if not (shown and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replications", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _say(text: str) -> None:
    _write(f"{text}\n", sys.stderr)


def _write(text: str, file: TextIO | None = None) -> None:
    """Writes at once; if nobody reads any more (``| head``), the rest of the program stays silent."""
    stream = file or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())

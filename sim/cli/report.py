"""``headwater report``: the tables and figures of a run that was saved, without running it again."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import compare, terminal
from sim.cli.arguments import Check, Form, Format, enforce_expectations, require_expectations, require_results
from sim.cli.run import By, rendered
from sim.cli.studies import is_study, report_study
from sim.errors import UsageError

_BY: Final = (
    "What the rows of the table are about; json and csv hold all. [default: network; headlines of a comparison]"
)

COLOUR: Final = "fill_rate"
_COLOURS: Final = f"The KPI that colours the network on the page. [default: {COLOUR}]"
_PAGE: Final = "Write the page into this file. [default: report.html in the folder]"

if TYPE_CHECKING:
    from sim.results.run import Run


def report(  # noqa: PLR0913 - one parameter for each option
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A results folder.", show_default=False)],
    *,
    form: Form = Format.TABLE,
    outcomes: Annotated[
        bool, typer.Option("--outcomes", help="P5, P95 and the worst 5 % of replications instead of means.")
    ] = False,
    by: Annotated[compare.By | None, typer.Option(help=_BY, show_default=False)] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures anew.")] = True,
    page: Annotated[bool, typer.Option("--page/--no-page", help="Whether to write the page anew.")] = True,
    page_file: Annotated[Path | None, typer.Option(metavar="FILE", help=_PAGE, show_default=False)] = None,
    colour: Annotated[str | None, typer.Option(metavar="KPI", help=_COLOURS, show_default=False)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No remarks.")] = False,
    check: Check = False,
) -> None:
    """Show what a run, a comparison, a stress test or an attribution found, and write its page and figures anew.

    Nothing is simulated. kpis.csv, figures and report.html are written again, as far as what was saved has them.
    """
    from sim.report import figures as drawing
    from sim.report import page as pages
    from sim.results import read
    from sim.results.attribution import is_attribution
    from sim.results.comparison import is_comparison
    from sim.results.files import write_csv
    from sim.results.lock import locked

    path = _path(folder, page_file, page=page)
    said = {"--check": check, "--outcomes": outcomes, "--by": by is not None, "--colour": colour is not None}
    if is_comparison(folder):
        _refuse(folder, "comparisons", said, "--outcomes")
        shown = (path, colour or COLOUR) if page else None
        _comparison(folder, form, by or compare.By.HEADLINES, shown, quiet=quiet, check=check)
        return
    if is_attribution(folder):
        _refuse(folder, "attributions", {"--page-file": page_file is not None}, "--page-file")
    if is_study(folder):
        _refuse(folder, "stress tests and attributions", said, *said)
        report_study(folder, path, form, figures=figures, page=page, quiet=quiet)
        return
    require_results(folder)
    if by is compare.By.HEADLINES:
        raise UsageError("the headlines are those of a comparison; a run is told by network, site, product ...")
    run = read(folder)
    if check and run.status == "finished":  # else nothing is judged yet
        require_expectations(run.expectations)
    written: tuple[str, ...] = ()
    content = pages.run(run, colour=colour or COLOUR) if page else ""
    if figures:
        with locked(folder):
            write_csv(folder / "kpis.csv", run.kpis)
            written = drawing.write(run, folder / "figures")
    terminal.write(_outcomes(run, form) if outcomes else rendered(run, form, By(by or By.NETWORK)))
    if written and not quiet:
        terminal.say(f"figures are in {folder / 'figures'}: {', '.join(written)}")
    if page:
        with nullcontext() if page_file is not None else locked(folder):
            _keep(path, content, quiet=quiet)
    if check:
        enforce_expectations({"": run})


def _path(folder: Path, page_file: Path | None, *, page: bool) -> Path:
    """Where the page goes.

    Raises:
        UsageError: It is named, and yet none is wanted, or it cannot be written.
    """
    from sim.report.page import file_path
    from sim.results.folder import PAGE

    if page_file is None:
        return folder / PAGE
    if not page:
        raise UsageError("--no-page writes no page, so there is no use for --page-file")
    return file_path(page_file)


def _refuse(folder: Path, what: str, said: dict[str, bool], *useless: str) -> None:
    """Refuses options that would be ignored.

    Raises:
        UsageError: One of those that are ``useless`` is said.
    """
    options = [name for name in useless if said[name]]
    if options:
        raise UsageError(f"{folder}: there is no {' and no '.join(options)} for {what}")


def _comparison(
    folder: Path, form: Format, by: compare.By, page: tuple[Path, str] | None, *, quiet: bool, check: bool
) -> None:
    """Shows a comparison again; ``page`` says where its page goes, and which KPI colours it."""
    from sim.report import page as pages
    from sim.results.comparison import read

    found = read(folder)
    if check and all(run.status == "finished" for run in found.runs.values()):
        require_expectations(*(run.expectations for run in found.runs.values()))
    terminal.write(compare.rendered(found, form, by))
    if page is not None:
        _keep(page[0], pages.comparison(found, colour=page[1]), quiet=quiet)
    if check:
        enforce_expectations(found.runs)


def _keep(path: Path, page: str, *, quiet: bool) -> None:
    from sim.results.files import write_text

    write_text(path, page)
    if not quiet:
        terminal.say(f"the page is in {path}")


def _outcomes(run: Run, form: Format) -> str:
    """The outcomes of a run as standard output shows them."""
    import json

    from sim.report import outcomes

    if form is Format.JSON:
        return json.dumps(outcomes.document(run), indent=2, allow_nan=False) + "\n"
    return outcomes.csv(run) if form is Format.CSV else outcomes.text(run)

"""``headwater report`` of stress tests and attributions: tables and pictures from what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli import attribute, stress, terminal

if TYPE_CHECKING:
    from pathlib import Path

    from sim.cli.arguments import Format


def is_study(folder: Path) -> bool:
    """Whether a folder holds a stress test or an attribution."""
    from sim.results.attribution import is_attribution
    from sim.results.stress import is_stress

    return is_stress(folder) or is_attribution(folder)


def report_study(folder: Path, page_file: Path, form: Format, *, figures: bool, page: bool, quiet: bool) -> None:
    """Shows what a folder holds, and draws it anew.

    Args:
        folder: The folder.
        page_file: Where to write the page of a stress test.
        form: What to write to standard output.
        figures: Whether to draw figures.
        page: Whether to write the page.
        quiet: Whether to say where they are.

    Raises:
        ResultsError: A file is missing or damaged, or cannot be written; names it.
    """
    from sim.report import page as pages
    from sim.report.figures import exposure
    from sim.results import attribution as attributions
    from sim.results import stress as tests
    from sim.results.files import write_text
    from sim.results.lock import locked

    if not tests.is_stress(folder):
        terminal.write(attribute.rendered(attributions.read(folder), form))
        return
    found = tests.read(folder)
    written: tuple[str, ...] = ()
    with locked(folder):
        if figures:
            written = exposure.write(found, folder / "figures")
        if page:
            write_text(page_file, pages.stress(found))
    terminal.write(stress.rendered(found, form))
    if written and not quiet:
        terminal.say(f"figures are in {folder / 'figures'}: {', '.join(written)}")
    if page and not quiet:
        terminal.say(f"the page is in {page_file}")

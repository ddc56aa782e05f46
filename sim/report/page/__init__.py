"""The page: one HTML file that tells what a run or a comparison found, and that opens from a mail.

It holds all that it shows: styles, pictures (SVG, with text alternatives), the scenario file. It has no script, and its
content security policy lets it fetch nothing. Whatever comes from a scenario is text in it, never markup.

run          the page of one run
write        the same into a file
comparison   the page of several variants beside their baseline
stress       the page of a stress test
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.errors import UsageError
from sim.report.page import courses, exposure, method, outages, recovery, summary, territory, verdicts, waterfall
from sim.report.page.wording import listed
from sim.results.files import write_text
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.report.page.figure import Gallery
    from sim.results.comparison import Comparison
    from sim.results.run import Run
    from sim.results.stress import Stress

__all__ = ["comparison", "file_path", "run", "stress", "write"]

_TEXT: Final = 400_000
"""The most letters of the scenario file that are shown."""
_START: Final = 200
"""Bytes at the start of a file that tell whether it is a page."""


def run(found: Run, *, colour: str = territory.COLOUR) -> str:
    """The page of one run.

    Args:
        found: The run.
        colour: The KPI that colours the network.

    Raises:
        UsageError: Places cannot be coloured by this KPI.
    """
    identity = found.identity
    title = f"{identity.scenario}, variant {identity.variant}" if identity.variant else identity.scenario
    runs = {identity.variant or "base": found}
    return _rendered(
        runs,
        {},
        title=title,
        subtitle="What a simulation run found",
        summary=summary.of_run(found),
        baseline="",
        tiles=verdicts.tiles(found),
        measured=verdicts.measured(found),
        tables={},
        is_random=found.is_random,
        galleries=_galleries(runs, colour),
    )


def comparison(found: Comparison, *, colour: str = territory.COLOUR) -> str:
    """The page of several variants beside their baseline.

    Args:
        found: The comparison.
        colour: The KPI that colours the networks.

    Raises:
        UsageError: Nothing has finished, or places cannot be coloured by this KPI.
    """
    if not found.runs:
        raise UsageError("nothing that was to be compared has finished, so there is no page")
    others = [label for label in found.runs if label != found.baseline]
    return _rendered(
        found.runs,
        found.changes,
        found.confidence,
        title=f"{found.scenario}: {found.baseline} against {listed(others, 12)}",
        subtitle="What a comparison on the same luck found",
        summary=summary.of_comparison(found),
        baseline=found.baseline,
        tiles=[],
        measured=[],
        tables={label: verdicts.table(found, label) for label in others},
        is_random=found.is_random,
        galleries=_galleries(found.runs, colour),
    )


def stress(found: Stress) -> str:
    """The page of a stress test.

    Args:
        found: The stress test.

    Raises:
        UsageError: No outage has finished.
    """
    if found.outages.empty:
        raise UsageError("no outage has finished, so there is no page")
    identity, text = found.identity, found.provenance.text
    rendered = (
        _environment()
        .get_template("stress.html")
        .render(
            title=f"{identity.scenario}, variant {identity.variant}" if identity.variant else identity.scenario,
            subtitle="What a stress test found: each place out in turn, on the same luck",
            summary=exposure.summary(found),
            tiles=exposure.tiles(found),
            lines=exposure.lines(found),
            has_intervals=found.is_random,
            currency=found.currency,
            time_unit=found.time_unit,
            galleries=outages.galleries(found),
            method=exposure.method(found),
            file=None if text is None else text[:_TEXT],
            is_cut=text is not None and len(text) > _TEXT,
            version=identity.version,
            seed=identity.seed,
            fingerprint=identity.fingerprint,
        )
    )
    return rendered.encode("utf-8", "backslashreplace").decode()


def write(found: Run, path: Path, *, colour: str = territory.COLOUR) -> None:
    """Writes the page of a run, whole or not at all.

    Raises:
        UsageError: Places cannot be coloured by this KPI.
        ResultsError: The system refused to write; names the file.
    """
    write_text(path, run(found, colour=colour))


def file_path(path: object) -> Path:
    """A path to write a page to.

    Raises:
        UsageError: It is no path, or that of a folder or of a file that is no page.
    """
    if not isinstance(path, str | Path) or not str(path):
        raise UsageError(f"the page needs the path of a file, not {path!r:.80}")
    if Path(path).is_dir():
        raise UsageError(f"cannot write the page into {str(path)!r}: it is a folder")
    if _holds_something_else(Path(path)):
        raise UsageError(f"cannot write the page into {str(path)!r}: it holds something that is no page")
    return Path(path)


def _holds_something_else(path: Path) -> bool:
    """Whether there is a file that is no page: who mixes up two paths would lose a scenario or sales data."""
    try:
        with path.open("rb") as file:
            start = file.read(_START) if path.is_file() else b""
    except OSError:
        return False
    return bool(start.strip()) and not start.lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _galleries(runs: Mapping[str, Run], colour: str) -> list[Gallery]:
    found = [territory.gallery(runs, colour), courses.gallery(runs), recovery.gallery(runs), waterfall.gallery(runs)]
    return [gallery for gallery in found if gallery is not None and gallery.figures]


def _rendered(
    runs: Mapping[str, Run], changes: Mapping[str, tuple[str, ...]], confidence: float = CONFIDENCE, **content: Any
) -> str:
    first = next(iter(runs.values()))
    text = first.text
    template = _environment().get_template("page.html")
    rendered = template.render(
        **content,
        changes=changes,
        method=method.sections(runs, changes),
        confidence=confidence,
        file=None if text is None else text[:_TEXT],
        is_cut=text is not None and len(text) > _TEXT,
        version=first.identity.version,
        seed=first.identity.seed,
        fingerprint=first.identity.fingerprint,
    )
    # A name from the command line may be no UTF-8 at all.
    return rendered.encode("utf-8", "backslashreplace").decode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("sim.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

"""``headwater draw``: a picture of a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import terminal
from sim.cli.arguments import Variant, require_run
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.report.network import Map

Source = Annotated[
    Path,
    typer.Argument(metavar="SCENARIO", help="The scenario, a YAML file; or a results folder.", show_default=False),
]
_OUT = "The picture, ending in .svg, .png or .pdf; replaced if it is there. [default: SCENARIO.svg]"


def draw(
    source: Source,
    *,
    variant: Variant = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_OUT, show_default=False)] = None,
) -> None:
    """Draw the network of a scenario, or of a run.

    Tiers stand from left to right; the shape tells the kind of a site, the colour its region, and the width of an arrow
    how much flows: mean demand in a scenario, what was moved in a run. Many sites of one sort are drawn as a stack.
    """
    from sim.report.network import draw as drawn
    from sim.report.style import form_of, rendered
    from sim.results.files import replacing

    if out is not None:
        form_of(out)
    found = _of_folder(source, variant) if source.is_dir() else _of_file(source, variant)
    path = out if out is not None else Path(f"{found.title}.svg")
    if path.is_dir():
        raise UsageError(f"cannot draw into {str(path)!r}: it is a folder")
    content = rendered(drawn(found), form_of(path))
    with replacing(path) as partial:
        partial.write_bytes(content)
    terminal.say(f"the network is in {path}")


def _of_file(source: Path, variant: str | None) -> Map:
    from dataclasses import replace

    from sim.report.network import of_scenario
    from sim.scenario import load

    loaded = load(source, variant=variant)
    found = of_scenario(loaded.scenario)
    return replace(found, title="-".join(filter(None, (found.title, loaded.variant))))


def _of_folder(source: Path, variant: str | None) -> Map:
    from sim.report.network import of_run
    from sim.results import read

    if variant is not None:
        raise UsageError(f"{source} is a results folder, of one variant: there is no use for --variant")
    require_run(source)
    return of_run(read(source))

"""``headwater kinds``, ``schema``, ``reference``: what a scenario can say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli import terminal
from sim.errors import UsageError

OutFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it into this file.", show_default=False)]
"""Where a text goes that is not shown."""


def kinds(
    family: Annotated[
        str | None, typer.Argument(metavar="[FAMILY]", help="Only this family, e.g. demand or kpi.", show_default=False)
    ] = None,
) -> None:
    """List the kinds that a scenario can name, and the KPIs that a run is measured by."""
    import sim.reference as language
    from sim.names import nearest

    known = (*language.kinds(), *language.kpis())
    families = list(dict.fromkeys(kind.family for kind in known))
    if family is not None and family not in families:
        raise UsageError(f"there is no family {family!r}; {nearest(family, families)}")
    width = max(len(kind.name) for kind in known)
    blocks = [
        "\n".join([name, *(f"  {kind.name:{width}}  {kind.meaning}" for kind in known if kind.family == name)])
        for name in ([family] if family is not None else families)
    ]
    terminal.write("\n\n".join(blocks) + "\n")


def schema(out: OutFile = None) -> None:
    """Show the JSON Schema of scenario files.

    An editor completes and checks scenario files by it.
    """
    import json

    import sim.reference as language

    _deliver(json.dumps(language.schema(), indent=2, ensure_ascii=False) + "\n", out)


def reference(out: OutFile = None) -> None:
    """Show the reference of scenario files.

    In Markdown: every key, its unit, its default and its meaning.
    """
    import sim.reference as language

    _deliver(language.reference(), out)


def _deliver(text: str, out: Path | None) -> None:
    if out is None:
        terminal.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {str(out)!r}: {error.strerror or error}") from None

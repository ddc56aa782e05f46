"""The program: its commands, and what becomes of its errors."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer

from sim import __version__
from sim.cli import terminal
from sim.cli.attribute import attribute
from sim.cli.check import check
from sim.cli.compare import Listing, compare
from sim.cli.diff import diff
from sim.cli.draw import draw
from sim.cli.explain import explain
from sim.cli.language import kinds, reference, schema
from sim.cli.new import new
from sim.cli.report import report
from sim.cli.run import run
from sim.cli.stress import stress
from sim.cli.tape import tape
from sim.errors import HeadwaterError, InputError, ScenarioError

FAILED: Final = 1
WRONG: Final = 2

app = typer.Typer(
    name="headwater",
    help="Simulates supply chains: say the chain in YAML, run it, and see what it costs and whom it serves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _command in (new, check, diff, draw, run, report, explain, kinds, schema, reference):
    app.command()(_command)
app.add_typer(tape)
app.command(cls=Listing)(compare)
app.command(cls=Listing)(stress)
app.command(cls=Listing)(attribute)


def attempt(words: list[str]) -> int:
    """Runs the program.

    Args:
        words: What stands behind the program's name.

    Returns:
        The exit code; what went wrong has been said.
    """
    terminal.prepare()
    try:
        app(args=words, prog_name="headwater", obj=words)
    except ScenarioError as error:
        terminal.report(error.problems, sys.stderr)
        return WRONG
    except HeadwaterError as error:
        terminal.say(f"error: {error}")
        return WRONG if isinstance(error, InputError) else FAILED
    except OSError as error:  # the system's refusal, e.g. of a help page that standard output cannot take
        terminal.silence(sys.stdout)
        terminal.say(f"error: {error}")
        return FAILED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0


def _version(wanted: bool) -> None:
    if wanted:
        terminal.write(f"headwater {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before the command."""

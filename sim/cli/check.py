"""``headwater check``: what is wrong with a scenario."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sim.cli import terminal
from sim.cli.arguments import ScenarioFile, Variant


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
    terminal.report(problems, sys.stdout, nothing=f"{scenario}: no problems")
    if any(strict or problem.severity == "error" for problem in problems):
        raise typer.Exit(2)

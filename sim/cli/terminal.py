"""The terminal: standard output and standard error, which may be slow to read, full, or closed."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from sim.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.errors import Problem


def prepare() -> None:
    """Makes both streams usable: a sign that a terminal lacks becomes a question mark, what is closed is replaced.

    In place of a closed standard output stands one that refuses what is written, as a full disk does; in place of a
    closed standard error one that forgets it, since nobody is left to be told. Results would else be written into
    a file that the system opens under the free number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def report(problems: Sequence[Problem], file: TextIO, nothing: str = "") -> None:
    """Lists problems, one per line, then counts them."""
    counts = {severity: sum(problem.severity == severity for problem in problems) for severity in ("error", "warning")}
    words = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    lines = [*(str(problem) for problem in problems), ", ".join(words) or nothing]
    write("\n".join(lines) + "\n", file)


@contextmanager
def progress(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
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


def say(text: str) -> None:
    """Writes a line to standard error."""
    write(f"{text}\n", sys.stderr)


def write(text: str, file: TextIO | None = None) -> None:
    """Writes at once; if nobody reads any more (``| head``), the rest of the program stays silent.

    Args:
        text: What.
        file: Where to; None for standard output.

    Raises:
        RunError: Standard output cannot be written.
    """
    stream = file or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence(stream)
    except OSError as error:
        silence(stream)
        if stream is not sys.stderr:  # of what cannot be said there nobody can be told
            raise RunError(f"standard output cannot be written: {error.strerror or error}") from None


def silence(stream: TextIO) -> None:
    """Lets whatever is written from now on vanish, and what still waits to be written."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)

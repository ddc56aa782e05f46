"""The command line: ``headwater new``, ``check``, ``draw``, ``run``, ``compare`` ...; all that prints and exits.

Results go to standard output, everything else to standard error. The exit code is 0 if all went well, 1 if the run
failed, 2 if what was typed or written is wrong, and 130 after Ctrl-C. What is slow to import is imported where used:
here next to nothing is, so that Ctrl-C is heeded from the start.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the program and ends it with its exit code.

    Args:
        arguments: What stands behind the program's name; None for the words it was called with.
    """
    try:
        from sim.cli.program import attempt

        code = attempt(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        code = 130
    if arguments is None:  # the program itself: all is done, and what Python still tidies up is not to be disturbed
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)

"""The command line, called in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from sim import cli


class Outcome(NamedTuple):
    """How a call ended, and what it wrote."""

    code: int
    out: str
    err: str


Program = Callable[..., Outcome]


def called(capsys: pytest.CaptureFixture[str], *words: object) -> Outcome:
    """Calls the program with ``words``, which must end it by an exit code."""
    with pytest.raises(SystemExit) as end:
        cli.main([str(word) for word in words])
    captured = capsys.readouterr()
    code = end.value.code
    assert isinstance(code, int)
    return Outcome(code, captured.out, captured.err)

"""Settings: values that are set by path from the command line or from Python, over a file and its variant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.errors import Place, UsageError
from sim.scenario.overrides import Override
from sim.scenario.syntax import parse
from sim.scenario.tree import Findings, located

Setting = str | tuple[str, Any]
"""A value to set: ``path=value`` as on a command line, the value in YAML; or the path and the value itself."""


def overrides_of_settings(settings: Sequence[Setting]) -> list[Override]:
    """Settings as overrides.

    Raises:
        UsageError: A setting cannot be understood.
    """
    overrides: list[Override] = []
    if isinstance(settings, str) or not isinstance(settings, Sequence):
        raise UsageError(f"settings must be a list of 'path=value', not {settings!r:.80}")
    for number, setting in enumerate(settings, start=1):
        at = Place("settings", number, 1)
        match setting:
            case str():
                target, equals, text = setting.partition("=")
                if not equals or not target.strip():
                    raise UsageError(f"cannot understand the setting {setting!r}: write path=value")
                value = _value(text, setting)
            case (str(target), value):
                pass
            case _:
                raise UsageError(f"cannot understand the setting {setting!r:.80}: write 'path=value' or (path, value)")
        overrides.append(Override(target.strip(), located(value, at), at, at, ()))
    return overrides


def _value(text: str, setting: str) -> Any:
    findings = Findings()
    root = parse(f"value: {text.strip()}", "settings", findings)
    if root is None or findings.problems or len(root) != 1:
        reason = findings.problems[0].message if findings.problems else "write path=value"
        raise UsageError(f"cannot understand the setting {setting!r}: {reason}")
    return root["value"]

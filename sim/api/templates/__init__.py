"""Templates: scenarios to begin with, each a file beside this one; its ``description`` says what it is for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml
from pydantic import TypeAdapter, ValidationError

from sim.errors import UsageError
from sim.names import Name, nearest
from sim.results.files import write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT: Final = "shop"
"""The template where none is named."""
_FOLDER: Final = Path(__file__).parent
_NAME: Final = TypeAdapter(Name)


def templates() -> Mapping[str, str]:
    """What each template is for, by its name; from the simplest to the richest."""
    found = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        found[path.stem.partition("_")[2]] = str(yaml.safe_load(path.read_text(encoding="utf-8"))["description"])
    return found


def text(template: str, name: str) -> str:
    """A template under the name of the scenario to be.

    Raises:
        UsageError: There is no such template, or the name cannot be a scenario's.
    """
    known = {path.stem.partition("_")[2]: path for path in sorted(_FOLDER.glob("*.yaml"))}
    if template not in known:
        raise UsageError(f"there is no template {template!r}; {nearest(template, known)}")
    try:
        _NAME.validate_python(name)
    except ValidationError:
        raise UsageError(
            f"{name!r} cannot be the name of a scenario: letters, digits, _ and -, beginning with a letter or _"
        ) from None
    return re.sub(r"(?m)^name: .*$", f"name: {name}", known[template].read_text(encoding="utf-8"), count=1)


def write(template: str, path: Path, *, force: bool = False) -> None:
    """Writes a template as a new scenario that is named as its file.

    Args:
        template: Name of the template.
        path: Where to; the file's name without its ending becomes the scenario's.
        force: Whether to replace a file that is there.

    Raises:
        UsageError: There is no such template, the name does not fit, or something is there already.
        ResultsError: The system refused to write; names the file.
    """
    content = text(template, path.stem)
    if path.is_dir():
        raise UsageError(f"cannot write {str(path)!r}: it is a folder")
    if path.exists() and not force:
        raise UsageError(f"{str(path)!r} is there already; choose another name, or --force to replace it")
    write_text(path, content)

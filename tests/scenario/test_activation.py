from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.scenario.activation import Active

READ: TypeAdapter[Any] = TypeAdapter(Active)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("frost", "expected a list of names"),
        (["frost", "frost"], "named twice: frost"),
        ({"add": ["frost"], "remove": ["frost"]}, "both added and removed: frost"),
        ({}, "say what to 'add' or to 'remove'"),
        ({"ad": ["frost"]}, "Extra inputs"),
        ([3], "valid string"),
    ],
)
def test_refuses(value: object, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        READ.validate_python(value)

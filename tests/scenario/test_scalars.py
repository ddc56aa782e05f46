from __future__ import annotations

import datetime
from typing import Any

import pytest

from sim.scenario.scalars import Doubtful, read_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("1e1", 10.0),
        ("1.5E-3", 0.0015),
        (".5", 0.5),
        ("5.", 5.0),
        ("00.5", 0.5),
        ("0x1F", 31),
        ("0o17", 15),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("off", "off"),
        ("~", None),
        ("null", None),
        ("2025-01-06", datetime.date(2025, 1, 6)),
        ("52 weeks", "52 weeks"),
        ("5 %", "5 %"),
        ("-", "-"),
        ("...", "..."),
        ("1.2.3", "1.2.3"),
        ("0b11", "0b11"),
        ("1,000", "1,000"),
    ],
)
def test_reads_as_yaml_1_2_does(text: str, value: Any) -> None:
    read = read_scalar(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("010", "-08", "1_000", "1_0.5", "12:30", "1:2:3.5", "2025-02-30", "2025-1-6 12:00", "2025-01-06T12:00:00Z"),
        *(".inf", "-.INF", ".nan", "1e999", "9" * 400),
    ],
)
def test_refuses_what_is_doubtful(text: str) -> None:
    with pytest.raises(Doubtful):
        read_scalar(text)

"""Verdicts on what was expected of a run, as a frame and as JSON can hold them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, FiniteFloat, NonNegativeInt

if TYPE_CHECKING:
    from collections.abc import Iterable

MET: Final = "met"
FAILED: Final = "failed"
UNDECIDED: Final = "undecided"


class Judgement(BaseModel):
    """The verdict on one expectation about one thing."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    expectation: str
    """Name of the expectation."""
    kpi: str
    """The KPI."""
    subject: str
    """What the figure is about, e.g. ``network`` or ``site shop, product juice``."""
    wanted: str
    """What is expected, in words."""
    confidence: FiniteFloat
    """Confidence of the bound."""
    n: NonNegativeInt
    """How many replications define the KPI."""
    estimate: FiniteFloat | None
    """The mean, or the share of replications that keep the limits; None where no replication defines the KPI."""
    bound: FiniteFloat | None
    """The one-sided bound that decides: that which must keep the limit, of a failure that which breaks it; None where
    the replications are too few for one."""
    verdict: Literal["met", "failed", "undecided"]
    """``met``: the bound keeps the limit; ``failed``: the bound on the other side breaks it; else ``undecided``."""


COLUMNS: Final = tuple(Judgement.model_fields)
"""The columns of a frame of verdicts."""


def frame(judgements: Iterable[Judgement] = ()) -> pd.DataFrame:
    """One row for each judgement; NaN where a number is not there."""
    rows = [judgement.model_dump() for judgement in judgements]
    kinds = {"confidence": "float64", "n": "int64", "estimate": "float64", "bound": "float64"}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({name: kinds.get(name, "str") for name in COLUMNS})


def records(verdicts: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON can hold them: None where a number is not there."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in verdicts.to_dict("records")
    ]

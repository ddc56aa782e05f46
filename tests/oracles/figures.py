"""Figures: what is read from a result to be held against a reference value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    import pandas as pd

GRAIN = ("site", "product", "customer", "lane", "resource", "category")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a run gives.

    Attributes:
        value: A number, or a sequence of them such as a trajectory.
        half_width: Half of the 95 % interval; None where nothing is random.
    """

    value: tuple[float, ...]
    half_width: float | None = None


class Reading(Protocol):
    """A way to read a figure from a result."""

    def read(self, result: Any) -> Figure:
        """The figure in ``result``."""


@dataclass(frozen=True, slots=True)
class KPI:
    """One row of the KPI table, times a factor.

    Attributes:
        name: Name of the KPI.
        site: The row's site; empty for the network (and so on for the other columns of its grain).
        factor: Turns the KPI's unit into the reference's.
    """

    name: str
    site: str = ""
    product: str = ""
    customer: str = ""
    lane: str = ""
    resource: str = ""
    category: str = ""
    factor: float = 1.0

    def read(self, result: Any) -> Figure:
        """Mean and half-width of the only row at this grain."""
        rows = self.rows(result.kpis)
        if len(rows) != 1:
            raise LookupError(f"{self}: {len(rows)} rows instead of one")
        row = rows.iloc[0]
        half_width = float(row["half_width"])
        known = int(row["n"]) > 1 and not math.isnan(half_width)
        return Figure((float(row["mean"]) * self.factor,), abs(self.factor) * half_width if known else None)

    def rows(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of ``table`` that are about this KPI at this grain."""
        chosen = table["kpi"] == self.name
        for column in GRAIN:
            wanted = getattr(self, column)
            chosen &= table[column] == wanted if wanted else table[column].isna()
        return table[chosen]


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of KPIs, taken in each replication, with the interval of its mean."""

    parts: tuple[KPI, ...]

    def read(self, result: Any) -> Figure:
        """Mean and Student's half-width over the replications."""
        tables = [part.rows(result.measurements).set_index("replication")["value"] * part.factor for part in self.parts]
        sums = np.sum([table.sort_index().to_numpy() for table in tables], axis=0)
        count = sums.size
        if count == 0:
            raise LookupError(f"{self}: no rows")
        if count == 1:
            return Figure((float(sums[0]),))
        quantile = stats.t.ppf(0.975, count - 1)
        return Figure((float(sums.mean()),), float(quantile * sums.std(ddof=1) / math.sqrt(count)))


@dataclass(frozen=True, slots=True)
class Complement:
    """One less a share."""

    share: KPI

    def read(self, result: Any) -> Figure:
        """1 - the share, with its half-width."""
        figure = self.share.read(result)
        return Figure((1.0 - figure.value[0],), figure.half_width)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One KPI over another, taken in each replication, times a factor; or the inverse of one KPI over the factor."""

    numerator: KPI
    denominator: KPI | None
    factor: float = 1.0

    def read(self, result: Any) -> Figure:
        """Mean and Student's half-width over the replications."""
        parts = [part for part in (self.numerator, self.denominator) if part is not None]
        values = [
            part.rows(result.measurements).set_index("replication")["value"].sort_index().to_numpy() for part in parts
        ]
        ratios = self.factor / values[0] if self.denominator is None else self.factor * values[0] / values[1]
        if ratios.size == 1:
            return Figure((float(ratios[0]),))
        quantile = stats.t.ppf(0.975, ratios.size - 1)
        return Figure((float(ratios.mean()),), float(quantile * ratios.std(ddof=1) / math.sqrt(ratios.size)))


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A measure of one site period by period, of a run in which nothing is random.

    Attributes:
        measure: What is followed, e.g. ``on_hand``.
        site: Whose.
        product: Of which product; empty where the site has only one.
    """

    measure: str
    site: str
    product: str = ""

    def read(self, result: Any) -> Figure:
        """The values in sequence of time."""
        table = result.series
        rows = table[(table["measure"] == self.measure) & (table["site"] == self.site)]
        if self.product:
            rows = rows[rows["product"] == self.product]
        return Figure(tuple(float(value) for value in rows.sort_values("time")["mean"]))


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest value of a trajectory."""

    trajectory: Trajectory

    def read(self, result: Any) -> Figure:
        """The maximum over all periods."""
        return Figure((float(np.max(self.trajectory.read(result).value)),))


@dataclass(frozen=True, slots=True)
class Last:
    """The last value of a trajectory."""

    trajectory: Trajectory

    def read(self, result: Any) -> Figure:
        """The value in the last period."""
        return Figure((self.trajectory.read(result).value[-1],))

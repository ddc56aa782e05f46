"""Written off: units of stock that disruptions destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class WrittenOff(KPI):
    """Written off: units of stock on hand that disruptions destroyed in the period.

    Formula: sum of the units destroyed in the period.
    Source: write-downs of inventories, here in units, in International Accounting Standard 2 (2003), Inventories,
    paragraph 34.
    """

    kind = "written_off"
    unit = "units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products, where a disruption may destroy some."""
        if measurement.register.is_written_off.any():
            yield from summed(measurement.grains.stocks, measurement.written_off)

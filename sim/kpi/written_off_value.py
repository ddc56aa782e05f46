"""Written-off value: what the stock that disruptions destroyed was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class WrittenOffValue(KPI):
    """Written-off value: stock that disruptions destroyed in the period, at standard cost.

    It is in ``stock_value_change`` already, and so in ``operating_profit``: it is not charged once more.

    Formula: sum of units destroyed in the period x value of a unit.
    Source: write-downs of inventories in International Accounting Standard 2 (2003), Inventories, paragraph 34.
    """

    kind = "written_off_value"
    unit = "money"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products, where a disruption may destroy some."""
        if measurement.register.is_written_off.any():
            yield from summed(measurement.grains.stocks, measurement.written_off * measurement.value)

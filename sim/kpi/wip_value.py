"""WIP value: what the goods in process are worth, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class WipValue(KPI):
    """Value of work in process: the standard cost of the components in the units in process, averaged over time.

    What making them costs beside components is charged when it is spent, and enters the value of goods when they come
    into stock. By-products are thought of as part of the product until then.

    Formula: ``wip`` x sum of units used of each component x its value.
    Source: work-in-process inventory in Horngren, Datar & Rajan (2012), Cost Accounting: A Managerial Emphasis, 14th
    ed., ch. 2.
    """

    kind = "wip_value"
    unit = "money"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products."""
        return summed(measurement.grains.makers, measurement.wip * measurement.material_value)

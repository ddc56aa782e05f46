"""Quality: the share of what is made that is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values, divided, quotient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.kpi._grains import Grain
    from sim.kpi._measurement import Measurement


class Quality(KPI):
    """Quality: the share of the units that leave the shop floor that are good, the rest being scrapped.

    A line's is that of everything whose route comes to the line, for what is scrapped is found out at the end.

    Formula: good units / (good + scrapped units), over what left the shop floor in the period.
    Source: quality rate in Nakajima (1988), Introduction to TPM; quality ratio of ISO 22400-2:2014, Key performance
    indicators for manufacturing operations management.
    """

    kind = "quality"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products, and each line."""
        good, out = measurement.output
        yield from divided(measurement.grains.makers, good, out)
        for grain in measurement.grains.machines[2:3]:
            yield Values(grain, quality_of(measurement, grain))


def quality_of(measurement: Measurement, grain: Grain) -> NDArray[np.float64]:
    """The quality of what each group of machines works on, of shape (groups,)."""
    good, out = measurement.output
    accounts = measurement.register.accounts
    if "site" not in grain.names:
        return np.full(grain.size, quotient(good.sum(keepdims=True), out.sum(keepdims=True))[0])
    site = measurement.grains.site
    found = np.full(grain.size, np.nan)
    for group in range(grain.size):
        machine = measurement.register.resources[int(grain.account[np.flatnonzero(grain.group == group)[0]])]
        member = site == grain.names["site"][group]
        if "resource" in grain.names:
            member = member & np.array([any(step.line == machine.line for step in found.route) for found in accounts])
        found[group] = quotient(good[member].sum(keepdims=True), out[member].sum(keepdims=True))[0]
    return found

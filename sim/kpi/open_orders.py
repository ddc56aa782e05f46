"""Open orders: order lines of the period that are not settled at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OpenOrders(KPI):
    """Open orders: order lines placed in the period of which more is to come at its end.

    The category ``overdue`` is those whose promise has passed, which count as failed elsewhere; ``not_due`` those whose
    promise has not, which are left out elsewhere. The network's are those of customers.

    Formula: number of lines placed in the period that are neither delivered, cancelled nor lost in full.
    Source: the backlog of customer orders, Hopp & Spearman (2011), Factory Physics, 3rd ed., ch. 15.
    """

    kind = "open_orders"
    unit = "orders"
    better = "neither"

    categories = ("not_due", "overdue")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines, sellers = measurement.lines, measurement.grains.of_sellers
        yield from measurement.total(lines, lines.is_open, sellers)
        yield from measurement.total(lines, lines.is_overdue, sellers, "overdue")
        yield from measurement.total(lines, lines.is_open & ~lines.is_overdue, sellers, "not_due")

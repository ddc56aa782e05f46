"""What every check looks at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sim.scenario.network import Network, products_of
from sim.scenario.tree import Entries, Findings, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.errors import Severity
    from sim.scenario.document import Scenario
    from sim.scenario.network import Node
    from sim.scenario.tree import Step
    from sim.scenario.warehouse import Stock


class Case:
    """A scenario under examination.

    Attributes:
        scenario: The scenario, without its broken entries.
        root: The document that it was read from.
        broken: The entries left out, as (section, name).
        errors: Number of errors reported so far.
        network: Who can get what from whom.
    """

    def __init__(
        self,
        scenario: Scenario,
        root: Entries,
        findings: Findings,
        broken: frozenset[tuple[str, str]],
        uncertain: frozenset[str],
    ) -> None:
        self.scenario = scenario
        self.root = root
        self.broken = broken
        self.network = Network(scenario)
        self.errors = 0
        self._findings = findings
        self._uncertain = uncertain

    def report(
        self, path: Sequence[Step], message: str, hint: str = "", *, severity: Severity = "error", key: bool = False
    ) -> None:
        """Report a problem at ``path``."""
        self.errors += severity == "error"
        self._findings.add(place(self.root, path, key=key), tuple(path), message, hint, severity)

    def has(self, site: str, product: str) -> bool:
        """Whether a site sells, stocks or buys a product; True where the site is broken and cannot be asked."""
        known = self.products.get(site)
        return known is None or product in known

    @cached_property
    def products(self) -> dict[str, frozenset[str]]:
        """What each site sells, stocks or buys."""
        return {name: products_of(site) for name, site in self.scenario.sites.items()}

    def may_miss_lanes(self, site: str) -> bool:
        """Whether a lane to ``site`` may be among those that are broken."""
        if "lanes" in self._uncertain or "sites" in self._uncertain:
            return True
        origins = {lane.origin for lane in self.scenario.lanes.values() if lane.destination == site}
        if any(("sites", origin) in self.broken for origin in origins):
            return True
        lanes = self.root.get("lanes")
        broken = [lanes.get(name) for section, name in self.broken if section == "lanes" and isinstance(lanes, Entries)]
        return any(self._may_lead_to(site, lane) for lane in broken)

    def _may_lead_to(self, site: str, lane: object) -> bool:
        """Whether a broken lane may be meant to lead to ``site``."""
        if not isinstance(lane, Entries):
            return True
        to = lane.get("to")
        return to in (site, lane.get("from")) or not isinstance(to, str) or to not in self.scenario.sites

    @cached_property
    def stocks(self) -> dict[Node, Stock]:
        """Every stock, sorted by site and product."""
        return {
            (name, product): stock
            for name, site in sorted(self.scenario.sites.items())
            for product, stock in sorted(getattr(site, "stock", {}).items())
        }

"""The scene of a run: who stood where, what flowed, and what machines did, for pictures of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SCENE: Final = {
    "sites": ("site", "kind", "region"),
    "flows": ("origin", "destination", "product", "unit", "rate", "mass"),
    "spells": ("resource", "group", "site", "state", "product", "since", "until"),
}
"""The tables of a scene and their columns."""


@dataclass(frozen=True)
class Scene:
    """What the first replication looked like. Figures over all replications do not follow from it.

    Attributes:
        sites: One row for each site: ``site``, ``kind`` and ``region`` (missing where it has none).
        flows: One row for each way by which a product can go from site to site: ``origin``, ``destination``,
            ``product``, its ``unit``, ``rate`` (units per time unit that arrived in the measuring period) and ``mass``
            (the same in kg per time unit; 0 where the product has no weight).
        spells: One row for each stretch of time that a resource was in one state: ``resource``, ``group`` (the line of
            a machine, the carrier of a vehicle, the disruption of an effect), ``site`` (of a fleet that sets out from
            several sites its own name), ``state``, ``product`` (missing where nothing was worked on), ``since`` and
            ``until``.
    """

    sites: pd.DataFrame
    flows: pd.DataFrame
    spells: pd.DataFrame

    @property
    def work(self) -> pd.DataFrame:
        """The spells of machines, vehicles, docks and suppliers."""
        return self.spells[~self._is_disruption]

    @property
    def strikes(self) -> pd.DataFrame:
        """The spells in which disruptions were in force; ``group`` is the disruption."""
        return self.spells[self._is_disruption]

    @property
    def _is_disruption(self) -> NDArray[np.bool_]:
        """Whether each row is about a disruption: only those are called by a name, an effect and a place."""
        pairs = zip(self.spells["resource"].tolist(), self.spells["group"].tolist(), strict=True)
        found = ["/" not in group and name.startswith(f"{group}/") and name.count("/") > 1 for name, group in pairs]
        return np.array(found, dtype=np.bool_)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in SCENE}

"""The scene of a run: who stood where, what flowed, and what machines did, for pictures of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

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
            a machine, the carrier of a vehicle), ``site`` (of a fleet that sets out from several sites its own name),
            ``state``, ``product`` (missing where nothing was worked on), ``since`` and ``until``.
    """

    sites: pd.DataFrame
    flows: pd.DataFrame
    spells: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in SCENE}

"""What all sites have in common."""

from __future__ import annotations

from typing import Final

from sim.names import Name
from sim.spec import Spec

COMPANY: Final = "company"
"""Who owns warehouses that name no owner."""
OUTSIDE: Final = "outside"
"""The party that is paid for ordering, transport, holding and waiting."""


class Site(Spec):
    """A place or party of the chain."""

    region: Name | None = None
    """Where it is; usable as a selector (``{region: north}``)."""
    tags: tuple[str, ...] = ()
    """Words to select it by (``{tag: store}``)."""
    owner: Name | None = None
    """Who owns it and its money; absent: ``company`` for warehouses, itself for suppliers and customers."""

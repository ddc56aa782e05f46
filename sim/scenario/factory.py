"""Factories: where products are made of components."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.names import LuckName, Name
from sim.scenario.line import Line
from sim.scenario.recipe import Recipe
from sim.scenario.warehouse import StockingSite


class Factory(StockingSite):
    """A place that makes products, by recipes on its lines, out of components in its stock.

    What it stocks of a product is made to stock: the stock's policy raises production orders. A product without an
    entry under ``stock`` is made to order: what buyers order is raised as production orders at once. The decoupling
    point of a chain is thus where stock is kept.
    """

    kind: Literal["factory"]
    lines: dict[Name, Line] = Field(default_factory=dict)
    """Its stations, by name."""
    makes: dict[Name, Recipe] = Field(min_length=1)
    """Its recipes, by name: the product, unless the recipe says otherwise. A stock with several sources names recipes
    like sites: ``source: {kind: priority, sites: [fresh, from_concentrate]}``."""
    luck: LuckName | None = None
    """Name of its random streams, to keep old ones after a rename; absent: its own name."""

    def product_of(self, recipe: str) -> str:
        """What a recipe makes."""
        return self.makes[recipe].product or recipe

    @property
    def products(self) -> dict[str, tuple[str, ...]]:
        """The recipes of each product that is made here; products and recipes sorted by name."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.makes):
            found.setdefault(self.product_of(name), []).append(name)
        return {product: tuple(found[product]) for product in sorted(found)}

"""The network that a scenario implies: who orders what from whom, along which lane, and how far from the customer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.disruption.what.policy import Policy
from sim.scenario.courses import add_courses
from sim.scenario.customer import Customer
from sim.scenario.exposure import active, strikes
from sim.scenario.factory import Factory
from sim.scenario.ranks import ranks
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import StockingSite
from sim.sourcing.single import Single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.scenario.courses import Courses
    from sim.scenario.document import AnySite, Scenario
    from sim.scenario.lane import Lane
    from sim.scenario.recipe import Recipe
    from sim.sourcing import Sourcing

Node = tuple[str, str]
"""A (site, product) pair."""


@dataclass(frozen=True, slots=True)
class Link:
    """One way for a buyer to get a product: a source and, unless goods are handed over on the spot, a lane.

    Attributes:
        buyer: Site that orders.
        seller: Site that is asked; the buyer itself where it makes the product.
        product: The product.
        lane: Name of the lane; None where the buyer takes the goods at the seller's door.
        recipe: The recipe by which the buyer makes the product for its own stock; None where it is bought.
    """

    buyer: str
    seller: str
    product: str
    lane: str | None
    recipe: str | None = None


def products_of(site: AnySite) -> frozenset[str]:
    """What a site sells, makes, stocks or buys."""
    if isinstance(site, Supplier):
        return frozenset(site.supplies)
    if isinstance(site, Customer):
        return frozenset(site.buys)
    return frozenset(site.stock).union(site.products if isinstance(site, Factory) else ())


@dataclass(frozen=True)
class Network:
    """The resolved network of a valid scenario.

    Attributes:
        scenario: What it was made from.
    """

    scenario: Scenario

    def lanes_to(self, site: str, product: str) -> tuple[tuple[str, Lane], ...]:
        """The lanes that bring ``product`` to ``site``, sorted by name."""
        return tuple(
            (name, lane)
            for name, lane in self._lanes_by_destination.get(site, ())
            if (lane.products is None or product in lane.products)
            and lane.origin in self.scenario.sites
            and product in products_of(self.scenario.sites[lane.origin])
        )

    @cached_property
    def _lanes_by_destination(self) -> dict[str, list[tuple[str, Lane]]]:
        lanes: dict[str, list[tuple[str, Lane]]] = {}
        for name, lane in sorted(self.scenario.lanes.items()):
            lanes.setdefault(lane.destination, []).append((name, lane))
        return lanes

    @cached_property
    def rules(self) -> dict[Node, Sourcing | None]:
        """Every (site, product) that orders from others, with the rule that says from whom (None: unstated); sorted."""
        return dict(self._rules())

    def _rules(self) -> Iterator[tuple[Node, Sourcing | None]]:
        for name, site in sorted(self.scenario.sites.items()):
            if isinstance(site, StockingSite):
                for product, stock in sorted(site.stock.items()):
                    if stock.replenish is not None:
                        yield (name, product), stock.source
            elif isinstance(site, Customer):
                for product, purchase in sorted(site.buys.items()):
                    yield (name, product), purchase.source

    def resolve(self, node: Node, source: Sourcing | None) -> tuple[Link, ...]:
        """The links that ``source`` stands for, in its order.

        Raises:
            LookupError: The links cannot be told; the message says why.
        """
        site, product = node
        lanes, recipes = self.lanes_to(site, product), self.recipes_of(node)
        if source is None:
            if len(lanes) + len(recipes) != 1:
                names = ", ".join([*(name for name, _ in lanes), *recipes])
                raise LookupError(
                    f"no lane brings {product!r} to {site!r}, and no source is named"
                    if not names
                    else f"several lanes bring {product!r} to {site!r} ({names}); say which with a source"
                    if not recipes
                    else f"{site!r} can get {product!r} in several ways ({names}); say which with a source"
                )
            if recipes:
                return (Link(site, site, product, None, recipes[0]),)
            name, lane = lanes[0]
            return (Link(site, lane.origin, product, name),)
        return tuple(self._named(node, name, lanes) for name in source.sites)

    def recipes_of(self, node: Node) -> tuple[str, ...]:
        """The recipes by which a site makes a product, sorted by name; none where it does not."""
        site = self.scenario.sites.get(node[0])
        return site.products.get(node[1], ()) if isinstance(site, Factory) else ()

    def recipe(self, site: str, name: str) -> Recipe:
        """A recipe of a factory."""
        factory = self.scenario.sites[site]
        if not isinstance(factory, Factory):
            raise LookupError(f"{site!r} is no factory")
        return factory.makes[name]

    @cached_property
    def made_to_order(self) -> tuple[Node, ...]:
        """What factories make and do not stock, sorted: their buyers' orders are production orders."""
        return tuple(
            (name, product)
            for name, site in sorted(self.scenario.sites.items())
            if isinstance(site, Factory)
            for product in site.products
            if product not in site.stock
        )

    def _named(self, node: Node, source: str, lanes: tuple[tuple[str, Lane], ...]) -> Link:
        site, product = node
        if source in self.recipes_of(node):
            return Link(site, site, product, None, source)
        if source in self.scenario.sites:
            matching = [(name, lane) for name, lane in lanes if lane.origin == source]
        else:
            matching = [(name, lane) for name, lane in lanes if name == source]
        if len(matching) == 1:
            return Link(site, matching[0][1].origin, product, matching[0][0])
        if len(matching) > 1:
            names = ", ".join(name for name, _ in matching)
            raise LookupError(f"several lanes bring {product!r} from {source!r} to {site!r} ({names}); name the lane")
        seller = self.scenario.sites.get(source)
        if seller is None or product not in products_of(seller) or isinstance(seller, Customer):
            raise LookupError(f"{source!r} does not supply {product!r} to {site!r}")
        if not isinstance(self.scenario.sites[site], Customer):
            raise LookupError(f"no lane brings {product!r} from {source!r} to {site!r}")
        return Link(site, source, product, None)

    def sourcing(self, node: Node) -> Sourcing:
        """The rule by which a node chooses: the one it names, or the only lane that there is."""
        rule = self.rules[node]
        link = self.links[node][0]
        return rule if rule is not None else Single(kind="single", site=link.recipe or link.seller)

    @cached_property
    def links(self) -> dict[Node, tuple[Link, ...]]:
        """The links of each node that orders, in the order of its sourcing rule, then those that it may turn to.

        Keys are sorted.
        """
        found: dict[Node, tuple[Link, ...]] = {}
        for node, source in self.rules.items():
            usual = self.resolve(node, source)
            others = (link for rule in self.standby(node) for link in self.resolve(node, rule))
            found[node] = tuple(dict.fromkeys((*usual, *others)))
        return found

    def standby(self, node: Node) -> tuple[Sourcing, ...]:
        """The sourcing rules by which a node orders under disruption: by its plans, or by a change of policy."""
        site = self.scenario.sites[node[0]]
        stock = site.stock.get(node[1]) if isinstance(site, StockingSite) else None
        plans = () if stock is None else stock.on_disruption
        changes = self._changes.get(node, ())
        return tuple(plan.source for plan in (*plans, *changes) if plan.source is not None)

    @cached_property
    def _changes(self) -> dict[Node, list[Policy]]:
        """The changes of policy that active disruptions bring about, by stock."""
        found: dict[Node, list[Policy]] = {}
        for name in active(self.scenario):
            for strike in strikes(self.scenario, name):
                if isinstance(strike.effect, Policy):
                    found.setdefault((strike.target.owner, strike.target.part), []).append(strike.effect)
        return found

    def shares(self, node: Node) -> tuple[float, ...]:
        """The share of its volume that a node is expected to get over each of its links; none over those on standby."""
        usual = self.sourcing(node).mean_shares
        return (*usual, *(0.0 for _ in self.links[node][len(usual) :]))

    def link(self, node: Node, source: str | None) -> Link:
        """The link of a node to ``source`` (a site, a lane or a recipe), or its first if None; ``LookupError``."""
        for link in self.links[node]:
            if source in (None, link.seller, link.lane, link.recipe):
                return link
        raise LookupError(f"{node[1]!r} at {node[0]!r} is not ordered from {source!r}")

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every (site, product) pair, sorted."""
        return tuple(
            (name, product)
            for name, site in sorted(self.scenario.sites.items())
            for product in sorted(products_of(site))
        )

    @cached_property
    def buyers(self) -> dict[Node, tuple[Node, ...]]:
        """Who orders from each node, sorted; what a factory uses itself it does not buy."""
        found: dict[Node, set[Node]] = {node: set() for node in self.nodes}
        for node, links in self.links.items():
            for link in links:
                if link.recipe is None:
                    found[(link.seller, link.product)].add(node)
        return {node: tuple(sorted(buyers)) for node, buyers in found.items()}

    @cached_property
    def feeds(self) -> dict[Node, tuple[tuple[Node, float], ...]]:
        """What each node draws on to have one unit: other nodes, with units of them expected on average.

        A purchase draws on its seller, what is made on its components; a split is followed by its shares, any other
        rule to its first source.
        """
        found: dict[Node, tuple[tuple[Node, float], ...]] = {}
        for node, links in self.links.items():
            drawn: list[tuple[Node, float]] = []
            for link, share in zip(links, self.shares(node), strict=True):
                if link.recipe is None:
                    drawn.append(((link.seller, link.product), share))
                else:
                    drawn += self._components(node[0], link.recipe, share)
            found[node] = tuple(drawn)
        for node in self.made_to_order:
            found[node] = tuple(self._components(node[0], self.recipes_of(node)[0], 1.0))
        return found

    def _components(self, site: str, recipe: str, share: float) -> Iterator[tuple[Node, float]]:
        made = self.recipe(site, recipe)
        for product, ratio in sorted(made.components.items()):
            yield (site, product), share * ratio / made.good.mean

    @cached_property
    def followers(self) -> dict[Node, tuple[Node, ...]]:
        """Who draws on each node, sorted: its buyers, and what is made of it."""
        found: dict[Node, set[Node]] = {node: set(buyers) for node, buyers in self.buyers.items()}
        for node, drawn in self.feeds.items():
            for component, _ in drawn:
                found[component].add(node)
        return {node: tuple(sorted(nodes)) for node, nodes in found.items()}

    @cached_property
    def levels(self) -> dict[Node, int]:
        """The longest supply path from each node to a customer, in links; see ``sim.scenario.ranks``.

        Reviews run from low to high, shipping from high to low.
        """
        return ranks(self.nodes, self.followers, self._customers)

    @cached_property
    def _customers(self) -> frozenset[Node]:
        sites = self.scenario.sites.items()
        return frozenset((name, item) for name, site in sites if isinstance(site, Customer) for item in site.buys)

    @cached_property
    def courses(self) -> dict[Node, Courses]:
        """What reaches each node on average, as ``mean_demand``, told apart by its course in time."""
        courses: dict[Node, Courses] = {node: {} for node in self.nodes}
        for node in self._downstream_first:
            site = self.scenario.sites[node[0]]
            if isinstance(site, Customer):
                demand = site.buys[node[1]].demand
                add_courses(courses[node], {(demand.profile, demand.clock): demand.mean_rate})
            for drawn, share in self.feeds[node]:
                add_courses(courses[drawn], courses[node], share)
        return courses

    @cached_property
    def _downstream_first(self) -> tuple[Node, ...]:
        return tuple(sorted(self.feeds, key=lambda node: (self.levels[node], node)))

    @cached_property
    def mean_demand(self) -> dict[Node, float]:
        """Mean base demand that reaches each node, in product units per time unit, if nothing is lost."""
        return self.flow({})

    def flow(self, standing: Mapping[Node, float]) -> dict[Node, float]:
        """Like ``mean_demand``, but where a node orders at a rate of its own whatever is asked of it.

        Args:
            standing: The nodes that do, with what they order per time unit.
        """
        rate = dict.fromkeys(self.nodes, 0.0)
        for node in self._downstream_first:
            site = self.scenario.sites[node[0]]
            if isinstance(site, Customer):
                rate[node] += site.buys[node[1]].demand.mean_rate
            ordered = standing.get(node, rate[node])
            for drawn, share in self.feeds[node]:
                rate[drawn] += share * ordered
        return rate

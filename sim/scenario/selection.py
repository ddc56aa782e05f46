"""Selectors: things meant by what they have in common.

- A lane's ``from`` and ``to`` may be a list of sites, or ``{tag: store}``, ``{region: north}``, ``{kind: warehouse}``
  (several keys: all must hold). One lane is made for each pair, called ``{from}_to_{to}`` unless ``name`` says
  otherwise, e.g. ``name: express_{from}_{to}``; ``same: region`` keeps the pairs of one region. A site is never
  paired with itself.
- A key ``tag:grocery`` in ``stock``, ``supplies`` and ``buys`` stands for every product with that tag; ``{product}``
  in its strings becomes the product's name.
- In the paths of a variant, ``*`` stands for every entry and ``tag:``, ``region:``, ``kind:`` for those that have it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sim.names import group_hint, nearest
from sim.scenario.rows import filler
from sim.scenario.tree import UNREADABLE, Entries, Findings, Items, copied, size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.errors import Place
    from sim.quantities import Reading
    from sim.scenario.budget import Budget
    from sim.scenario.tree import Path

SELECTORS: Final = ("tag", "region", "kind")
"""What entries can be selected by."""


def has(entry: Any, key: str, wanted: str) -> bool:
    """Whether an entry has the tag, region or kind ``wanted``."""
    if not isinstance(entry, Entries):
        return False
    if key == "tag":
        tags = entry.get("tags")
        return isinstance(tags, Items) and wanted in tags
    return bool(entry.get(key) == wanted)


def values(entries: Any, key: str) -> frozenset[str]:
    """All tags, regions or kinds that entries have."""
    found: set[str] = set()
    for entry in entries.values() if isinstance(entries, Entries) else ():
        value = entry.get("tags" if key == "tag" else key) if isinstance(entry, Entries) else None
        found.update(item for item in (value if isinstance(value, Items) else [value]) if isinstance(item, str))
    return frozenset(found)


def grouped(entries: Any) -> dict[tuple[str, str], set[str]]:
    """The names of the entries that have each tag, region and kind, by what it is and which one."""
    found: dict[tuple[str, str], set[str]] = {}
    for name, entry in entries.items() if isinstance(entries, Entries) else ():
        for key in SELECTORS if isinstance(entry, Entries) else ():
            value = entry.get("tags" if key == "tag" else key)
            # A tag of a list, a kind or region by itself; what is of the wrong type is reported by the validation.
            fitting = value if key == "tag" and isinstance(value, Items) else [value] if key != "tag" else []
            for item in fitting:
                if isinstance(item, str):
                    found.setdefault((key, item), set()).add(name)
    return found


class Selection:
    """Expands the selectors of one document.

    Attributes:
        uncertain: Sections in which something could not be expanded, so that not all names are known.
    """

    def __init__(
        self, root: Entries, reading: Reading, findings: Findings, budget: Budget, uncertain: set[str]
    ) -> None:
        self._root = root
        self._reading = reading
        self._findings = findings
        self._budget = budget
        self.uncertain = uncertain

    def tagged_products(self, site: Entries, path: Path) -> None:
        """Replace the keys ``tag:...`` of one of a site's mappings by product."""
        key = str(path[-1])
        terms = site.get(key)
        if not isinstance(terms, Entries):
            return
        selectors = sorted(name for name in terms if name.startswith("tag:"))
        if not selectors:
            return
        taken = [(name, terms.keys_at[name], terms.values_at[name], terms.take(name)) for name in selectors]
        explicit = frozenset(terms)
        made: dict[str, str] = {}
        for name, key_at, value_at, template in taken:
            products = self._products(name.removeprefix("tag:"), key_at, (*path, name))
            if products is None:
                site[key] = UNREADABLE
                return
            for product in products:
                if product in made:
                    message = f"{product!r} is selected twice: by {made[product]!r} and by {name!r}"
                    self._findings.add(key_at, (*path, product), message, "write its entry out, which wins")
                elif product not in explicit:
                    made[product] = name
                    self._budget.spend(size(template), key_at, (*path, name))
                    fill = filler({"product": product}, self._budget)
                    terms.put(product, copied(template, fill), value_at, key_at=key_at)

    def _products(self, tag: str, at: Place, path: Path) -> list[str] | None:
        products = self._root.get("products")
        if "products" in self.uncertain or not isinstance(products, Entries):
            return None
        found = sorted(self._grouped_products.get(("tag", tag), ()))
        if not found:
            known = {value for key, value in self._grouped_products if key == "tag"}
            self._findings.add(at, path, f"no product has the tag {tag!r}", self._findings.nearest(tag, known))
            return None
        return found

    @cached_property
    def _grouped_products(self) -> dict[tuple[str, str], set[str]]:
        return grouped(self._root.get("products"))

    @cached_property
    def _grouped_sites(self) -> dict[tuple[str, str], set[str]]:
        return grouped(self._root.get("sites"))

    def lanes_between_sites(self) -> None:
        """Replace the lanes whose ends are selectors by one lane for each pair."""
        lanes = self._root.get("lanes")
        if not isinstance(lanes, Entries):
            return
        templates = [
            (label, lanes.keys_at[label], lane)
            for label, lane in sorted(lanes.items())
            if isinstance(lane, Entries)
            and ("same" in lane or any(isinstance(lane.get(end), Entries | Items) for end in ("from", "to")))
        ]
        for label, _, _ in templates:
            lanes.take(label)
        explicit = frozenset(lanes)
        for label, at, lane in templates:
            pairs = self._pairs(lane, ("lanes", label))
            if pairs is None:
                self.uncertain.add("lanes")
                continue
            pattern = lane.take("name") if "name" in lane else "{from}_to_{to}"
            for origin, destination in pairs:
                fill = filler({"from": origin, "to": destination}, self._budget)
                name = str(fill(str(pattern), at)[0])
                if name in lanes and name not in explicit:
                    first = lanes.keys_at[name]
                    message = f"the lane {name!r} is made twice; the first is from line {first.line}"
                    hint = "give one of the two a name of its own, e.g. 'name: express_{from}_{to}'"
                    self._findings.add(at, ("lanes", label), message, hint)
                elif name not in explicit:
                    made = copied(lane, fill)
                    made.put("from", origin, lane.values_at["from"], key_at=lane.keys_at["from"])
                    made.put("to", destination, lane.values_at["to"], key_at=lane.keys_at["to"])
                    lanes.put(name, made, at, key_at=at)

    def _pairs(self, lane: Entries, path: Path) -> list[tuple[str, str]] | None:
        same = lane.values_at.get("same"), lane.take("same") if "same" in lane else None
        if same[0] is not None and same[1] != "region":
            if same[1] is not UNREADABLE:
                self._findings.add(same[0], (*path, "same"), f"expected 'region', got {same[1]!r}")
            return None
        origins = self._sites(lane, "from", path)
        destinations = self._sites(lane, "to", path)
        if origins is None or destinations is None:
            return None
        self._budget.spend(len(origins) * len(destinations) * size(lane), lane.at, path)
        pairs = [
            (origin, destination)
            for origin in origins
            for destination in destinations
            if origin != destination and (same[0] is None or self._region(origin, destination))
        ]
        if not pairs:
            self._findings.add(lane.at, path, "no pair of sites fits 'from', 'to' and 'same'")
            return None
        return pairs

    def _region(self, origin: str, destination: str) -> bool:
        regions = [
            site.get("region") if isinstance(site, Entries) else None
            for site in (self._root["sites"].get(origin), self._root["sites"].get(destination))
        ]
        return regions[0] is not None and regions[0] == regions[1]

    def _sites(self, lane: Entries, end: str, path: Path) -> list[str] | None:
        """The sites meant by one end of a lane, sorted; None with the reason reported."""
        sites = self._root.get("sites")
        meant = lane.get(end)
        if "sites" in self.uncertain or not isinstance(sites, Entries) or meant is UNREADABLE:
            return None
        if end not in lane:
            self._findings.add(lane.at, path, f"missing key {end!r}")
            return None
        at = lane.values_at[end]
        if isinstance(meant, str):
            return self._known([meant], [at], (*path, end))
        if isinstance(meant, Items):
            return self._known(meant, meant.values_at, (*path, end))
        if not isinstance(meant, Entries) or not meant:
            self._findings.add(at, (*path, end), "expected a site, a list of sites, or a selector such as {tag: store}")
            return None
        return self._selected(meant, (*path, end))

    def _known(self, names: Iterable[Any], places: Iterable[Place], path: Path) -> list[str] | None:
        sites = self._root["sites"]
        unknown = [
            (name, at) for name, at in zip(names, places, strict=True) if not isinstance(name, str) or name not in sites
        ]
        for name, at in unknown:
            if name is not UNREADABLE:
                made = self._reading.groups.get(str(name))
                hint = group_hint(str(name), made) if made is not None else self._findings.nearest(str(name), sites)
                self._findings.add(at, path, f"there is no site {_shown(name)}", hint)
        return None if unknown else sorted(set(names))

    def _selected(self, selector: Entries, path: Path) -> list[str] | None:
        found: set[str] | None = None
        for key, wanted in selector.items():
            if key not in SELECTORS:
                hint = nearest(key, SELECTORS)
                self._findings.add(selector.keys_at[key], (*path, key), f"sites cannot be selected by {key!r}", hint)
                return None
            fitting = self._grouped_sites.get((key, wanted), set()) if isinstance(wanted, str) else set()
            found = fitting if found is None else found & fitting
            if not found:
                message = f"no site has the {key} {_shown(wanted)}"
                known = {value for other, value in self._grouped_sites if other == key}
                hint = self._findings.nearest(str(wanted), known)
                self._findings.add(selector.values_at[key], (*path, key), message, hint)
                return None
        return sorted(found or ())


def _shown(value: Any) -> str:
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)

"""Random factories for property tests: bills of materials over two or three levels, and lines of every sort."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

RAW = ("ore", "film")
"""What factories buy."""
PART = "part"
"""What they make for their own use."""
REST = "rest"
"""What comes out beside it."""


def times(low: float, high: float) -> st.SearchStrategy[Document]:
    """Lengths of time with a mean between ``low`` and ``high``, fixed and random."""
    mean = st.floats(low, high).map(lambda value: round(value, 2))
    return st.one_of(
        mean,
        mean.map(lambda m: {"kind": "uniform", "low": m / 2, "high": m * 1.5}),
        mean.map(lambda m: {"kind": "exponential", "mean": m}),
    )


@st.composite
def work(draw: st.DrawFn) -> Document:
    """How long a job takes on a machine."""
    said = draw(st.sampled_from(["rate", "job", "unit"]))
    if said == "rate":
        return {"rate": draw(st.integers(5, 60))}
    return {"time": draw(times(0.02, 0.5) if said == "job" else times(0.01, 0.08)), "per": said}


@st.composite
def lines(draw: st.DrawFn, products: list[str]) -> Document:
    """A line on which some of ``products`` are made."""
    line: Document = {
        **draw(work()),
        "machines": draw(st.sampled_from([1, 1, 2, 3])),
        "sequence": draw(
            st.sampled_from(
                [
                    "first_come", "earliest_due_date", "shortest_processing_time", "campaign",
                    {"kind": "campaign", "longest": 2},
                ]
            )
        ),
        "release": draw(st.just("push") | st.integers(1, 4).map(lambda jobs: {"kind": "conwip", "jobs": jobs})),
    }  # fmt: skip
    if draw(st.booleans()):
        line["queue"] = draw(st.integers(0, 3))
    if draw(st.booleans()):
        pair = {products[0]: {products[-1]: 0.3}} if len(products) > 1 else {}
        line["setup"] = draw(st.sampled_from([0.1, {"otherwise": 0.05, "between": pair}]))
    if draw(st.booleans()):
        line["breakdowns"] = {
            "clock": draw(st.sampled_from(["busy", "calendar"])),
            "time_to_failure": draw(times(0.5, 3)),
            "time_to_repair": draw(times(0.05, 0.5)),
        }
    if draw(st.booleans()):
        shifts = draw(
            st.sampled_from(
                [
                    {"shifts": [{"from": "6 h", "to": "22 h"}]},
                    {"days": ["monday", "tuesday", "thursday", "sunday"], "shifts": [{"from": "20 h", "to": "30 h"}]},
                ]
            )
        )
        line["hours"] = shifts
    if draw(st.booleans()):
        line["costs"] = {"per_setup": draw(st.sampled_from([0, 11])), "running": draw(st.sampled_from([0, 1.7]))}
    return line


@st.composite
def recipes(draw: st.DrawFn, components: list[str], stations: list[str], *, rest: bool) -> Document:
    """A recipe that uses some of ``components`` and goes through some of ``stations``."""
    used = draw(st.lists(st.sampled_from(components), max_size=2, unique=True))
    recipe: Document = {"from": {name: draw(st.sampled_from([1, 2, 0.5, 1.3])) for name in used}}
    route: list[Any] = draw(st.lists(st.sampled_from(stations), max_size=3)) if stations else []
    if route and draw(st.booleans()):
        route = [{"line": route[0], **draw(work())}, *route[1:]]
    recipe["route"] = route
    recipe["lead_time"] = draw(st.just(0) | times(0.2, 2)) if route else draw(times(0.2, 2))
    if rest and draw(st.booleans()):
        recipe["also"] = {REST: draw(st.sampled_from([0.4, 1, 3]))}
    if draw(st.booleans()):
        recipe["yield"] = draw(st.sampled_from([0.9, "75 %", {"kind": "uniform", "low": 0.5, "high": 1}]))
    if draw(st.booleans()):
        recipe["batch"] = draw(st.integers(1, 9))
    if draw(st.booleans()):
        recipe["minimum_order"] = draw(st.integers(1, 9))
    if draw(st.booleans()):
        recipe["multiple"] = draw(st.integers(1, 6))
    if draw(st.booleans()):
        recipe["costs"] = {"per_job": draw(st.sampled_from([0, 4])), "per_unit": draw(st.sampled_from([0, 0.3]))}
    if draw(st.booleans()):
        recipe["planned_lead_time"] = draw(st.sampled_from([0, 1.5]))
    return recipe


def making_policies() -> st.SearchStrategy[Document]:
    """Policies that suit what is made where it is stocked, beside those for all stocks."""
    return st.one_of(
        st.builds(
            lambda cards, container, detach: {
                "kind": "kanban", "cards": cards, "container": container, "detach": detach,
            },
            st.integers(1, 6), st.integers(1, 8), st.sampled_from(["last", "first"]),
        ),
        st.integers(1, 5).map(lambda quantity: {"kind": "saturated", "quantity": quantity}),
    )  # fmt: skip


@st.composite
def made_stocks(draw: st.DrawFn, stocks: st.SearchStrategy[Document], recipe: Document, shop: Document) -> Document:
    """The stock of a product that the site makes on the lines of ``shop``."""
    stock = draw(stocks)
    stock["opening"].pop("orders_under_way", None)  # production orders reach the shop at once
    if draw(st.booleans()):
        stock["replenish"] = draw(making_policies())
        stock["opening"].pop("forecast", None)
        if stock["replenish"]["kind"] == "saturated" and not _is_limited(recipe, shop):
            stock["replenish"] = {"kind": "kanban", "cards": 3, "container": 4}
    return stock


def _is_limited(recipe: Document, shop: Document) -> bool:
    """Whether jobs have to wait for their release; else a saturated line would let in orders without end."""
    first = next((step if isinstance(step, str) else step["line"] for step in recipe["route"]), None)
    return first is not None and ("queue" in shop[first] or shop[first]["release"] != "push")


@st.composite
def factories(draw: st.DrawFn, products: list[str], stocks: st.SearchStrategy[Document], seller: str) -> Document:
    """A factory that makes ``products`` and a part for them, of what ``seller`` brings."""
    stations = [f"m{number}" for number in range(draw(st.integers(0, 3)))]
    shop = {name: draw(lines([*products, PART])) for name in stations}
    kept: Document = {raw: draw(stocks) for raw in RAW}
    for stock in kept.values():
        stock["source"] = seller
    kept[REST] = {"opening": {"on_hand": draw(st.integers(0, 3))}}
    makes: Document = {PART: draw(recipes(list(RAW), stations, rest=True))}
    kept[PART] = draw(made_stocks(stocks, makes[PART], shop))
    components = [*RAW, PART]
    for product in products:
        makes[product] = draw(recipes(components, stations, rest=True))
        if draw(st.booleans()):
            continue  # made to order
        kept[product] = draw(made_stocks(stocks, makes[product], shop))
        ways = [product, seller] if draw(st.booleans()) else []
        if not ways and draw(st.booleans()):
            makes[f"{product}_again"] = {**draw(recipes(components, stations, rest=False)), "product": product}
            ways = [product, f"{product}_again"]
        if ways and kept[product]["replenish"]["kind"] != "saturated":
            shares = {ways[0]: 0.75, ways[1]: 0.25}
            kept[product]["source"] = draw(
                st.sampled_from([{"kind": "priority", "sites": ways}, {"kind": "split", "shares": shares}])
            )
            if ways[1] == seller and draw(st.booleans()):
                kept[product]["source"] = product
        else:
            kept[product]["source"] = product
        components = [*components, product]
    return {"kind": "factory", "lines": shop, "makes": makes, "stock": kept}

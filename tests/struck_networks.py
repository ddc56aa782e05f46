"""Random supply chains whose lanes, carriers, suppliers and prices disruptions strike."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.carriers import carried_networks
from tests.networks import networks

Document = dict[str, Any]


def windows() -> st.SearchStrategy[Document]:
    """When something strikes: once, or again and again."""
    once = st.builds(
        lambda starts, lasts: {"kind": "window", "starts": starts / 2, "lasts": lasts / 2},
        st.integers(0, 24),
        st.integers(1, 16),
    )
    often = st.builds(
        lambda gap, lasts: {
            "kind": "recurring",
            "gap": {"kind": "exponential", "mean": gap},
            "lasts": {"kind": "exponential", "mean": lasts},
        },
        st.integers(2, 6),
        st.sampled_from([0.5, 2]),
    )
    return st.one_of(once, often)


def _slower(*, under_way: bool) -> st.SearchStrategy[Document]:
    kinds: list[Document] = [{"factor": 2.3}, {"plus": 1.25}, {"factor": 0.5}]
    if under_way:
        kinds.append({"factor": 1.7, "also_under_way": True})
    return st.sampled_from([{"kind": "lead_time", **of} for of in kinds])


def _closures(detour: str | None) -> st.SearchStrategy[Document]:
    said: list[Document] = [
        {},
        {"in_transit": "hold"},
        {"in_transit": "lose"},
        {"orders": "refuse"},
        {"releases": 1.5},
        {"in_transit": "hold", "releases": 3},
    ]
    if detour is not None:
        said += [{"divert_to": detour}, {"divert_to": detour, "in_transit": "divert"}]
        said += [{"divert_to": detour, "in_transit": "lose"}]
    return st.sampled_from([{"kind": "closure", **of} for of in said])


def effects_on_lanes(detour: str | None) -> st.SearchStrategy[Document]:
    """What can happen to a lane without a carrier; ``detour`` is another one from the same site to the same."""
    return st.one_of(
        _closures(detour),
        _slower(under_way=True),
        st.just({"kind": "freight", "factor": 1.8}),
        st.just({"kind": "tariff", "share": 0.25}),
    )


def _on_fleets() -> st.SearchStrategy[Document]:
    return st.one_of(
        st.sampled_from([0, 0.5]).map(lambda left: {"kind": "capacity", "left": left}),
        _slower(under_way=False),
        st.sampled_from([{"factor": 1.6}, {"fuel": 2.0}]).map(lambda of: {"kind": "freight", **of}),
    )


def _on_suppliers() -> st.SearchStrategy[Document]:
    return st.one_of(
        _slower(under_way=True),
        st.sampled_from([{"factor": 1.4}, {"plus": -0.5}]).map(lambda of: {"kind": "price", **of}),
        st.just({"kind": "tariff", "share": 0.1}),
        st.just({"kind": "closure", "in_process": "hold"}),
    )


def _twin(said: Document, name: str, lane: Document) -> str:
    """Adds another lane from the same site to the same, and has the buyers name the first one as their source."""
    twin = f"{name}_by_sea"
    said["lanes"][twin] = {**lane, "lead_time": 2.5}
    buyers = said["sites"][lane["to"]]
    for goods in buyers.get("stock", {}).values():
        if "replenish" in goods:
            goods["source"] = _named(goods.get("source"), lane["from"], name)
    for goods in buyers.get("buys", {}).values():
        goods["from"] = _named(goods["from"], lane["from"], name)
    return twin


def _named(source: Any, origin: str, lane: str) -> Any:
    if source is None or source == origin:
        return lane
    if isinstance(source, str):
        return source
    if "sites" in source:
        return {**source, "sites": [lane if site == origin else site for site in source["sites"]]}
    return {**source, "shares": {lane if site == origin else site: of for site, of in source["shares"].items()}}


@st.composite
def struck_networks(draw: st.DrawFn, *, carried: bool = False) -> Document:
    """Random networks with up to four disruptions, which may be of several effects and fade."""
    said = draw(carried_networks() if carried else networks())
    said["disruptions"] = {}
    twins: dict[str, str] = {}
    for number in range(draw(st.integers(1, 4))):
        free = [name for name, lane in sorted(said["lanes"].items()) if "by" not in lane]
        sorts = ["supplier", *(["lane"] * 3 if free else []), *(["fleet"] * 3 if carried else [])]
        sort = draw(st.sampled_from(sorts))
        if sort == "lane":
            where = draw(st.sampled_from(free))
            lane = said["lanes"][where]
            is_made = lane["from"] == "f0" or lane["to"] == "f0"
            if where not in twins and where not in twins.values() and not is_made and draw(st.booleans()):
                twins[where] = _twin(said, where, lane)
            effects = effects_on_lanes(twins.get(where))
        elif sort == "fleet":
            where, effects = draw(st.sampled_from(sorted(said["carriers"]))), _on_fleets()
        else:
            where, effects = "s0", _on_suppliers()
        what = draw(st.lists(effects, min_size=1, max_size=2))
        if sort == "lane" and draw(st.integers(0, 3)) == 0 and "by" in said["lanes"][where]:
            what = [{"kind": "closure"}]
        endless = sort == "fleet" and "vehicles" not in said["carriers"][where]
        for effect in what:
            if endless and effect["kind"] == "capacity":
                effect["left"] = 0
        is_steady = any(effect["kind"] == "closure" for effect in what) or endless
        said["disruptions"][f"d{number}"] = {
            "where": where,
            "when": draw(windows()),
            "what": what,
            "ends": "step" if is_steady or draw(st.booleans()) else {"kind": "linear", "over": 2, "steps": 3},
        }
    for name, lane in sorted(said["lanes"].items()):
        if "by" in lane and draw(st.integers(0, 2)) == 0:
            ways = [{}, {"orders": "refuse"}, {"in_transit": "lose"}, {"in_transit": "lose", "orders": "refuse"}]
            what = {"kind": "closure", **draw(st.sampled_from(ways))}
            said["disruptions"][f"stop_{name}"] = {"where": name, "when": draw(windows()), "what": what}
    said["active"] = sorted(said["disruptions"])
    return said

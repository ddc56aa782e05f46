"""Random disruptions of random supply chains, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.networks import Document, networks, plain_policies


def triggers() -> st.SearchStrategy[Document]:
    """When something strikes, within some twenty days."""
    length = st.sampled_from([0, 0.5, 3, 8, {"kind": "exponential", "mean": 3}])
    return st.one_of(
        st.builds(lambda start, lasts: {"kind": "window", "starts": start, "lasts": lasts}, st.integers(0, 15), length),
        st.builds(lambda start: {"kind": "window", "starts": start}, st.integers(3, 18)),
        st.builds(
            lambda gap, lasts: {"kind": "recurring", "gap": {"kind": "exponential", "mean": gap}, "lasts": lasts},
            st.sampled_from([1, 5]),
            length,
        ),
        st.just({"kind": "chain", "strikes": 0.2, "ends": 0.4}),
        st.builds(
            lambda lasts: {"kind": "chance", "probability": 0.5, "starts": 3, "delay": 1.3, "lasts": lasts}, length
        ),
    )


def recoveries() -> st.SearchStrategy[Any]:
    """How it ends."""
    return st.sampled_from(
        [
            "step",
            {"kind": "linear", "over": 4, "steps": 3},
            {"kind": "exponential", "half_life": 1, "steps": 4},
            {"kind": "staircase", "steps": [[0.5, 0.7], [2, 0.2], [3, 0]]},
        ]
    )


@st.composite
def effects(draw: st.DrawFn, site: str, document: Document) -> Document:
    """Something that can be done to a site."""
    found = document["sites"][site]
    if found["kind"] == "customer":
        return draw(
            st.sampled_from(
                [
                    {"kind": "demand", "factor": 0},
                    {"kind": "demand", "factor": 2.5, "shape": "ramp", "over": 3},
                    {"kind": "demand", "plus": 1.5, "shape": "decay", "half_life": 2},
                    {"kind": "hoarding", "factor": 3},
                    {"kind": "pull_forward", "announced": 2, "share": 0.3, "of": 5},
                ]
            )
        )
    if found["kind"] == "supplier":
        limited = all("capacity" in terms for terms in found["supplies"].values())
        finite = any("stock" in terms for terms in found["supplies"].values())
        left = draw(st.sampled_from([0, 0.35, 0.8])) if limited else 0
        orders = "hold" if finite else draw(st.sampled_from(["hold", "refuse"]))
        in_process = draw(st.sampled_from(["finish", "hold", "lose"]))
        closure = {"kind": "closure", "orders": orders, "in_process": in_process}
        options = [{"kind": "capacity", "left": left}, closure]
        return draw(st.sampled_from(options if finite else [*options, {"kind": "bankruptcy"}]))
    product = draw(st.sampled_from(sorted(found["stock"])))
    policy = draw(plain_policies().filter(lambda other: _same_clock(other, found["stock"][product])))
    return {"kind": "policy", "replenish": policy, "for_good": draw(st.booleans()), "of": product}


def _same_clock(policy: Document, stock: Document) -> bool:
    usual = stock.get("replenish")
    return usual is not None and _review(policy) == _review(usual)


def _review(policy: Document) -> Any:
    periodic = {"order_up_to", "pass_through", "proportional_order_up_to", "fixed_interval_quantity", "planned"}
    policy = policy.get("then", policy)
    return policy.get("review", 1 if policy["kind"] in periodic | {"anchor_and_adjust"} else None)


@st.composite
def disrupted(draw: st.DrawFn) -> Document:
    """A random network with one to three disruptions, all of them active."""
    document = draw(networks())
    names = sorted(document["sites"])
    for number in range(draw(st.integers(1, 3))):
        site = draw(st.sampled_from([name for name in names if _can_be_struck(document["sites"][name])]))
        effect = draw(effects(site, document))
        where: Document = {"site": site}
        if "of" in effect and effect["kind"] == "policy":
            where["product"] = effect.pop("of")
        document.setdefault("disruptions", {})[f"d{number}"] = {
            "where": where,
            "when": draw(triggers()),
            "what": effect,
            "ends": draw(recoveries()),
            "severity": draw(st.sampled_from([1, 1, 0.5, {"kind": "uniform", "low": 0, "high": 1}])),
            "hits": draw(st.sampled_from([1, 1, 0.5])),
        }
    if draw(st.booleans()):
        document["disruptions"]["d9"] = {
            "where": "s0",
            "when": {"kind": "after", "of": "d0", "delay": 1, "lasts": 2},
            "what": {"kind": "closure"},
        }
    document["active"] = sorted(document["disruptions"])
    return document


def _can_be_struck(site: Document) -> bool:
    return site["kind"] in ("supplier", "customer")

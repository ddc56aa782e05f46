"""A shop and its customers under shocks, and what they ask for."""

from __future__ import annotations

from typing import Any

from tests.engine import worlds

STEADY = {"kind": "constant", "quantity": 100}


def asked(effect: Any, demand: Any = STEADY, horizon: float = 60, seed: int = 1, **disruption: Any) -> dict[float, int]:
    """What customers ask for at which time, under an effect that lasts from 10 to 20 if nothing else is said."""
    when = disruption.pop("when", {"starts": 10, "lasts": 10})
    books = worlds.play(
        {"shop": worlds.warehouse(10**6), "buyers": worlds.customer("shop", demand=demand)},
        horizon=horizon,
        seed=seed,
        disruptions={"shock": {"where": "buyers", "when": when, "what": effect} | disruption},
        active=[] if effect is None else ["shock"],
    ) if effect is not None else worlds.play(
        {"shop": worlds.warehouse(10**6), "buyers": worlds.customer("shop", demand=demand)}, horizon=horizon, seed=seed
    )  # fmt: skip
    return {float(row["placed_at"]): int(row["quantity"]) for row in books.orders}


def by_day(orders: dict[float, int], *days: float) -> list[int]:
    """What is asked for at each of the given times; nothing where nobody asks."""
    return [orders.get(day, 0) for day in days]

"""The scene of a replication, from its books and its scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sim.ledger.tables import NOBODY, State
from sim.results.scene import Scene
from sim.scenario.network import Network

if TYPE_CHECKING:
    from sim.ledger.books import Books
    from sim.ledger.register import Register, Resource
    from sim.scenario.document import Scenario

_MAKERS: Final = frozenset({"machine", "supplier"})
"""The kinds of resource whose states name the order that they work on; a vehicle carries many."""


def scene(scenario: Scenario, books: Books) -> Scene:
    """What the replication looked like, measured over the measuring period."""
    names = sorted(scenario.sites)
    sites = pd.DataFrame(
        {
            "site": pd.Series(names, dtype="str"),
            "kind": pd.Series([scenario.sites[name].kind for name in names], dtype="str"),
            "region": pd.Series([scenario.sites[name].region for name in names], dtype="str"),
        }
    )
    return Scene(sites, _flows(scenario, books), _spells(books))


def _flows(scenario: Scenario, books: Books) -> pd.DataFrame:
    """What arrived on each way, and 0 on each that was open and not used."""
    register, moves = books.register, books.moves
    accounts = register.accounts
    measured = np.flatnonzero((moves.time >= books.start) & (moves.time < books.end) & moves.arrives)
    size = len(accounts)
    pairs, place = np.unique(
        moves.origin[measured].astype(np.int64) * size + moves.destination[measured], return_inverse=True
    )
    amounts = np.zeros(pairs.size, dtype=np.int64)
    np.add.at(amounts, place, moves.amount[measured])
    links = (link for links in Network(scenario).links.values() for link in links if link.recipe is None)
    rates = {(link.seller, link.buyer, link.product): 0.0 for link in links}
    span = max(books.end - books.start, np.finfo(float).tiny)
    for pair, amount in zip(pairs.tolist(), amounts.tolist(), strict=True):
        source, target = accounts[accounts[pair // size].origin], accounts[pair % size]
        if source.site != target.site:
            key = (source.site, target.site, target.product)
            rates[key] = rates.get(key, 0.0) + amount / target.steps_per_unit / span
    keys = sorted(rates)
    products = [scenario.products[product] for _, _, product in keys]
    rate = np.array([rates[key] for key in keys], dtype=np.float64)
    return pd.DataFrame(
        {
            **{
                name: pd.Series([key[side] for key in keys], dtype="str").astype("category")
                for side, name in enumerate(("origin", "destination", "product"))
            },
            "unit": pd.Series([product.unit for product in products], dtype="str").astype("category"),
            "rate": rate,
            "mass": rate * np.array([product.weight for product in products], dtype=np.float64),
        }
    )


def _spells(books: Books) -> pd.DataFrame:
    """The states of resources as stretches of time; what was idle from the start on has a row, too."""
    spells, resources, accounts = books.spells, books.register.resources, books.register.accounts
    idle = np.setdiff1d(np.arange(len(resources)), spells.resource)
    late = np.flatnonzero(np.diff(spells.resource, prepend=-1) != 0)
    late = late[spells.since[late] > 0.0]  # before its first row a resource was idle
    number = np.concatenate([spells.resource, idle, spells.resource[late]])
    state = np.concatenate([spells.state, np.full(idle.size + late.size, int(State.IDLE))])
    order = np.concatenate([spells.order, np.full(idle.size + late.size, NOBODY, dtype=np.uint32)])
    since = np.concatenate([spells.since, np.zeros(idle.size + late.size)])
    until = np.concatenate([spells.until, np.full(idle.size, books.end), spells.since[late]])
    turn = np.lexsort((since, number))
    turn = turn[until[turn] > since[turn]]
    struck = np.array([resource.kind == "disruption" for resource in resources], dtype=np.bool_)
    turn = turn[~(struck[number[turn]] & (state[turn] == int(State.IDLE)))]  # a disruption is no resource that idles
    number, state, order = number[turn], state[turn], order[turn]
    makes = np.array([resource.kind in _MAKERS for resource in resources], dtype=np.bool_)
    known = (order < books.orders.size) & makes[number]
    buyer = books.orders["buyer"][order[known]] if books.orders.size else np.zeros(0, dtype=np.int64)
    product = np.full(number.size, None, dtype=object)
    product[known] = [accounts[account].product for account in buyer.tolist()]
    words, sites = {int(member): member.name.lower() for member in State}, _sites(books.register)
    return pd.DataFrame(
        {
            "resource": _category([resources[each].name for each in number.tolist()]),
            "group": _category([_group(resources[each]) for each in number.tolist()]),
            "site": _category([sites[each] for each in number.tolist()]),
            "state": _category([words[each] for each in state.tolist()]),
            "product": _category(product.tolist()),
            "since": since[turn],
            "until": until[turn],
        }
    )


def _sites(register: Register) -> list[str]:
    """Where each resource is; a fleet that sets out from several sites is at none of them, and goes by its own name."""
    sites = [resource.site for resource in register.resources]
    for number, carrier in enumerate(register.carriers):
        if len({route.origin for route in register.routes if route.carrier == number}) > 1:
            own = slice(carrier.first_vehicle, carrier.first_vehicle + carrier.vehicles)
            sites[own] = [carrier.name] * carrier.vehicles
    return sites


def _category(words: list[str] | list[str | None]) -> pd.Series:
    return pd.Series(words, dtype="str").astype("category")


def _group(resource: Resource) -> str:
    """The line of a machine, which ends in its number; the disruption of an effect; else the resource itself."""
    if resource.kind == "disruption":
        return resource.name.partition("/")[0]
    group, _, last = resource.name.rpartition("/")
    return group if group and last.isdecimal() else resource.name

"""Digests: a fingerprint of what happened at each site, and one of the whole run.

A site's digest names things by their names, never by their numbers, and takes the rows in order of posting. What is
added elsewhere in the scenario, and touches the site in no way, therefore leaves its digest as it was.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.tables import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.ledger.books import Books

_SIZE = 16


def digest(books: Books) -> str:
    """The fingerprint of a run: the hash of its sites' names and digests, sorted by name; 32 hexadecimal digits."""
    whole = hashlib.blake2b(digest_size=_SIZE)
    for site, text in sorted(site_digests(books).items()):
        whole.update(f"{site}\x1f{text}\x1e".encode())
    return whole.hexdigest()


def site_digests(books: Books) -> dict[str, str]:
    """The fingerprint of each site, sorted by name.

    A row belongs to the site that receives goods, or ships them on a lane; orders and their events to the buyer's site;
    money, states and forecasts to the site that they are about.
    """
    names = _Names(books)
    hashes = {site: hashlib.blake2b(digest_size=_SIZE) for site in names.sites}
    for table, site, columns in _tables(books, names):
        matrix = np.empty((site.size, len(columns)), dtype="<u8")
        in_turn = np.argsort(site, kind="stable")
        for index, column in enumerate(columns):
            matrix[:, index] = _bits(column)[in_turn]
        ends = np.searchsorted(site[in_turn], np.arange(len(names.sites) + 1))
        for number, name in enumerate(names.sites):
            rows = matrix[ends[number] : ends[number + 1]]
            hashes[name].update(f"{table}\x1f{len(rows)}\x1e".encode())
            hashes[name].update(rows.data)
    return {site: hashes[site].hexdigest() for site in names.sites}


class _Names:
    """What stands for accounts, parties, resources and orders: hashes of their names.

    Attributes:
        sites: All sites by name.
        site: Number of each account's site among ``sites``, as small as it can be, so that sorting is quick.
        account, party, resource: Hashes; one more at the end stands for nobody.
        buyer, ordinal: What identifies each order: its buyer, and which of the buyer's orders it is; and for nobody.
    """

    def __init__(self, books: Books) -> None:
        register, orders = books.register, books.orders
        accounts = register.accounts
        self.sites = sorted({account.site for account in accounts} | {resource.site for resource in register.resources})
        self.number = {site: index for index, site in enumerate(self.sites)}
        small = np.uint16 if len(self.sites) < 2**16 else np.uint32
        self.site = np.array([self.number[account.site] for account in accounts], dtype=small)
        self.resource_site = np.array([self.number[resource.site] for resource in register.resources], dtype=small)
        self.account = _hashes(account.key for account in accounts)
        self.party = _hashes(register.parties)
        self.resource = _hashes(resource.name for resource in register.resources)
        buyer = orders["buyer"].astype(np.uint16 if len(accounts) < 2**16 else np.uint32)
        in_turn = np.argsort(buyer, kind="stable")
        first = np.searchsorted(buyer[in_turn], np.arange(len(accounts)))
        self.ordinal = np.zeros(orders.size + 1, dtype=np.uint64)
        self.ordinal[in_turn] = np.arange(orders.size) - first[buyer[in_turn]] + 1
        self.buyer = np.append(self.account[buyer], np.uint64(0))

    def order(self, number: NDArray[np.uint32]) -> list[NDArray[np.uint64]]:
        """The two columns that identify orders."""
        place = np.minimum(number, self.ordinal.size - 1)
        return [self.buyer[place], self.ordinal[place]]

    def accounts(self, number: NDArray[np.uint32]) -> NDArray[np.uint64]:
        """The column that identifies accounts."""
        return self.account[np.minimum(number, self.account.size - 1)]


def _hashes(names: Iterable[str]) -> NDArray[np.uint64]:
    hashes = [int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") for name in names]
    return np.array([*hashes, 0], dtype=np.uint64)


def _bits(column: NDArray[np.generic]) -> NDArray[np.uint64]:
    """A column as 64-bit words that differ if the values do."""
    if column.dtype.kind == "f":
        return np.ascontiguousarray(column, dtype=np.float64).view(np.uint64)
    if column.dtype.kind == "i":
        return np.ascontiguousarray(column, dtype=np.int64).view(np.uint64)
    return column.astype(np.uint64, copy=False)


def _tables(
    books: Books, names: _Names
) -> Iterable[tuple[str, NDArray[np.unsignedinteger], list[NDArray[np.generic]]]]:
    """Each table's name, the site of each of its rows, and its columns with names in place of numbers."""
    goods, orders, events = books.goods, books.orders, books.events
    at_lane = books.register.is_transit[goods["to_account"]]
    site = np.where(at_lane, names.site[goods["from_account"]], names.site[goods["to_account"]])
    ends = [names.accounts(goods["from_account"]), names.accounts(goods["to_account"])]
    yield "goods", site, [goods["time"], goods["amount"], *ends, *names.order(goods["order"]), goods["lot"]]

    parties = [names.accounts(orders[end]) for end in ("buyer", "seller", "transit")]
    when = [orders["placed_at"], orders["promised_at"]]
    yield (
        "orders",
        names.site[orders["buyer"]],
        [*when, orders["quantity"], *parties, *names.order(orders["parent"])],
    )

    events = events[events["order"] < orders.size]
    what = [events[name] for name in ("time", "quantity", "event", "reason")]
    yield "events", names.site[orders["buyer"][events["order"]]], [*what, *names.order(events["order"])]

    money = books.posted_money
    money = money[money["account"] != NOBODY]
    amounts = [money[name] for name in ("recognised_at", "settled_at", "amount", "kind")]
    payers = [names.party[money["payer"]], names.party[money["payee"]], names.accounts(money["account"])]
    yield "money", names.site[money["account"]], [*amounts, *payers, *names.order(money["order"])]

    states = books.states
    since = [states["since"], states["share"], states["state"], names.resource[states["resource"]]]
    yield "states", names.resource_site[states["resource"]], [*since, *names.order(states["order"])]

    if books.trips.size:  # a run without vehicles has no such tables
        loads, routes = books.loads, books.register.routes
        trips = books.trips[np.minimum(loads["trip"], books.trips.size - 1)]
        begins = np.array([names.number[of.origin] for of in routes], dtype=names.site.dtype)
        when = [loads[name] for name in ("ready_at", "arrived_at", "quantity")]
        when += [trips[name] for name in ("began_at", "departed_at", "returned_at")]
        vehicle = names.resource[np.minimum(trips["vehicle"], names.resource.size - 1)]
        what = [_hashes(of.name for of in routes)[trips["route"]], vehicle, names.accounts(loads["account"])]
        yield "trips", begins[trips["route"]], [*when, *what, *names.order(loads["order"])]

    forecasts = books.forecasts
    expected = [forecasts[name] for name in ("time", "forecast", "observed", "period")]
    yield "forecasts", names.site[forecasts["account"]], [*expected, names.accounts(forecasts["account"])]

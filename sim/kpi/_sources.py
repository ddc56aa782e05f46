"""Sources: from which stocks, also through others, what a customer asks for comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.register import Register

_Needs = dict[int, float]
"""Steps of each stock for one step of an account's product."""


@dataclass(frozen=True, eq=False)
class Sources:
    """The stocks behind each account, itself the first if it is one.

    Where an account has several sources, all of it counts in full for each. What a recipe uses is exploded: a stock
    that is reached through several components counts with their sum.

    Attributes:
        account: Stocks, -1 where there is none, of shape (accounts, most stocks that any has behind it).
        per_step: Steps of the stock for one step asked of the account, of the same shape.
    """

    account: NDArray[np.intp]
    per_step: NDArray[np.float64]

    @classmethod
    def of(cls, register: Register) -> Sources:
        """The sources that lanes and recipes imply."""
        direct = _direct(register)
        level = register.column("level").astype(np.intp)
        needs: list[_Needs] = [{row: 1.0} if stock else {} for row, stock in enumerate(register.is_warehouse)]
        # The farthest from the customer first: one sweep is enough but for circles of lanes.
        in_turn = sorted(direct, key=lambda row: -int(level[row]))
        for _ in range(int(level.max(initial=0)) + 2):
            changed = False
            for row in in_turn:
                for way in direct[row]:
                    changed |= _take(needs, row, way)
            if not changed:
                break
        width = max(map(len, needs), default=0)
        account = np.full((len(needs), width), -1, dtype=np.intp)
        per_step = np.zeros((len(needs), width))
        for row, found in enumerate(needs):
            account[row, : len(found)] = list(found)
            per_step[row, : len(found)] = list(found.values())
        return cls(account, per_step)


def _take(needs: list[_Needs], row: int, way: _Needs) -> bool:
    """Adds what one way to obtain a product needs to what is known; whether that is more."""
    total: _Needs = {}
    for source, ratio in way.items():
        for stock, per_step in needs[source].items():
            total[stock] = total.get(stock, 0.0) + ratio * per_step
    known, more = needs[row], False
    for stock, per_step in total.items():
        if per_step > known.get(stock, 0.0) and stock != row:
            known[stock], more = per_step, True
    return more


def _direct(register: Register) -> dict[int, list[_Needs]]:
    """The ways in which each account is supplied: by a lane, or of the components of a recipe."""
    accounts = register.accounts
    stock = {(found.site, found.product): row for row, found in enumerate(accounts) if found.kind == "warehouse"}
    stocks = set(stock.values())
    direct: dict[int, list[_Needs]] = {}
    recipes: dict[int, _Needs] = {}
    for row, found in enumerate(accounts):
        if found.kind == "transit" and found.destination in stocks:
            direct.setdefault(found.destination, []).append({found.origin: 1.0})
        elif found.kind == "production" and found.maker == row:
            target = stock.get((found.site, found.product), row)
            recipes[row] = {}
            direct.setdefault(target, []).append(recipes[row])
    for found in accounts:
        component = stock.get((found.site, found.product))
        # A recipe that uses, through others, what it makes would be exploded without end.
        if (
            found.kind == "use"
            and component is not None
            and accounts[component].level > accounts[found.maker].level - 1
        ):
            recipes[found.maker][component] = found.ratio
    return direct

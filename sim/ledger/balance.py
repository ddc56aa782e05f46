"""The outcome of a trial balance: what does not add up, and by how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that does not add up.

    Attributes:
        ledger: Whether ``amount`` is in steps of goods or in money.
        check: The rule that is broken.
        subject: Where: an account, an order, a table or a party.
        amount: By how much; not negative.
    """

    ledger: Literal["goods", "money"]
    check: str
    subject: str
    amount: float

    def __str__(self) -> str:
        return f"{self.check}: {self.subject} is off by {self.amount:g} ({self.ledger})"


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The outcome of the proof.

    Attributes:
        goods: The largest discrepancy in steps; must be 0.
        money: The largest discrepancy in money; must be 0.0.
        details: The largest discrepancy of each rule that is broken, the largest first.
    """

    goods: int
    money: float
    details: tuple[Discrepancy, ...] = field(default=())

    @property
    def balances(self) -> bool:
        """Whether everything adds up."""
        return not self.details

    def __str__(self) -> str:
        return "; ".join(str(detail) for detail in self.details[:_SHOWN]) or "the books balance"

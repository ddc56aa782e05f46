"""The ledger: everything that happened in a run, as append-only tables, and what follows from them.

Writing: ``tables`` (layouts), ``journal`` (buffers), ``register`` (names and master data), ``closing`` (a run that has
ended). Reading: ``books`` (the tables opened), ``levels`` (stock, transit and backlog over time), ``facts`` (what
became of orders), ``accrue`` (costs of time), ``reconcile`` (the proof;
``payments`` and ``continuity`` are parts of it), ``digest``, ``frames`` and ``series``.
"""

from __future__ import annotations

from sim.ledger.accrue import accrue
from sim.ledger.balance import Discrepancy, TrialBalance
from sim.ledger.books import Books
from sim.ledger.closing import Closing
from sim.ledger.digest import digest, site_digests
from sim.ledger.facts import Moves, OrderFacts, Waits
from sim.ledger.journal import Journal
from sim.ledger.levels import Levels
from sim.ledger.reconcile import reconcile
from sim.ledger.register import Account, MasterRow, Register
from sim.ledger.series import Series, series
from sim.ledger.tables import BEFORE, NOBODY, Event, MoneyKind, Reason, State

__all__ = [
    "BEFORE",
    "NOBODY",
    "Account",
    "Books",
    "Closing",
    "Discrepancy",
    "Event",
    "Journal",
    "Levels",
    "MasterRow",
    "MoneyKind",
    "Moves",
    "OrderFacts",
    "Reason",
    "Register",
    "Series",
    "State",
    "TrialBalance",
    "Waits",
    "accrue",
    "digest",
    "reconcile",
    "series",
    "site_digests",
]

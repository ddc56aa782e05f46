"""Disruptions: when something goes wrong (``when``), what it does (``what``), and how it ends (``recovery``).

Three families of pure descriptions. A trigger yields windows of time from luck of its own; an effect says how strong it
is at an intensity between 0 and 1; a recovery says how the intensity falls after a window. What is struck, and what
becomes of it, is the engine's affair.
"""

from __future__ import annotations

"""An attribution worked out of worths that are written down."""

from __future__ import annotations

import numpy as np

from sim.experiment.attribution import Measure, attributed
from sim.experiment.shapley import Game
from sim.results import Identity
from sim.results.attribution import Attribution
from sim.streams import Luck

MEASURES = (Measure("operating_profit", "EUR"), Measure("fill_rate", "share"))
LOST = {"frost": 300.0, "strike": 100.0, "storm": 0.0}


def attribution(count: int = 4, *, gap: bool = False) -> Attribution:
    """Frost and strike cost 300 and 100 by themselves and 60 more together; a storm does nothing.

    Replications differ by a tenth of it for each number; with ``gap`` the last has no fill rate in one world.
    """
    game = Game.of(tuple(LOST), Luck(3))
    worth = {}
    for coalition in game.coalitions:
        lost = sum(LOST[name] for name in coalition) + 60.0 * ({"frost", "strike"} <= coalition)
        profits = 1000.0 - lost * (1 + np.arange(count) / 10)
        worth[coalition] = np.array([profits, 0.98 - lost / 1000 - np.arange(count) / 1000])
    if gap:
        worth[frozenset({"frost"})][1, -1] = np.nan
    identity = Identity("juice", "storms", "f" * 32, 3, "0.1.0")
    return attributed(game, identity, MEASURES, worth, is_random=count > 1)

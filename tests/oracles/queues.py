"""Closed forms and exact chains of shop floors: queues with several machines, classes, set-ups, failures and cards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import integrate, optimize, sparse, stats
from scipy.sparse import linalg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

State = tuple[int, ...]


def stationary(start: State, rates: Callable[[State], Iterable[tuple[State, float]]]) -> dict[State, float]:
    """Probabilities of the states of a finite Markov chain in continuous time that can be reached from ``start``.

    Args:
        start: Any state of the chain.
        rates: The states that follow one, each with the rate at which it does.
    """
    number: dict[State, int] = {start: 0}
    todo, rows = [start], []
    while todo:
        state = todo.pop()
        for following, rate in rates(state):
            if following not in number:
                number[following] = len(number)
                todo.append(following)
            rows.append((number[state], number[following], rate))
    origin, goal, rate = (np.array(column) for column in zip(*rows, strict=True))
    size = len(number)
    flows = sparse.coo_matrix((rate, (goal, origin)), (size, size)).tolil()
    flows.setdiag(flows.diagonal() - np.bincount(origin.astype(int), weights=rate, minlength=size))
    flows[0, :] = 1.0  # in place of one balance equation: the probabilities sum to 1
    given = np.zeros(size)
    given[0] = 1.0
    found = linalg.spsolve(flows.tocsc(), given)
    return {state: float(found[row]) for state, row in number.items()}


def parallel(rate: float, machines: int) -> dict[str, float]:
    """Several machines with exponential times of mean 1 and one queue: Erlang C; Gross and Harris, ch. 2."""
    terms = [rate**k / math.factorial(k) for k in range(machines + 1)]
    waits = terms[machines] * machines / (machines - rate)
    wait = waits / (sum(terms[:machines]) + waits) / (machines - rate)
    return {"wait": wait, "wip": rate * (wait + 1), "utilisation": rate / machines}


def two_classes(first: tuple[float, float], second: tuple[float, float]) -> dict[str, float]:
    """Cycle times of two classes of jobs with constant times, each a rate and a time, the first served before.

    Source: Cobham (1954), Operations Research 2:70-76; without priority Pollaczek and Khinchine. Both keep Kleinrock's
    conservation law: the sum of load x wait is the same.
    """
    left = sum(rate * time**2 for rate, time in (first, second)) / 2
    before, load = first[0] * first[1], sum(rate * time for rate, time in (first, second))
    wait = left / (1 - load)
    return {
        "preferred_first": left / (1 - before) + first[1],
        "preferred_second": left / ((1 - before) * (1 - load)) + second[1],
        "first_come_first": wait + first[1],
        "first_come_second": wait + second[1],
    }


def one_machine(rate: float, mean: float, second: float) -> dict[str, float]:
    """One machine, by the first two moments of its times: Pollaczek and Khinchine."""
    wait = rate * second / (2 * (1 - rate * mean))
    return {"wait": wait, "cycle_time": wait + mean, "wip": rate * (wait + mean), "utilisation": rate * mean}


def lots_before_one_machine(rate: float, lot: int) -> dict[str, float]:
    """Lots that come after ``lot`` arrivals of a Poisson process each, made in exponential times of mean 1: E_k/M/1.

    Source: Gross and Harris, ch. 5: a lot finds n there with (1 - sigma) sigma^n, where sigma = A*(1 - sigma).
    """
    speed = lot * rate
    sigma = float(optimize.brentq(lambda s: (speed / (speed + 1 - s)) ** lot - s, 0, 1 - 1e-9, xtol=1e-15))
    wait = sigma / (1 - sigma)
    return {"wait": wait, "cycle_time": wait + 1, "lots_at_machine": rate * (wait + 1)}


def campaign(rate: float, setup: float, most: int = 40) -> dict[str, float]:
    """Two alike products on one machine that stays with one while jobs of it are there, and set up where it is.

    Each product comes at ``rate``, and jobs take exponential times of mean 1. The chain counts the jobs of the product
    that the machine is set up for and those of the other, and leaves the set-ups out: after one, of constant time, the
    machine is with the other product, and a Poisson number of each has come. Set-ups are then put back by their rate.
    """
    came = stats.poisson.pmf(np.arange(9), rate * setup)
    came[-1] += 1 - came.sum()

    def change(other: int, speed: float) -> Iterable[tuple[State, float]]:
        for same, one in enumerate(came):
            for behind, two in enumerate(came):
                yield (min(other + same, most), behind), speed * one * two

    def rates(state: State) -> Iterable[tuple[State, float]]:
        same, other = state
        if state == (0, 0):
            return [((1, 0), rate), *change(1, rate)]
        found = [((same + 1, other), rate)] if same < most else []
        found += [((same, other + 1), rate)] if other < most else []
        done = [((same - 1, other), 1.0)] if same > 1 or other == 0 else change(other, 1.0)
        return [*found, *done]

    chances = stationary((0, 0), rates)
    changes = {other: chance for (same, other), chance in chances.items() if same == 1 and other}
    begun = rate * chances[0, 0] + sum(changes.values())
    there = rate * chances[0, 0] + sum(other * chance for other, chance in changes.items())
    whole = 1 + begun * setup
    waiting = sum((same + other) * chance for (same, other), chance in chances.items())
    wip = (waiting + setup * (there + begun * rate * setup)) / whole
    share = begun * setup / whole
    return {"wip": wip, "cycle_time": wip / (2 * rate), "setup_share": share, "utilisation": 2 * rate + share}


def failing_by_the_calendar(rate: float, failures: float, repairs: float) -> dict[str, float]:
    """An exponential machine of mean 1 that fails and is repaired whether it works or not, and resumes its job.

    Source: White and Christie (1958), Operations Research 6:79-95; Avi-Itzhak and Naor (1963), ibid. 11:303-320.
    """
    fit = repairs / (failures + repairs)
    load = rate / fit
    wip = (load + rate * failures / (repairs * (failures + repairs))) / (1 - load)
    return {"wip": wip, "cycle_time": wip / rate, "availability": fit, "working": rate}


def two_machines(
    rate: float, levels: tuple[int, int], times: tuple[float, float], transport: float
) -> dict[str, float]:
    """Two loops of cards, a machine in the first; in the second a machine, or with ``transport`` the way to the user.

    Buyers come at ``rate`` and go away where the second stock is empty. The state is how many cards of the second loop
    wait for the first stock, how many are in the machine (or on the way), and how many of the first are at its machine.
    """
    behind, before = levels

    def rates(state: State) -> Iterable[tuple[State, float]]:
        waits, under_way, making = state
        stock = behind - making
        found = []
        if waits + under_way < before:
            found.append(((waits, under_way + 1, making + 1) if stock else (waits + 1, under_way, making), rate))
        if making:
            found.append(((waits - 1, under_way + 1, making) if waits else (0, under_way, making - 1), 1 / times[0]))
        if under_way:
            speed = under_way / transport if transport else 1 / times[1]
            found.append(((waits, under_way - 1, making), speed))
        return found

    chances = stationary((0, 0, 0), rates)

    def mean(of: Callable[[State], float]) -> float:
        return sum(of(state) * chance for state, chance in chances.items())

    return {
        "lost_share": mean(lambda state: state[0] + state[1] == before),
        "on_hand": mean(lambda state: before - state[0] - state[1]),
        "on_hand_behind": mean(lambda state: behind - state[2]),
        "owed_behind": mean(lambda state: state[0]),
        "under_way": mean(lambda state: state[1]),
        "utilisation": mean(lambda state: state[2] > 0),
    }


def cards_without_capacity(rate: float, cards: int) -> dict[str, float]:
    """Cards, each away for an exponential time of mean 1; those who find none wait: M/M/c, served where not all are."""
    queue = parallel(rate, cards)
    owed = rate * queue["wait"]
    return {"fill_rate": 1 - queue["wait"] * (cards - rate), "on_hand": cards - rate, "backlog": owed}


def cards_of_one_machine(rate: float, cards: int) -> dict[str, float]:
    """Cards at one exponential machine of mean 1 with buyers who do not wait: M/M/1/K; Gross and Harris, ch. 2."""
    chances = np.array([rate**n for n in range(cards + 1)])
    chances /= chances.sum()
    return {
        "lost_share": float(chances[-1]),
        "on_hand": float(cards - np.arange(cards + 1) @ chances),
        "utilisation": float(1 - chances[0]),
    }


def impatient(rate: float, leaves: Callable[[float], float]) -> dict[str, float]:
    """One exponential machine of mean 1, and buyers who go away unless they are begun with in time.

    Args:
        rate: Arrivals per time.
        leaves: Integral from 0 to x of the chance to wait longer than that.

    The time x that an arrival would have to wait has the density c rate exp(rate x the integral - x), and is 0 with
    probability c. Source: Baccelli, Boyer and Hebuterne (1984), Advances in Applied Probability 16:887-905.
    """
    busy, _ = integrate.quad(lambda x: rate * math.exp(rate * leaves(x) - x), 0, 200, limit=500, points=[1, 2, 5, 20])
    utilisation = busy / (1 + busy)
    return {"lost_share": 1 - utilisation / rate, "utilisation": utilisation, "throughput": utilisation}


def line_of_three() -> float:
    """Three exponential machines of mean 1 without places between: each works, starves or is blocked after its work.

    The chain gives 22/39, as in Hunt (1956), Operations Research 4:674-683.
    """
    working, starved, blocked = 0, 1, 2

    def settled(stations: list[int]) -> State:
        for _ in stations:
            for this in (1, 0):
                if stations[this] == blocked and stations[this + 1] == starved:
                    stations[this], stations[this + 1] = (starved if this else working), working
        return tuple(stations)

    def rates(state: State) -> Iterable[tuple[State, float]]:
        last = len(state) - 1
        for this, doing in enumerate(state):
            if doing == working:
                after = list(state)
                after[this] = starved if this == last else blocked
                yield settled(after), 1.0

    chances = stationary((working, starved, starved), rates)
    return sum(chance for state, chance in chances.items() if state[-1] == working)


def room(level: int, mean: float, most: int) -> dict[str, float]:
    """A base stock with room for ``most``: what is not out on order is inside as far as it fits, else before the door.

    The number on order is Poisson (Palm's theorem), whether goods wait at the door or are inside.
    """
    units = np.arange(200)
    chances = stats.poisson.pmf(units, mean)
    there = np.maximum(level - units, 0)
    return {
        "on_hand": float(np.minimum(there, most) @ chances),
        "at_the_door": float(np.maximum(there - most, 0) @ chances),
        "fill_rate": float(stats.poisson.cdf(level - 1, mean)),
        "backlog": float(np.maximum(units - level, 0) @ chances),
    }


def two_components(levels: tuple[int, int], lead_times: tuple[float, float], rate: float) -> dict[str, float]:
    """Orders that wait for two components, each with a base stock: served at once if both are there.

    The orders of the longer lead time are those of the shorter one, and as many again as the rest of the time brings.
    """
    units = np.arange(120)
    short = stats.poisson.pmf(units, rate * lead_times[0])
    more = stats.poisson.pmf(units, rate * (lead_times[1] - lead_times[0]))
    chances = np.outer(short, more)
    both = units[:, None] + units[None, :]
    missing = np.maximum(np.maximum(units[:, None] - levels[0], both - levels[1]), 0)
    at_once = (units[:, None] < levels[0]) & (both < levels[1])
    return {"waiting": float((missing * chances).sum()), "fill_rate": float(chances[at_once].sum())}

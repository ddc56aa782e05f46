"""Where replications run: one after another here, or side by side in processes of their own.

Each executor yields outcomes as they end. Which one is used, and in what order outcomes come, changes no number.

Processes are spawned, not forked, so that they behave the same on every system. They take no notice of Ctrl-C, which a
terminal sends to all of them: the parent decides. They end when the parent ends, however it ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from sim.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Outcome = TypeVar("Outcome")

AHEAD: Final = 4
"""How far replications may run ahead of the oldest that has not ended, times the number of workers."""
_TICK: Final = 0.5
"""Seconds between two looks at whether the user wants to stop, where a wait cannot be interrupted."""


def serial(work: Callable[[int], Outcome], numbers: Sequence[int]) -> Iterator[Outcome]:
    """Runs ``work`` for each number, one after another."""
    for number in numbers:
        yield work(number)


def parallel(work: Callable[[int], Outcome], numbers: Sequence[int], workers: int) -> Iterator[Outcome]:
    """Runs ``work`` for each number in ``workers`` processes.

    Args:
        work: What to run; it and its outcome must be able to travel between processes.
        numbers: What to run it for.
        workers: How many processes, at least 1.

    Yields:
        Outcomes in the order in which they end.

    Raises:
        RunError: A process died, e.g. because memory ran out.
    """
    before = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, len(numbers)) or 1, context, initializer=_prepare)
    todo = deque(enumerate(numbers))
    running: dict[Future[Outcome], int] = {}
    try:
        while todo or running:
            with _children_ignore_interrupts():
                while (
                    todo
                    and len(running) < 2 * workers
                    and todo[0][0] - min(running.values(), default=todo[0][0]) < AHEAD * workers
                ):
                    place, number = todo.popleft()
                    running[pool.submit(work, number)] = place
            ended, _ = wait(running, timeout=_TICK, return_when=FIRST_COMPLETED)
            for future in sorted(ended, key=running.__getitem__):
                outcome = future.result()
                del running[future]
                yield outcome
    except BrokenProcessPool as error:
        raise RunError("a worker process died; perhaps memory ran out: try fewer workers") from error
    finally:
        if running:  # stopped in the middle: nobody waits for what has not ended
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
        pool.shutdown()


@contextmanager
def shielded() -> Iterator[None]:
    """Puts off Ctrl-C to the end of the block, so that what is in it happens as a whole."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []
    previous = signal.signal(signal.SIGINT, lambda number, _: received.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if previous is None else previous)
    if received:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def _children_ignore_interrupts() -> Iterator[None]:
    # A child inherits what is ignored, and so is deaf to Ctrl-C before its first line runs.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if previous is None else previous)


def _prepare() -> None:
    """Prepares a process for its work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

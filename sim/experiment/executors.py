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
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sim.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Errand = TypeVar("Errand")
Outcome = TypeVar("Outcome")

AHEAD: Final = 4
"""How far replications may run ahead of the oldest that has not ended, times the number of workers."""
_TICK: Final = 0.5
"""Seconds between two looks at whether the user wants to stop, where a wait cannot be interrupted."""


def serial(work: Callable[[Errand], Outcome], numbers: Sequence[Errand]) -> Iterator[Outcome]:
    """Runs ``work`` for each number, one after another."""
    for number in numbers:
        yield work(number)


def parallel(work: Callable[[Errand], Outcome], numbers: Sequence[Errand], workers: int) -> Iterator[Outcome]:
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
    context = _Context()
    with shielded():
        pool = ProcessPoolExecutor(min(workers, len(numbers)) or 1, context, initializer=_prepare)
    todo = deque(enumerate(numbers))
    running: dict[Future[Outcome], int] = {}
    try:
        while todo or running:
            with shielded(), _deaf_children():
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
        with shielded():
            if running:  # stopped in the middle: nobody waits for what has not ended
                pool.shutdown(wait=False, cancel_futures=True)
                for child in context.started:
                    if child.is_alive():
                        child.terminate()
            pool.shutdown()


class _Context(SpawnContext):
    """Starts processes afresh, and remembers which: another thread's are none of our business.

    Attributes:
        started: Every process that was made.
    """

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *words: Any, **options: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        """A new process; the name is the standard library's."""
        process = SpawnProcess(*words, **options)
        self.started.append(process)
        return process


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
def _deaf_children() -> Iterator[None]:
    """Lets processes be started that are deaf to Ctrl-C before their first line runs.

    A child inherits which signals are held back. What reaches this process meanwhile is not lost: it waits.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _prepare() -> None:
    """Prepares a process for its work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

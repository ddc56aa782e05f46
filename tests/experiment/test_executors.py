from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import sim
from sim.errors import RunError
from sim.experiment.executors import _deaf_children, parallel, serial, shielded

ROOT = Path(sim.__file__).parent.parent


def doubled(number: int) -> int:
    return 2 * number


def test_serial_keeps_the_order() -> None:
    assert list(serial(doubled, [3, 1, 2])) == [6, 2, 4]


def test_parallel_runs_all_in_other_processes_and_ends_them() -> None:
    # Functions of the standard library, since a spawned process cannot import a test.
    assert sorted(parallel(abs, range(-20, 0), 2)) == list(range(1, 21))
    assert not [thread for thread in threading.enumerate() if "Executor" in thread.name]


def test_parallel_hands_errors_on() -> None:
    with pytest.raises(ValueError, match="math domain error|nonnegative"):
        list(parallel(math.sqrt, [4, -1], 2))


def test_a_worker_that_dies_is_an_error_not_a_wait() -> None:
    with pytest.raises(RunError, match="a worker process died"):
        list(parallel(os._exit, [9, 9], 2))


def test_stopping_one_leaves_the_others_processes_alone() -> None:
    theirs = parallel(time.sleep, [0, 60, 60], 2)
    next(theirs)
    ours = parallel(abs, [*range(1, 21)], 1)  # begins later
    assert next(ours) == 1
    theirs.close()
    assert list(ours) == [*range(2, 21)]


def test_an_interrupt_while_processes_start_is_not_lost() -> None:
    reached = []

    def work() -> None:
        with shielded(), _deaf_children():
            os.kill(os.getpid(), signal.SIGINT)
            reached.append("end of the block")
        reached.append("after the block")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["end of the block"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_stopping_early_does_not_wait_for_what_runs() -> None:
    started = time.perf_counter()
    outcomes = parallel(time.sleep, [0, 60, 60], 2)
    assert next(outcomes) is None
    outcomes.close()
    assert time.perf_counter() - started < 30


def test_shielded_puts_an_interrupt_off() -> None:
    reached = []

    def work() -> None:
        with shielded():
            signal.raise_signal(signal.SIGINT)
            reached.append("end of the block")
        reached.append("after the block")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["end of the block"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_shielded_lets_errors_through() -> None:
    with pytest.raises(ValueError, match="mine"), shielded():
        raise ValueError("mine")


def test_shielded_does_nothing_in_other_threads() -> None:
    done = []

    def work() -> None:
        with shielded():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    code = (
        "import multiprocessing, os, threading, time\n"
        "from sim.experiment.executors import parallel\n"
        "if __name__ == '__main__':\n"
        "    def tell():\n"
        "        while len(multiprocessing.active_children()) < 2: time.sleep(0.05)\n"
        "        time.sleep(2)\n"
        "        print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n"
        "    threading.Thread(target=tell, daemon=True).start()\n"
        "    list(parallel(time.sleep, [300, 300], 2))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert len(workers) == 2
        parent.kill()
    deadline = time.perf_counter() + 20
    while any(_lives(worker) for worker in workers):
        assert time.perf_counter() < deadline, "orphans are left"
        time.sleep(0.1)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"

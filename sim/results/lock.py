"""The lock of a results folder: two runs do not write into it at once."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK: Final = ".headwater.lock"
"""The file that is locked; it is there only while a run writes."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the lock of a folder, which is made if it is not there.

    The system lets go of the lock when the process ends, however it ends, so that nothing dead can be in the way.

    Raises:
        UsageError: Another run holds it, or the system does not let us write into the folder.
    """
    path = folder / LOCK
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"{folder}: cannot be a folder for results: {reason}") from None
        try:
            if not _acquired(descriptor):
                holder = os.pread(descriptor, 32, 0).decode(errors="replace") if hasattr(os, "pread") else ""
                who = f" (process {holder})" if holder else ""
                raise UsageError(f"{folder}: another run{who} is writing into it; wait for it or choose another folder")
            if not _is_still(descriptor, path):
                continue  # whoever held it has removed it meanwhile
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            try:
                yield
            finally:
                with suppress(OSError):
                    path.unlink()
            return
        finally:
            os.close(descriptor)


def _is_still(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _acquired(descriptor: int) -> bool:
    """Locks an open file, unless somebody else has."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - on systems without it, one run at a time is up to the user
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True

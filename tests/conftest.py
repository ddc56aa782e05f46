"""What all tests share: how Hypothesis searches, and that no test opens a window."""

from __future__ import annotations

import os

from hypothesis import settings

# A shared machine is slow at times, which is no fault of a test: no deadline. In CI the same examples are tried each
# time, so that a change is judged by what it changed; at a desk each run looks elsewhere.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

os.environ.setdefault("MPLBACKEND", "Agg")

"""Writes the golden digests anew: ``python -m tests.golden``. Say in CHANGELOG.md why they changed."""

from __future__ import annotations

from tests.golden.digests import FILE, found, text

if __name__ == "__main__":
    FILE.write_text(text(found()), encoding="utf-8")

"""Experiments: the same scenario many times over, on independent luck, and what may be said about the mean."""

from __future__ import annotations

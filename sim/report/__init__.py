"""Reports: results rendered as text. Nothing here prints, and nothing here can simulate."""

from __future__ import annotations

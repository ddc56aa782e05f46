"""The simulator from the repository's root: ``python run_sim.py run scenarios/grocery_retail.yaml``.

The same as the command ``headwater`` of an installation.
"""

from __future__ import annotations

from sim.cli import main

if __name__ == "__main__":
    main()

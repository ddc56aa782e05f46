"""How fast the engine is: the same work here and in plain SimPy scripts, side by side."""

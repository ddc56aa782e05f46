"""The engine: SimPy lives here and nowhere else. It turns a scenario into processes and posts every fact to the ledger."""

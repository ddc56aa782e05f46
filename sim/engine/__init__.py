"""The engine: a scenario turned into SimPy processes that post every fact to the ledger. SimPy lives nowhere else."""

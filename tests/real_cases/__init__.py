"""The shipped cases of things that happened: what is measured of them, and whether their page shows it."""

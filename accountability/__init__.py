"""Steady: a small private circle of friends who answer when one of them needs it."""

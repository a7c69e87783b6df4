"""Urge alerts: the press, the claim, the answers, the outcome."""

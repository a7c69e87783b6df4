"""Watches: the hours for which members agreed to be rung."""

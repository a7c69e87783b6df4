"""Streaks: the journey of an account, its slips, its milestones, and cheers."""

"""Circles: members, invitations, newcomers, messages, and the room they meet in."""

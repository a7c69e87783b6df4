"""Accounts: signing in, the browsers an account is signed in on, its settings."""

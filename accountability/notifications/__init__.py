"""Notifications: what one account is owed to be told, on the page and by mail."""

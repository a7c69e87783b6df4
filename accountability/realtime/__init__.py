"""Realtime: from entries to cards on screens, and the few things that come up the socket."""

"""A client of the service, written from `docs/protocol.md` alone."""

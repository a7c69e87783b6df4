"""The few ways in which a verb does not do what it was asked."""


class Refused(Exception):  # noqa: N818 - it is a "no" with its reason, not a fault
    """A verb's "no", worded for the person who asked. The web answers 409."""


class Gone(Exception):  # noqa: N818 - what was asked for is not there, or no longer theirs
    """The thing or the right to it went away meanwhile. The web answers 404, as to a stranger."""


class Busy(Exception):  # noqa: N818 - the service is in the way, not the person
    """The database cannot take the write now. Nothing was stored; the web answers 503."""


class KeyReused(Exception):  # noqa: N818
    """The same key came with other words. The web answers 422; nothing was stored."""

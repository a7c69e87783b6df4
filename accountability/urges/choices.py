"""What an author may choose from."""

from enum import StrEnum


class Ask(StrEnum):
    """What the author asks for."""

    LISTEN = "listen"
    DISTRACT = "distract"
    DISSUADE = "dissuade"
    STAY = "stay"


class Outcome(StrEnum):
    """How it went, in the author's own word."""

    HELD = "held"
    SLIPPED = "slipped"
    STILL_HARD = "still_hard"

"""What one can be told about and by which road, and what holds for whoever chose nothing."""

from enum import StrEnum


class Road(StrEnum):
    """How a notification reaches a person who does not look here."""

    PUSH = "push"
    MAIL = "mail"


class Matter(StrEnum):
    """What a notification is about, as a person chooses."""

    COMPANY = "company"
    DOOR = "door"
    CARE = "care"
    CIRCLE = "circle"
    MILESTONES = "milestones"
    MESSAGES = "messages"


MATTERS = {
    "alert": Matter.COMPANY,
    "newcomer_asked": Matter.DOOR,
    "welcomed": Matter.DOOR,
    "declined": Matter.DOOR,
    "report_made": Matter.CARE,
    "report_for_staff": Matter.CARE,
    "report_closed": Matter.CARE,
    "sanctioned": Matter.CARE,
    "lifted": Matter.CARE,
    "milestone": Matter.MILESTONES,
    "message": Matter.MESSAGES,
}
IN_A_CIRCLE = (Matter.COMPANY, Matter.MILESTONES, Matter.MESSAGES)  # chosen for each circle, too
USUAL: dict[Road, frozenset[Matter]] = {
    Road.PUSH: frozenset({Matter.COMPANY, Matter.DOOR, Matter.CARE, Matter.CIRCLE}),
    Road.MAIL: frozenset({Matter.COMPANY, Matter.DOOR, Matter.CARE}),
}
ELSEWHERE = ("alert", "message", "milestone", "drill")  # they stand in a room, so they are no news


def matter_of(kind: str) -> Matter:
    """What a kind of notification is about."""
    return MATTERS.get(kind, Matter.CIRCLE)

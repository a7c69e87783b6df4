"""The verbs of alerts."""

from accountability.urges.services.answering import (
    cheer_alert,
    claim,
    decline,
    let_go,
    may_speak,
    pass_on,
    respond,
    respond_ready,
)
from accountability.urges.services.asking import (
    Alone,
    also_tell,
    call_again,
    raise_alert,
    resolve,
    say_more,
    take_back,
)
from accountability.urges.services.choosing import choose_first_friend, choose_pace
from accountability.urges.services.forgetting import forget_alerts, forget_earlier_notes
from accountability.urges.services.handing_on import hand_on
from accountability.urges.services.lapsing import end_lapsed_alerts, end_lapsed_claims
from accountability.urges.services.numbers import forget_number, keep_number
from accountability.urges.services.sightings import mark_arrived, mark_seen

__all__ = [
    "Alone",
    "also_tell",
    "call_again",
    "cheer_alert",
    "choose_first_friend",
    "choose_pace",
    "claim",
    "decline",
    "end_lapsed_alerts",
    "end_lapsed_claims",
    "forget_alerts",
    "forget_earlier_notes",
    "forget_number",
    "hand_on",
    "keep_number",
    "let_go",
    "mark_arrived",
    "mark_seen",
    "may_speak",
    "pass_on",
    "raise_alert",
    "resolve",
    "respond",
    "respond_ready",
    "say_more",
    "take_back",
]

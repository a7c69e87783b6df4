"""Whatever is sent, the answer is a sentence, and what was refused has left nothing behind."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.client.http import Answer, make_key
from tests.pages.acts import ACTS, Act
from tests.pages.places import PLACES
from tests.pages.scenery import Scenery
from tests.pages.spoiled import KEYLESS, NEVER, Body, wrong_fields

KEYED = [act for act in ACTS if act.key]
# An invitation is for whoever holds it; everything else with an id is for some and not for others.
OTHERS = [act for act in KEYED if "{" in act.address and "{token}" not in act.address]
every_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.endpoint)
every_keyed_act = pytest.mark.parametrize("act", KEYED, ids=lambda act: act.endpoint)


class Sender:
    """Sends bodies of one act, and knows what each has left behind."""

    def __init__(self, scenery: Scenery, act: Act) -> None:
        self.scenery = scenery
        self.browser = scenery.browser(act.who)
        self.path = act.path(scenery.ids)
        self.fields = act.filled(scenery.ids)

    def send(self, body: Body, accept: str = "application/json", token: str | None = "") -> Answer:
        """Send it, with the token of the page unless another is given."""
        kind, sent = body
        token = self.browser.csrf() if token == "" else token
        headers = {"Accept": accept, "Content_Type": kind, "X_CSRFToken": token}
        return self.browser.ask("POST", self.path, sent, **headers)

    def keyed(self) -> dict[str, str]:
        return {"key": make_key(), **self.fields}


def complaints(answer: Answer) -> list[str]:
    """What is wrong with this refusal."""
    if not 400 <= answer.code < 500:
        return [f"{answer.code}: {answer.text[:200]}"]
    if "Traceback" in answer.text:
        return ["a trace"]
    if answer.headers.get_content_type() == "application/json":
        said = answer.json.get("error") or answer.json.get("response")
        return [] if said else [f"no sentence: {answer.text[:200]}"]
    return [] if '<p role="alert">' in answer.text or "field-error" in answer.text else ["no words"]


@pytest.fixture
def sender(worn):
    return lambda act: Sender(worn, act)


def _tried(sender: Sender, bodies: dict) -> list[str]:
    before = sender.scenery.contents()
    found = [
        f"{name}: {fault}"
        for name, spoil in bodies.items()
        for fault in complaints(sender.send(spoil(sender.keyed())))
    ]
    left = [name for name, rows in sender.scenery.contents().items() if rows != before[name]]
    return found + [f"rows changed: {name}" for name in left]


@every_act
def test_what_no_page_of_ours_would_send_is_refused_and_leaves_nothing(act, sender):
    found = _tried(sender(act), NEVER)

    assert not found, "\n".join(found)


@every_keyed_act
def test_an_act_without_a_key_is_refused_and_leaves_nothing(act, sender):
    found = _tried(sender(act), KEYLESS)

    assert not found, "\n".join(found)


@every_act
def test_an_act_from_a_page_of_somebody_else_is_refused(act, sender, worn):
    it = sender(act)
    before = worn.contents()
    body = ("application/x-www-form-urlencoded", b"key=" + make_key().encode())

    found = [
        fault
        for token in (None, "x", "ImYi.aaaa.bbbb")
        for accept in ("application/json", "text/html")
        for fault in complaints(it.send(body, accept, token))
    ]

    assert found == []
    assert worn.contents() == before


@pytest.mark.parametrize("act", OTHERS, ids=lambda act: act.endpoint)
def test_what_is_not_there_or_not_ones_own_answers_alike(act, sender, worn):
    unknown = dict.fromkeys(worn.ids, worn.ids["unknown"])
    asked = replace(act, who="Dora")  # she hosts a circle of her own
    worn.browser("Dora")
    body = json.dumps(sender(act).keyed()).encode()
    before = worn.contents()

    nothing = worn.browser("Dora").ask("POST", act.path(unknown), body, **_json_headers(worn))
    others = sender(asked).send(("application/json", body))

    assert nothing.code in (404, 409), nothing.text
    assert (others.code, others.json) == (nothing.code, nothing.json)
    assert worn.contents() == before


def _json_headers(worn: Scenery) -> dict[str, str]:
    token = worn.browser("Dora").csrf()
    return {"Accept": "application/json", "Content_Type": "application/json", "X_CSRFToken": token}


@every_act
def test_a_wrong_field_is_refused_in_words_or_left_alone(act, sender, worn):
    it, found = sender(act), []
    for name, wrong, body in wrong_fields(it.fields):
        before, answer = worn.counts(), it.send(body)
        if answer.code >= 400 and worn.counts() != before:
            # That one looked at the day, it may be, and a milestone is found only once.
            before, answer = worn.counts(), it.send(body)
        if answer.code >= 400:
            found += [f"{name}={wrong!r}: {fault}" for fault in complaints(answer)]
            found += [f"{name}={wrong!r}: rows"] if worn.counts() != before else []

    assert not found, "\n".join(found)


def test_a_question_with_a_wrong_answer_in_its_address_is_no_accident(scenery):
    strange = (
        f"before={'9' * 30}&after={'9' * 30}&wait=1e9&about=message:&next=//evil.example",
        "before=x&after=-1&wait=-1&about=&told[]=x&outcome=won&%ff=%fe",
        "before=%00",
    )
    wrong = []
    for place in [one for one in PLACES if one.sent is None]:
        for query in strange:
            address = place.path(scenery.ids)
            path = address + ("&" if "?" in address else "?") + query
            answer = scenery.browser(place.who).ask("GET", path, Accept="text/html")
            if answer.code >= 500 or "Traceback" in answer.text:
                wrong.append((path, answer.code))

    assert wrong == []


def test_the_services_have_left_no_trace_in_their_logs(worn, scenery):
    assert "Traceback" not in worn.service.words() + scenery.service.words()


def test_every_act_has_its_line(routes):
    acts = {rule.endpoint for rule in routes.iter_rules() if "POST" in (rule.methods or ())}

    assert {act.endpoint for act in ACTS} == acts

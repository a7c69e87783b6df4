"""The main job with pages and forms alone, as a browser without script does it."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.client.follow import Follower
from tests.kit import cast


def test_a_circle_comes_together_and_an_alert_is_answered(stranger):
    ana, ben = stranger(), stranger()
    page = ana.get("/circles/new")
    page = ana.post_form(page, "/circles", name="Harbour", my_name="Ana").expect(200)
    circle = urlsplit(page.path).path.split("/")[2]
    room = cast.bring_by_pages(ana, circle, ben, "Ben")
    room = ben.post_form(room, f"/circles/{circle}/messages", text="Good to be here").expect(200)
    assert "Good to be here" in ana.get(f"/circles/{circle}").page.words

    sheet = ana.post_form(f"/circles/{circle}", "/alerts").expect(200)
    alert = cast.ALERT.search(sheet.path)[1]
    assert f"/alerts/{alert}" in " ".join(ben.get(f"/circles/{circle}").page.links)
    ben.post_form(f"/alerts/{alert}", f"/alerts/{alert}/claims").expect(200)
    ben.post_form(f"/alerts/{alert}", f"/alerts/{alert}/responses", text="I have you").expect(200)
    assert "I have you" in ana.get(f"/alerts/{alert}").page.words

    end = f"/alerts/{alert}/resolution"
    ana.post_form(end, end, outcome="held").expect(200)
    ben.post_form(f"/alerts/{alert}", f"/alerts/{alert}/cheers", word="proud").expect(200)
    with Follower(ana) as screen:
        told = screen.view["alert", alert]["data"]
    assert told["state"] == "held" and told["cheers"] == {"proud": 1}


def test_a_form_sent_again_from_the_same_page_is_one_card(room):
    page = room.ana.get(f"/circles/{room.circle}")

    for _ in range(2):
        room.ana.post_form(page, f"/circles/{room.circle}/messages", text="only once").expect(200)

    assert room.ben.get(f"/circles/{room.circle}").page.words.count("only once") == 1


def test_words_that_cannot_be_taken_stay_in_the_form(room):
    page = room.ana.get(f"/circles/{room.circle}")
    words = "much too long " * 200

    refused = room.ana.post_form(page, f"/circles/{room.circle}/messages", text=words).expect(422)

    form = refused.page.form(f"/circles/{room.circle}/messages")
    assert form.fields["text"].strip() == words.strip()
    key = page.page.form(f"/circles/{room.circle}/messages").fields["key"]
    assert form.fields["key"] != key
    kept = room.ana.send_form(form, refused.path, text="shorter").expect(200)
    assert "shorter" in kept.page.words

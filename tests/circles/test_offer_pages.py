"""What the pages show of an offer: to whom it was made a yes and a no, to the host the way back."""

import pytest

from accountability.circles import services


@pytest.fixture
def pages(app, cast):
    with app.app_context():
        offer = services.offer_handover(cast.member("Ana"), cast.member("Ben"))
        circle, ana, ben = offer.circle.public_id, offer.by.public_id, offer.to.public_id
        return {
            "offer": f"/offers/{offer.public_id}",
            "people": f"/circles/{circle}/people",
            "room": f"/circles/{circle}",
            "news": "/news",
            "ana": f"/members/{ana}",
            "ben": f"/members/{ben}",
        }


def seen(cast, name, path):
    return cast.browser(name).get(path).get_data(as_text=True)


@pytest.mark.parametrize("page", ["people", "room", "news", "ana"])
def test_who_is_asked_answers_where_they_are(cast, pages, page):
    said = seen(cast, "Ben", pages[page])

    assert "Ana asks you to be the host" in said
    assert f"{pages['offer']}/acceptance" in said and f"{pages['offer']}/decline" in said
    assert "/withdrawal" not in said


@pytest.mark.parametrize("page", ["people", "ben"])
def test_the_host_takes_it_back_where_they_asked(cast, pages, page):
    said = seen(cast, "Ana", pages[page])

    assert f"{pages['offer']}/withdrawal" in said
    assert f"{pages['offer']}/acceptance" not in said


@pytest.mark.parametrize("page", ["people", "room", "news", "ana", "ben"])
def test_a_friend_sees_nothing_of_it(cast, pages, page):
    said = seen(cast, "Mo", pages[page])

    assert pages["offer"] not in said
    assert "to be the host" not in said


def test_a_friend_gets_the_answer_of_a_thing_that_is_not_there(cast, pages):
    mo = cast.browser("Mo")

    answers = {mo.post(f"{pages['offer']}/{act}").status_code for act in ("acceptance", "decline")}

    assert answers | {mo.post(f"{pages['offer']}/withdrawal").status_code} == {404}


def test_a_yes_after_the_question_was_taken_back_is_told_so(cast, pages):
    ben = cast.browser("Ben")
    assert cast.browser("Ana").post(f"{pages['offer']}/withdrawal").status_code == 201

    late = ben.post(f"{pages['offer']}/acceptance")

    assert (late.status_code, "taken back" in late.json["error"]) == (409, True)

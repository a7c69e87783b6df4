"""Three pages as a screen reader walks through them: roles, names and their order.

What is not listed may come and go; what is listed stands there, in this order.
"""

from __future__ import annotations

from playwright.sync_api import expect

ROOM = """
- navigation "Ways out":
  - link "Exit"
  - link "Skip to content"
- navigation "Places":
  - list
  - button "I feel the urge"
- banner:
  - heading "Harbour" [level=1]
  - link "People of this circle"
  - link "Help lines"
- main:
  - list "Who asks for company":
    - listitem:
      - article:
        - heading "Ana asks for company" [level=2]
      - button "I have you"
      - button "I cannot now"
      - link "Open the room"
      - link "Report"
  - region "Days kept":
    - heading "Days kept" [level=2]
    - list "Days kept"
  - log "What happens here"
  - textbox "Say something"
  - button "Send"
"""
COMPANY = """
- banner:
  - heading "You asked for company" [level=1]
  - list "How far it came"
  - link "Help lines"
- main:
  - status:
    - list:
      - listitem:
        - article:
          - heading "Ben has you." [level=2]
  - navigation "Something to do":
    - link "Reasons"
    - link "Unsent letter"
    - link "Sit with it"
  - button "I am still alone"
  - group
  - log "Answers"
  - textbox "Say anything"
  - button "Send"
  - link "I held"
  - link "Still hard"
  - link "I slipped"
"""
SHEET = """
- dialog "Your friends are told.":
  - link "Exit"
  - heading "Your friends are told." [level=1]
  - button /Take back · \\d/
  - slider "How strong is it?"
  - group "What would help?":
    - radio "Just listen"
    - radio "Distract me"
    - radio "Talk me out of it"
    - radio "Only stay"
  - textbox "A word"
  - button "Tell them this"
  - link "Open the room"
  - link "Help lines and my numbers"
  - button "Close"
"""


def walks_like(visitor, outline):
    expect(visitor.page.locator("body")).to_match_aria_snapshot(outline)


def test_the_room_leads_with_the_way_out_then_who_asks(pair, ben):
    pair.alert(note="It is late.")
    ben.sees(".slot[data-kind=alert]", "Ana asks for company")

    walks_like(ben, ROOM)


def test_the_room_of_an_alert_says_first_who_is_there(pair, ana):
    alert = pair.alert()
    pair.ben.post(f"{alert}/claims").expect(201)

    ana.enter(alert)

    walks_like(ana, COMPANY)


def test_the_sheet_has_its_name_the_way_out_and_the_way_back(ana):
    ana.page.locator(".urge-button:visible").click()
    ana.sees("dialog[open]", "Your friends are told.")

    walks_like(ana, SHEET)

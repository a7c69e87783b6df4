"""The picture of an invitation: what a camera reads in it is the link, and nothing else."""

import re
from html import unescape

import segno

MOVE = re.compile(r"([Mmh])\s*(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?")
BORDER = 1


def invitation_page(cast):
    with cast.app.app_context():
        room = f"/circles/{cast.circle().public_id}"
    ana = cast.browser("Ana")
    made = ana.post(f"{room}/invitations")
    assert made.status_code == 201, made.text
    return ana.get(made.json["location"]).text


def dark_squares(drawn):
    """The squares that a path of horizontal strokes darkens, as (row, column)."""
    squares, x, y = set(), 0.0, 0.0
    for kind, first, second in MOVE.findall(drawn):
        if kind == "h":
            squares |= {(int(y), int(x) + step) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (0.0, 0.0) if kind == "M" else (x, y)
            x, y = x + float(first), y + float(second)
    return {(row - BORDER, column - BORDER) for row, column in squares}


def test_the_picture_reads_as_the_link(cast):
    page = invitation_page(cast)
    link = unescape(re.search(r'id="link" readonly value="([^"]+)"', page)[1])
    picture = re.search(r'class="qr">(<svg.*?</svg>)', page, re.DOTALL)[1]
    meant = segno.make(link, error="m", micro=False).matrix

    drawn = dark_squares(re.search(r' d="([^"]+)"', picture)[1])

    assert "/invitations/" in link
    assert drawn == {
        (row, column)
        for row, line in enumerate(meant)
        for column, is_dark in enumerate(line)
        if is_dark
    }


def test_the_picture_is_drawn_without_styles_and_has_a_name(cast):
    page = invitation_page(cast)

    picture = re.search(r'class="qr">(<svg.*?</svg>)', page, re.DOTALL)[1]

    assert "style" not in picture and "<style" not in page
    assert "<title>" in picture and 'viewBox="' in picture

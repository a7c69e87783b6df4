"""Pages go out compressed, and tell nobody by their length what is in them."""

from __future__ import annotations

import gzip

import pytest

from tests.cast import apart

OWN = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "none"}


@pytest.fixture(scope="module")
def app(light_app):
    """One service for all of this file: nothing here changes anything."""
    return light_app("squeezed")


def asked(app, **headers):
    return apart(app.test_client().get, "/sign-in", headers=headers)


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_a_page_that_its_reader_asked_for_comes_compressed_and_whole(app, site):
    small = asked(app, **OWN | {"Sec-Fetch-Site": site})

    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert b"</html>" in gzip.decompress(small.data) and len(small.data) * 2 < len(asked(app).data)


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_no_page_that_another_site_asked_for_is_compressed(app, site):
    told = asked(app, **OWN | {"Sec-Fetch-Site": site})

    assert "Content-Encoding" not in told.headers and b"</html>" in told.data


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0"])
def test_who_does_not_take_gzip_gets_none(app, accepted):
    told = asked(app, **OWN | {"Accept-Encoding": accepted})

    assert "Content-Encoding" not in told.headers and b"</html>" in told.data


def test_the_same_page_has_many_lengths(app):
    lengths = {len(asked(app, **OWN).data) for _ in range(12)}

    assert len(lengths) > 4


def test_what_is_no_page_goes_out_as_it_is(app):
    told = apart(app.test_client().get, "/manifest.webmanifest", headers=OWN)

    assert "Content-Encoding" not in told.headers

"""A body that ends before it is whole: answered quietly, no fault of the service."""

import io

from tests.cast import apart


class CutOff(io.BytesIO):
    """What the server of `./run` gives to read when the other side hung up."""

    def read(self, *_most):
        raise OSError("unexpected end of file while reading request at position 4")

    readinto = read


def post(app, kind, stream, accept="text/html"):
    body = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": "99", "wsgi.input": stream}
    return apart(
        app.test_client().post, "/sign-in", environ_overrides=body, headers={"Accept": accept}
    )


def test_a_cut_off_body_is_refused_without_a_trace(app, caplog):
    form, json = "application/x-www-form-urlencoded", "application/json"

    codes = [
        post(app, kind, stream, accept).status_code
        for kind in (form, json)
        for accept in ("text/html", json)
        for stream in (CutOff(), io.BytesIO(b"text"))
    ]

    assert codes == [400] * 8
    assert not caplog.records

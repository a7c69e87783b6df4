"""After a restored backup every client begins anew."""

from accountability.core.extensions import db
from tests.cast import Cast


def test_another_epoch_is_told_to_whoever_reads(app, cast: Cast):
    with app.app_context():
        cast.circle()
    ben = cast.browser("Ben")
    before = ben.get("/me/streams").get_json()["epoch"]

    said = app.test_cli_runner().invoke(args=["new-epoch"])

    after = ben.get("/me/streams").get_json()["epoch"]
    assert said.exit_code == 0, said.output
    assert after != before and after in said.output
    with app.app_context():
        assert db.engine.url.database in said.output, "on which database was it?"

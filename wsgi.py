"""The way in: `python wsgi.py` serves, `flask --app wsgi …` and WSGI servers find `app` here."""

import gc

from gevent import monkey

monkey.patch_all()  # before anything imports sockets, psycopg above all
gc.disable()  # nothing that is imported is ever garbage: a third of a second of the start

from accountability.app import create_app  # noqa: E402
from accountability.core.config import ConfigError, instance_path  # noqa: E402
from accountability.core.secrets_file import ensure_secrets  # noqa: E402
from accountability.core.starting import refuse  # noqa: E402
from accountability.serving import main  # noqa: E402

try:
    ensure_secrets(instance_path())
    app = create_app()
except ConfigError as fault:
    refuse(fault)

gc.freeze()  # nor need later collections look at it
gc.enable()

if __name__ == "__main__":
    main(app)

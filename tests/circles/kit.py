"""Small steps that the tests of circles share."""

import threading

from accountability.circles import services
from accountability.circles.models import Newcomer
from accountability.core.change import quiet_change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from tests.cast import apart


def invite(cast):
    """An open invitation of Ana's."""
    return services.invite(cast.member("Ana"))


def ask(cast, name):
    """Somebody who used an invitation of Ana's and waits."""
    return services.ask_to_join(cast.account(name), invite(cast), name=name)


def welcomed(cast, name):
    """Somebody who may come in."""
    newcomer = ask(cast, name)
    services.welcome(cast.member("Ana"), newcomer)
    return newcomer


def set_quietly(thing, **values):
    """Make something so, as if it had come about before."""
    with quiet_change():
        for name, value in values.items():
            setattr(thing, name, value)


def count_newcomers():
    """How many people used an invitation."""
    return db.session.query(Newcomer).count()


def at_once(app, *acts):
    """Run these at the same time, each as its own request; answers or refusals, in order."""
    answers = {}
    gate = threading.Barrier(len(acts))

    def run(number, act):
        with app.app_context():
            gate.wait()
            try:
                answers[number] = act()
            except Refused as refused:
                answers[number] = refused

    threads = [
        threading.Thread(target=apart, args=(run, number, act)) for number, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [answers[number] for number in range(len(acts))]

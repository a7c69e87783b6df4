"""The project keeps its house rules, and each rule sees what breaks it."""

from __future__ import annotations

import re

import pytest

from tests.house import name_rules, own_rules, python_rules, repo_rules, template_rules
from tests.house.tree import ROOT, plant

LONG = "\n".join(f"    a{n} = {n}" for n in range(30))
CARD = 'X = cards.kind("thing", Thing, "circles/_thing.html", shape=fn)\n'
PLANTS = [
    (python_rules.files_too_long, "frontend/long.ts", "let a = 1;\n" * 251),
    (python_rules.files_too_long, "tests/test_long.py", "A = 1\n" * 251),
    (python_rules.functions_too_long, "accountability/x.py", f"def f():\n{LONG}\n"),
    (python_rules.views_too_long, "accountability/x.py", f'@bp.get("/x")\ndef f():\n{LONG}\n'),
    (python_rules.views_too_long, "accountability/x.py", f'@socketio.on("x")\ndef f():\n{LONG}\n'),
    (python_rules.commits_elsewhere, "accountability/core/x.py", "db.session.commit()\n"),
    (python_rules.emits_elsewhere, "accountability/urges/x.py", 'socketio.emit("x", to="y")\n'),
    (python_rules.emits_to_everyone, "accountability/realtime/x.py", 'socketio.emit("x", {})\n'),
    (python_rules.emits_to_everyone, "accountability/x.py", 'emit("x", to="y", broadcast=True)\n'),
    (python_rules.unmarked_words, "accountability/x.py", 'raise Refused("No.")\n'),
    (python_rules.unmarked_words, "accountability/x.py", 'raise BadRequest(f"Not {x}.")\n'),
    (name_rules.vague_names, "accountability/helpers.py", ""),
    (name_rules.vague_names, "bench/helpers.py", ""),
    (name_rules.vague_names, "accountability/x.py", "class CircleManager: ...\n"),
    (name_rules.vague_names, "accountability/x.py", "def f(data): ...\n"),
    (name_rules.vague_names, "accountability/x.py", "def alert_handler(): ...\n"),
    (name_rules.vague_names, "accountability/x.py", "for item_of_list in []: ...\n"),
    (name_rules.vague_names, "accountability/x.py", "def f(self):\n    self.status = 1\n"),
    (name_rules.names_of_others, "accountability/circles/models.py", "class UserGroup: ...\n"),
    (name_rules.names_of_others, "accountability/circles/x.py", "def f(team_id): ...\n"),
    (template_rules.untranslated, "templates/x.html", "<p>Hello {{ name }}</p>"),
    (template_rules.untranslated, "templates/x.html", '<p aria-label="Hello"></p>'),
    (template_rules.untranslated, "templates/x.html", '{{ button("Save it") }}'),
    (template_rules.untranslated, "templates/mail/x/body.txt", "Hello {{ name }}"),
    (template_rules.inline_code, "templates/x.html", '<p style="{{ x }}"></p>'),
    (template_rules.inline_code, "templates/x.html", "<script>{{ x }}</script>"),
    (template_rules.inline_code, "templates/x.html", '<p{% if x %} onclick="y()"{% endif %}></p>'),
    (template_rules.inline_code, "templates/x.html", '<a href="javascript:x()"></a>'),
    (template_rules.bare_forms, "templates/x.html", '<form method="post">{{ csrf() }}</form>'),
    (template_rules.bare_forms, "templates/x.html", "<form method=post>{{ key() }}</form>"),
    (template_rules.cards_missing, "accountability/circles/shapes.py", CARD),
    (repo_rules.migrations_out_of_line, "migrations/versions/0002_x.py", 'revision = "a"\n'),
    (repo_rules.locks_with_addresses, "package-lock.json", '{"resolved": "x"}'),
    (repo_rules.telling_titles, "templates/x.html", "<title>{{ _('Your streak') }}</title>"),
    (repo_rules.telling_titles, "templates/mail/x/subject.txt", "{{ _('An urge alert') }}"),
    (repo_rules.telling_icons, "static/icons/no-contact.png", ""),
    *[
        (own_rules.clients_that_know_the_service, "tests/client/x.py", text)
        for text in (
            "import accountability.core.clock\n",
            "def f():\n    from accountability import app\n",
            "from tests.kit import cast\n",
            "from ..kit import cast\n",
            'importlib.import_module("accountability.app")\n',
        )
    ],
    *[
        (own_rules.silent_tests, "tests/x/test_x.py", text)
        for text in (
            'def test_x():\n    pytest.skip("no")\n',
            "@pytest.mark.skip\ndef test_x(): ...\n",
            "@mark.skipif(True, reason='no')\ndef test_x(): ...\n",
            'redis = pytest.importorskip("redis")\n',
            "pytestmark = pytest.mark.xfail\n",
            "from pytest import skip as later\n",
            'item.add_marker("skip")\n',
            'collect_ignore = ["test_y.py"]\n',
        )
    ],
]
RULES = sorted({rule for rule, _, _ in PLANTS}, key=lambda rule: rule.__name__)
RULES += [template_rules.cards_too_long, template_rules.cards_that_see_the_viewer]


@pytest.mark.parametrize("violations", RULES, ids=lambda rule: rule.__name__)
def test_the_house_rule_is_kept(violations):
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("violations", "name", "text"),
    PLANTS,
    ids=[f"{r.__name__}-{n}" for n, (r, _, _) in enumerate(PLANTS)],
)
def test_the_rule_is_red_on_a_planted_violation(violations, name, text, tmp_path):
    planted = plant(tmp_path, name, text)

    found = violations(tmp_path)

    assert found
    assert all(planted.name in one or "_thing.html" in one for one in found)


@pytest.mark.parametrize(
    ("violations", "text"),
    [
        (template_rules.cards_too_long, "<p>\n</p>\n" * 21),
        (template_rules.cards_that_see_the_viewer, "{{ current_user.name }}"),
        (template_rules.cards_that_see_the_viewer, "<form>{{ csrf() }}</form>"),
        (template_rules.cards_that_see_the_viewer, '{% include "circles/_around.html" %}'),
    ],
)
def test_the_rule_of_cards_is_red_on_a_planted_card(violations, text, tmp_path):
    plant(tmp_path, "accountability/circles/shapes.py", CARD)
    plant(tmp_path, "templates/circles/_around.html", "{{ key() }}")
    plant(tmp_path, "templates/circles/_thing.html", text)

    assert len(violations(tmp_path)) == 1


def test_a_clean_file_breaks_no_rule(tmp_path):
    plant(
        tmp_path,
        "templates/x.html",
        "<p class='a b'>{{ _('Hello') }} · {% trans %}Hi{% endtrans %}</p>",
    )
    plant(tmp_path, "accountability/x.py", "def as_data(member): ...\n")
    plant(tmp_path, "tests/client/x.py", "from tests.client.http import Browser\n")
    plant(tmp_path, "tests/client/y.py", "from . import http\n")

    assert [found for rule in RULES for found in rule(tmp_path)] == []


def test_no_file_names_a_registry_or_a_folder_of_this_machine():
    assert repo_rules.telling_files(ROOT) == []


def test_a_file_that_names_a_registry_is_seen(tmp_path):
    plant(tmp_path, "docs/x.md", "Get it from https://packages.example/simple.\n")

    assert repo_rules.telling_files(tmp_path, {"packages.example"}) == [
        "docs/x.md:1: names packages.example"
    ]


def test_migrations_with_two_heads_are_seen(tmp_path):
    plant(tmp_path, "migrations/versions/0001_a.py", 'revision = "a"\ndown_revision = None\n')
    plant(tmp_path, "migrations/versions/0002_b.py", 'revision = "b"\ndown_revision = "a"\n')
    plant(tmp_path, "migrations/versions/0003_c.py", 'revision = "c"\ndown_revision = "a"\n')

    assert [re.sub(r":.*", "", one) for one in repo_rules.migrations_out_of_line(tmp_path)] == [
        "migrations/versions/0003_c.py"
    ]

# ./run check: all that can be said without running the service, stopping at the first red. Sourced by ./run.

check() { # its name, the command
	say "== $1"
	shift
	"$@" || fail "Stopped at the first red: $*"
}

set_up_for_tests
check format .venv/bin/ruff format --check .
check lint .venv/bin/ruff check .
check "import contracts" .venv/bin/lint-imports
check types .venv/bin/mypy
check "types of the browser script" npm run --silent types
check "house rules" .venv/bin/python -m pytest -q tests/house

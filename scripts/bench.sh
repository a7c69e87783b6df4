# ./run bench: the service measured beside floors that do less; minutes, never in the tests. Sourced by ./run.

set_up_for_tests
exec .venv/bin/python -m bench "$@"

# ./run cluster: two web processes and two workers on PostgreSQL and Valkey, to try. Sourced by ./run.

set_up_for_tests
exec .venv/bin/python -m scripts.cluster "$@"

# ./run faults [--seed N] [pytest args]: every fault in its whole length, on both databases. Sourced by ./run.

set_up_for_tests
if [ "${1:-}" = "--seed" ]; then
	FAULTS_SEED=${2:-}
	case "$FAULTS_SEED" in
	"" | *[!0-9]*) fail "./run faults --seed takes a number." ;;
	esac
	export FAULTS_SEED
	shift 2
fi
export FAULTS=whole
[ $# -gt 0 ] || set -- tests/faults
# One after the other: a trial has bounds in seconds, and two cores for all its processes.
exec .venv/bin/python -m pytest -q -p no:xdist "$@"

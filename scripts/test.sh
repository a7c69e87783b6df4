# ./run test: the short form of all tests, the whole one, or what the pytest arguments name. Sourced by
# ./run. tests/forms.py says what the short form leaves.
left=
if [ $# -eq 0 ]; then
	set -- -m "not whole"
	left="That was the short form: what it leaves runs with ./run test --whole, and stands in tests/forms.py."
elif [ "$1" = "--whole" ]; then
	shift
fi
. scripts/chromium.sh

# Every commit of a service waits for the disk, and no test cuts the power: where there is enough memory
# to lie in, the tests' files lie there.
ENOUGH_KB=4000000
use_memory() {
	[ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] || return 0
	free=$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$ENOUGH_KB" ] || return 0
	TMPDIR=$(mktemp -d /dev/shm/steady-tests-XXXXXX)
	chmod 755 "$TMPDIR" # PostgreSQL may run as another account
	export TMPDIR
	trap 'rm -rf "$TMPDIR"' EXIT
	trap 'exit 130' INT TERM
}

set_up_for_tests
use_chromium
npm test --silent || fail "The tests of the browser script failed."
use_memory
# Three files at a time on two cores: a test waits for a database or a browser half of its time. In the
# order of their folders, so that the few long tests of the browser are not the last to begin.
# A file whose process died would be begun again for ever: the run ends there and names the test.
.venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 "$@"
[ -z "$left" ] || say "$left"

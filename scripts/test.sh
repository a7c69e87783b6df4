# ./run test: everything, or what the pytest arguments name. Sourced by ./run.
. scripts/chromium.sh

set_up_for_tests
use_chromium
npm test --silent || fail "The tests of the browser script failed."
# Three files at a time on two cores: a test waits for a database or a browser half of its time. In the
# order of their folders, so that the few long tests of the browser are not the last to begin.
# A file whose process died would be begun again for ever: the run ends there and names the test.
exec .venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 "$@"

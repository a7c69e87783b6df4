# ./run test: everything, or what the pytest arguments name. Sourced by ./run.
. scripts/chromium.sh

set_up_for_tests
use_chromium
npm test --silent || fail "The tests of the browser script failed."
# Two at a time: most tests wait for a database or a browser. Arguments come last, so that they win.
exec .venv/bin/python -m pytest -n 2 --dist loadgroup "$@"

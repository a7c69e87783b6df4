# ./run test: everything, or what the pytest arguments name. Sourced by ./run.
. scripts/chromium.sh

set_up_for_tests
use_chromium
npm test --silent || fail "The tests of the browser script failed."
# Two files at a time: most tests wait for a database or a browser, which a file shares.
exec .venv/bin/python -m pytest -n 2 --dist loadfile "$@"

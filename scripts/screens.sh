# ./run screens: pictures of ten screens, of the scene that the tests look at. Sourced by ./run.
. scripts/chromium.sh

set_up_for_tests
use_chromium
exec .venv/bin/python -m scripts.screens

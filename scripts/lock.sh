# ./run lock: remakes every locked list; with --upgrade also takes newer versions. Sourced by ./run.
# No list may name a registry's address: each machine has its own.

refuse_read_only
make_venv
install_uv
[ -x .venv/bin/uv ] || fail "Locking needs uv, which could not be installed: see $SETUP_LOG."
use_node

lock() {
	UV_CUSTOM_COMPILE_COMMAND="./run lock" .venv/bin/uv pip compile --quiet --universal --generate-hashes \
		--no-emit-index-url --no-emit-find-links --python-version 3.11 "$@" ||
		fail "The packages could not be locked."
}

lock requirements.in -o requirements.txt "$@"
lock requirements-dev.in -c requirements.txt -o requirements-dev.txt "$@"
lock requirements-uv.in -o requirements-uv.txt "$@"
lock requirements-node.in -o requirements-node.txt "$@"
npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund ||
	fail "The packages of package.json could not be locked."
if grep -l '://' requirements*.txt || grep -q '"resolved"' package-lock.json; then
	fail "A locked list names a registry's address."
fi

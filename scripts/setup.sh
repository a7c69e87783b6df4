# What every command needs: python, packages, Node, the built front end. Sourced by ./run.
# Each step writes a checksum of its inputs into .venv/stamps and is skipped while they stay the same.

SETUP_LOG=.venv/setup.log
NODE_MIN=18
unset PYTHONDONTWRITEBYTECODE # starting within three seconds needs the compiled files

say() { printf '%s\n' "$*" >&2; }

fail() {
	say "$*"
	exit 1
}

set_up() {
	refuse_read_only
	make_venv
	install_packages requirements.txt
	build_frontend
}

set_up_for_tests() {
	set_up
	install_packages requirements-dev.txt
	use_node
}

refuse_read_only() {
	for folder in . .venv instance static node_modules; do
		[ ! -d "$folder" ] || [ -w "$folder" ] ||
			fail "Steady keeps its packages and its database in $(cd "$folder" && pwd), which is read-only: move it to a folder you can write to."
	done
}

# --- steps and their stamps ---

checksum_of() { # of the named files, and of every file in the named folders
	find "$@" -type f ! -name '*.pyc' | LC_ALL=C sort | while IFS= read -r file; do cksum "$file"; done
}

is_done() { # step, inputs...
	step=$1
	shift
	[ -f ".venv/stamps/$step" ] && [ "$(checksum_of "$@")" = "$(cat ".venv/stamps/$step")" ]
}

mark_done() {
	step=$1
	shift
	checksum_of "$@" >".venv/stamps/$step"
}

logged() { "$@" >>"$SETUP_LOG" 2>&1; }

# --- python ---

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
	for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 python3 python; do
		if is_new_enough "$name"; then
			command -v "$name"
			return
		fi
	done
	fail "Steady needs Python 3.11 or newer, and no python3 on this machine is."
}

make_venv() {
	if [ -x .venv/bin/python ] && is_new_enough .venv/bin/python && is_here; then
		mkdir -p .venv/stamps
		: >"$SETUP_LOG"
		return
	fi
	python=$(find_python) || exit 1
	"$python" -c 'import venv, ensurepip' 2>/dev/null ||
		fail "$python cannot make a virtual environment: install its venv module (on Debian: apt-get install python3-venv)."
	say "Making .venv with $python"
	rm -rf .venv
	"$python" -m venv .venv >/dev/null 2>&1 ||
		fail "$python could not make a virtual environment in $PWD/.venv: is the disk full?"
	mkdir -p .venv/stamps
	pwd >.venv/stamps/folder
	: >"$SETUP_LOG"
}

is_here() { # scripts in a virtual environment hold its address, so a moved one is made anew
	[ ! -f .venv/stamps/folder ] || [ "$(cat .venv/stamps/folder)" = "$PWD" ]
}

# --- packages ---

install_packages() { # a locked list
	is_done "$1" "$1" && return
	say "Installing $1"
	install_uv
	install_with_uv "$1" || install_with_pip "$1" ||
		fail "The packages of $1 could not be installed: is this machine connected to its package registry? The whole story is in $SETUP_LOG."
	mark_done "$1" "$1"
}

install_uv() { # four times as fast as pip, which does as well where there is no uv
	is_done requirements-uv.txt requirements-uv.txt && return
	logged .venv/bin/python -m pip install --disable-pip-version-check --retries 1 \
		--require-hashes -r requirements-uv.txt || return 0
	mark_done requirements-uv.txt requirements-uv.txt
}

install_with_uv() {
	[ -x .venv/bin/uv ] && logged .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r "$1"
}

install_with_pip() {
	logged .venv/bin/python -m pip install --disable-pip-version-check --retries 1 --require-hashes -r "$1"
}

# --- Node and the front end ---

use_node() { # the machine's own when it is new enough, else a locked one from the registry of Python packages
	has_node && return
	install_packages requirements-node.txt
	PATH="$PWD/.venv/bin:$PATH"
	export PATH
	has_node || fail "Node $NODE_MIN or newer is missing and could not be installed: see $SETUP_LOG."
}

has_node() {
	command -v npm >/dev/null 2>&1 &&
		node -e "process.exit(Number(parseInt(process.versions.node) < $NODE_MIN))" 2>/dev/null
}

build_frontend() {
	if [ ! -d node_modules ] || ! is_done npm package-lock.json; then
		use_node
		say "Installing package-lock.json"
		[ ! -L node_modules ] || rm node_modules # through a link npm would empty somebody else's
		logged npm ci --ignore-scripts --no-audit --no-fund ||
			fail "The packages of package-lock.json could not be installed: is this machine connected to its package registry? The whole story is in $SETUP_LOG."
		mark_done npm package-lock.json
	fi
	if [ ! -f static/build/manifest.json ] || ! is_done build frontend package-lock.json; then
		use_node
		logged node frontend/build.mjs || fail "The front end could not be built: $(tail -n 1 "$SETUP_LOG") (see $SETUP_LOG)"
		mark_done build frontend package-lock.json
	fi
}

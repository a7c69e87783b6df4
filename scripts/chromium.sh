# Finds a Chromium for the browser tests, or installs Debian's. Sourced; leaves its path in CHROMIUM.

find_chromium() {
	[ -z "${CHROMIUM:-}" ] || return 0
	for name in chromium chromium-browser google-chrome google-chrome-stable \
		"/Applications/Chromium.app/Contents/MacOS/Chromium" \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
		if CHROMIUM=$(command -v "$name"); then return 0; fi
	done
	return 1
}

# Asks apt for packages, as root or by sudo; quietly no where neither is there.
install() {
	command -v apt-get >/dev/null 2>&1 || return 1
	as_root=
	[ "$(id -u)" -eq 0 ] || as_root="sudo -n"
	[ -z "$as_root" ] || $as_root true 2>/dev/null || return 1
	say "Installing $1"
	logged $as_root apt-get update &&
		logged $as_root env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y --no-install-recommends --no-upgrade "$1"
}

# The same engine without windows takes half of the processor. Most tests need no more; without it
# they take the whole one.
use_light() {
	LIGHT_CHROMIUM=${LIGHT_CHROMIUM:-$(command -v chromium-headless-shell || true)}
	if [ -z "$LIGHT_CHROMIUM" ] && dpkg -s chromium >/dev/null 2>&1; then
		(install chromium-headless-shell) || say "Going on without it"
		LIGHT_CHROMIUM=$(command -v chromium-headless-shell || true)
	fi
	export LIGHT_CHROMIUM
}

use_chromium() {
	find_chromium || { install chromium && find_chromium; } ||
		fail "The browser tests need Chromium: install it, or say where it is with CHROMIUM=/path/to/chromium ./run test."
	[ -x "$CHROMIUM" ] || fail "CHROMIUM names $CHROMIUM, which cannot be run: give the full path of a Chromium."
	export CHROMIUM
	use_light
}

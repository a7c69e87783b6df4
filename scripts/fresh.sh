# ./run fresh: both commands once more as a stranger meets them. Sourced by ./run.
# A clone of the working tree in an empty folder, a new HOME, empty caches, and nothing in the
# environment but PATH and what this machine needs to reach its package registries.

fresh=$(mktemp -d "${TMPDIR:-/tmp}/steady-fresh.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
trap 'exit 130' INT TERM
mkdir "$fresh/home" "$fresh/tree"

copy_tree() { # what git knows or would add, and exists
	git -c core.quotePath=false ls-files --cached --others --exclude-standard |
		while IFS= read -r file; do [ ! -e "$file" ] || printf '%s\n' "$file"; done |
		tar cf - -T - | (cd "$fresh/tree" && tar xf -)
}

clone_tree() {
	(
		cd "$fresh/tree"
		git init -q .
		git add -A
		git -c user.name=fresh -c user.email=fresh@localhost -c commit.gpgsign=false commit -q -m "The working tree"
	)
	git clone -q "$fresh/tree" "$fresh/steady"
}

reaches_registries() { # the settings of pip, uv and npm, and of the way there; never where their caches are
	env | grep -E '^(PIP_|UV_|NPM_CONFIG_|npm_config_|SSL_CERT_|REQUESTS_CA_BUNDLE=|CURL_CA_BUNDLE=|NODE_EXTRA_CA_CERTS=|(https?|no|all)_proxy=|(HTTPS?|NO|ALL)_PROXY=)' |
		grep -vi '^[a-z_]*cache' | grep -vE '^(npm_config_(prefix|local_prefix|global_prefix|user_agent|node_gyp|noproxy|init_module|globalconfig)=|UV_PROJECT)' || true
	first_of PIP_CONFIG_FILE "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" \
		"$HOME/Library/Application Support/pip/pip.conf"
	first_of UV_CONFIG_FILE "$HOME/.config/uv/uv.toml"
	first_of NPM_CONFIG_USERCONFIG "$HOME/.npmrc"
}

first_of() { # a variable that is not set already, and the files it may name
	name=$1
	shift
	[ -z "$(printenv "$name")" ] || return 0
	for file in "$@"; do
		[ ! -f "$file" ] || {
			printf '%s=%s\n' "$name" "$file"
			return 0
		}
	done
}

in_fresh() { # a command with the stranger's environment
	set -- PATH="$PATH" HOME="$fresh/home" LANG=C.UTF-8 "$@"
	while IFS= read -r line; do
		[ -z "$line" ] || set -- "$line" "$@"
	done <<END
$(reaches_registries)
END
	(cd "$fresh/steady" && exec env -i "$@")
}

say "Cloning into $fresh/steady"
copy_tree
clone_tree
python=$(find_python) || exit 1
in_fresh "$python" scripts/first_page.py || fail "The fresh start failed."
begun=$(date +%s)
in_fresh ./run test "$@" || fail "The fresh ./run test failed."
say "./run test: $(($(date +%s) - begun)) s"

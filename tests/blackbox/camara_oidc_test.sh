#!/usr/bin/env bash
# Signed tokens of an OpenID provider (npm's oidc-provider) at a running number register.
#   camara_oidc_test.sh MUSTER   (muster-numbers stands beside it)
set -uo pipefail
numbers=$(dirname "$(realpath -m "$1")")/muster-numbers here=$(cd "$(dirname "$0")/../camara" && pwd)
dir=$(mktemp -d /tmp/muster-oidc.XXXXXX)
trap 'rm -rf "$dir"' EXIT
"$here/seed.sh" "$numbers" "$dir" >"$dir/seed.json" || { echo "0 passed, 1 failed"; exit 1; }
node "$here/oidc.mjs" "$numbers" "$dir" 2>"$dir/said"; code=$?
[ "$code" = 0 ] || tail -5 "$dir/said"
exit "$code"

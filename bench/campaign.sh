#!/usr/bin/env bash
# How long a campaign over many lines takes: taking them over, enrolling, inviting, warning, barring, as they happen.
#   bench/campaign.sh [LINES] [DATABASE]     100000 lines and SQLite, or a postgresql:// URL of an empty database
# Needs build/release/src/cli/muster-numbers. Prints seconds and lines a second for each piece.
set -euo pipefail
case "${1:-}" in --help|-h) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
cd "$(dirname "$0")/.."
lines=${1:-100000} database=${2:-}
numbers=$PWD/build/release/src/cli/muster-numbers
dir=$(mktemp -d /tmp/muster-bench.XXXXXX); trap 'rm -rf "$dir"' EXIT
at=2026-03-02T02:00:00Z
run() { "$numbers" --data "$dir/i" ${database:+--database "$database"} --at "$at" "$@"; }
timed() { # what, command…
  local what=$1 from to; shift
  from=$(date +%s.%N); "$@" >"$dir/out"; to=$(date +%s.%N)
  awk -v w="$what" -v n="$lines" -v s="$from" -v e="$to" 'BEGIN { printf "%-28s %9.1f s %10.0f lines/s\n", w, e - s, n / (e - s) }'
}
"$numbers" --data "$dir/i" ${database:+--database "$database"} instance init --kind demo --name bench >/dev/null
pool=$(run pool make --name Bench --region CN-11 --first +8619900000000 --last +8619999999999)
timed "stock" run pool stock "$pool" "$lines"
timed "take over" run unverified generate "$pool" "$lines"
carrier=$(run party add --kind carrier --name Carrier)
first=$(echo passport:A0000001 | run person add "$carrier" --name One)
second=$(echo passport:A0000002 | run person add "$carrier" --name Two)
cat >"$dir/campaign.toml" <<'TOML'
name = "Bench"
sender = "Example"
place = "any shop"
[[waves]]
name = "All"
invite_at = "2026-03-03T02:00:00Z"
deadline = "2026-05-01T02:00:00Z"
TOML
id=$(run --json campaign create "$dir/campaign.toml" --as "$first" | grep -oE '"id":"[^"]+' | head -1 | cut -d'"' -f4)
run campaign approve "$id" --as "$second" >/dev/null
run campaign start "$id" --as "$first" >/dev/null
timed "enrol" run campaign run
at=2026-03-03T03:00:00Z; timed "invite (row, message)" run campaign run
at=2026-04-03T03:00:00Z; timed "warn (line, event, leaf)" run campaign run
at=2026-05-01T03:00:00Z; timed "bar one way (and command)" run campaign run
from=$(date +%s.%N); run campaign progress "$id" >"$dir/out"; to=$(date +%s.%N)
awk -v s="$from" -v e="$to" 'BEGIN { printf "%-28s %9.3f s\n", "progress (whole command)", e - s }'
[ -n "$database" ] || awk -v b="$(du -sb "$dir/i" | cut -f1)" -v n="$lines" 'BEGIN { printf "%-28s %9.0f bytes a line\n", "on disk after that", b / n }'

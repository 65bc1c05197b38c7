#!/usr/bin/env bash
# Many scheduled sites, tested by one server on the machine's own database for some minutes, which is killed in the middle: memory
# stays flat, no host and no address is asked sooner than promised (the sites count), nothing is lost, and only what was in flight
# at the kill is asked for again.
#   tests/load/scheduled.sh MUSTER SITES SECONDS [AT_ONCE]     ends with "N passed, N failed"; 16 hosts share each address
set -uo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
muster=$(cd "$(dirname "$1")" && pwd)/$(basename "$1"); sites=$2 seconds=$3 at_once=${4:-512}
cd "$here" || exit 2
# Visits under way, those among them that wait between two of their requests (testing/fetch.h: kWaitingRooms).
under_way=$((at_once * 16))
dir=$(mktemp -d /tmp/muster-scheduled.XXXXXX)
passed=0 failed=0
finish() { for pid in "$dir"/*.pid; do [ -e "$pid" ] && kill -9 "$(cat "$pid")" 2>/dev/null; done; rm -rf "$dir"; }
trap finish EXIT
same() { if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $1: $2, not $3"; fi; }
most() { if [ "$2" -le "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $1: $2, more than $3"; fi; }
stop_here() { echo "FAIL $1"; echo "$passed passed, $((failed + 1)) failed"; exit 1; }
sql() { sqlite3 "file:$dir/i/muster.db?mode=ro" "$1"; }

node --max-old-space-size=4096 tests/load/many_sites.mjs "$sites" "$dir/farm.txt" "$dir/counts.json" 16 2>"$dir/sites.log" & echo $! >"$dir/sites.pid"
for _ in $(seq 300); do [ -s "$dir/farm.txt" ] && break; sleep 0.1; done
cut -d' ' -f1 "$dir/farm.txt" >"$dir/names.txt"
printf '[schedule]\ntests_per_day = 100000000\n[testing]\nvisits_at_once = %s\n' "$at_once" >"$dir/policy.toml"
program() { "$muster" --data "$dir/i" --policy "$dir/policy.toml" "$@"; }
began=$SECONDS
program demo load --observed "$dir/names.txt" --farm "$dir/farm.txt" >"$dir/load.log" 2>&1 || stop_here "demonstration: $(tail -1 "$dir/load.log")"
program census "$dir/names.txt" --limit 1 >"$dir/census.log" 2>&1 || [ $? = 1 ] || stop_here "census: $(tail -1 "$dir/census.log")"
program schedule plan >"$dir/plan.log" 2>&1 || stop_here "plan: $(tail -1 "$dir/plan.log")"
before=$(sql "select count(*) from test_run")
echo "$(sql "select count(*) from schedule_site") sites are scheduled after $((SECONDS - began)) s; $before tests are on record"

serve() {
  "$muster" --data "$dir/i" --policy "$dir/policy.toml" server --port 0 --work --lease 30 --farm "$dir/farm.txt" >>"$dir/server.log" 2>&1 & echo $! >"$dir/server.pid"
}
# Resident memory in MB, one a line, until a moment.
watch_until() {
  while [ "$SECONDS" -lt "$1" ]; do
    awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$(cat "$dir/server.pid")/status" >>"$2" 2>/dev/null || return 1
    sleep 5
  done
}
began=$SECONDS
serve
watch_until $((began + seconds / 2)) "$dir/rss1" || stop_here "the server ended: $(tail -2 "$dir/server.log")"
kill -9 "$(cat "$dir/server.pid")"
at_kill=$(sql "select count(*) from test_run")
serve
watch_until $((began + seconds)) "$dir/rss2" || stop_here "the server ended: $(tail -2 "$dir/server.log")"
kill -TERM "$(cat "$dir/server.pid")"
for _ in $(seq 240); do kill -0 "$(cat "$dir/server.pid")" 2>/dev/null || break; sleep 0.5; done
kill -0 "$(cat "$dir/server.pid")" 2>/dev/null && stop_here "the server does not end"
rm "$dir/server.pid"
kill -TERM "$(cat "$dir/sites.pid")"
for _ in $(seq 100); do [ -s "$dir/counts.json" ] && break; sleep 0.1; done
rm -f "$dir/sites.pid"
told() { node -e 'const o = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(eval("o." + process.argv[2]))' "$dir/counts.json" "$1"; }

node -e 'for (const name of JSON.parse(require("fs").readFileSync(process.argv[1])).names) console.log(name)' "$dir/counts.json" | sort >"$dir/asked"
sql "select distinct host from test_run" | sort >"$dir/tested"
sql "select body from work_item where state = 'waiting'" | grep -oE 's[0-9]+\.test' | sort -u >"$dir/waiting"
made=$(($(sql "select count(*) from test_run") - before))
most "sites that were visited and have no test on record: those under way at the kill, which wait behind all others, and at the end" "$(($(told sites) - $(sql "select count(distinct host) from test_run where host like '%.test'")))" $((2 * under_way))
most "of those, the ones that wait for nobody" "$(comm -23 <(comm -23 "$dir/asked" "$dir/tested") "$dir/waiting" | wc -l)" 0
same "judged: counted by the schedule" "$(sql "select sum(tests) from schedule_site")" "$(sql "select count(*) from test_run")"
same "judged: told as finished" "$(sql "select count(*) from event where kind = 'test.finished'")" "$(sql "select count(*) from test_run")"
same "tests of one site, at most" "$(sql "select max(n) from (select count(*) as n from test_run where host like '%.test' group by host)")" 1
most "sites that were asked twice" "$(told twice)" "$under_way"
same "requests to one host sooner than promised" "$(told host.broken)" 0
same "requests to one address sooner than promised" "$(told address.broken)" 0
# The last third of each half beside its second: what filled by then stays as it is.
third() { awk -v part="$2" '{v[NR] = $1} END {n = int(NR / 3); for (i = (part - 1) * n + 1; i <= part * n; ++i) s += v[i]; print int(s / n)}' "$1"; }
for half in 1 2; do most "memory of half $half, MB" "$(third "$dir/rss$half" 3)" $(($(third "$dir/rss$half" 2) * 115 / 100 + 20)); done
echo "$made tests in $seconds s ($((made / seconds)) a second), $((at_kill - before)) before the kill; sites asked twice: $(told twice); soonest after the last request: host $(told host.least_ms) ms, address $(told address.least_ms) ms"
echo "memory, MB, by thirds: $(third "$dir/rss1" 1) $(third "$dir/rss1" 2) $(third "$dir/rss1" 3) | $(third "$dir/rss2" 1) $(third "$dir/rss2" 2) $(third "$dir/rss2" 3)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Many workers on NATS JetStream with three servers and PostgreSQL: tests are handed out, three workers take them, and in the
# middle two of them and the stream's leader among the servers are killed. Nothing may be lost, and nothing judged twice.
#   tests/load/workers.sh MUSTER COUNT     ends with "N passed, N failed"
# PostgreSQL: MUSTER_TEST_POSTGRES (else a private one is started).
set -uo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
muster=$(cd "$(dirname "$1")" && pwd)/$(basename "$1"); count=$2
cd "$here" || exit 2
dir=$(mktemp -d /tmp/muster-workers.XXXXXX); chmod 755 "$dir"
passed=0 failed=0 own_postgres= schema=workers_$$
psql=$(ls /usr/lib/postgresql/15/bin/psql)
finish() {
  for pid in "$dir"/*.pid; do [ -e "$pid" ] && kill -9 "$(cat "$pid")" 2>/dev/null; done
  script/nats stop "$dir/nats"
  [ -n "${server:-}" ] && "$psql" "$server&user=muster_owner" -qc "drop schema $schema cascade" 2>/dev/null
  [ -n "$own_postgres" ] && script/postgres stop "$own_postgres"
  rm -rf "$dir"
}
trap finish EXIT
same() { # what, got, wanted
  if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $1: $2, not $3"; fi
}
stop_here() { echo "FAIL $1"; echo "$passed passed, $((failed + 1)) failed"; exit 1; }

if [ -n "${MUSTER_TEST_POSTGRES:-}" ]; then server=$MUSTER_TEST_POSTGRES
else own_postgres=$dir/pg; server=$(MUSTER_TEST_FSYNC=on script/postgres start "$own_postgres"); fi
"$psql" "$server&user=muster_owner" -qc "create schema $schema; grant usage on schema $schema to muster_app" || stop_here "no schema"
database="$server&options=-csearch_path%3D$schema"
program() { "$muster" --data "$dir/i" --database "$database&user=muster_app" "$@"; }
"$muster" --data "$dir/i" --database "$database&user=muster_owner" migrate --application-role muster_app >"$dir/migrate.log" 2>&1 || stop_here "migrate: $(tail -1 "$dir/migrate.log")"
program instance init --kind demo --name workers --admin admin >"$dir/create.log" 2>&1 || stop_here "instance: $(tail -1 "$dir/create.log")"
sql() { "$psql" "$database&user=muster_app" -qAtc "$1"; }

node tests/load/many_sites.mjs "$count" "$dir/farm.txt" "$dir/counts.json" & echo $! >"$dir/sites.pid"
for _ in $(seq 100); do [ -s "$dir/farm.txt" ] && break; sleep 0.1; done
cut -d' ' -f1 "$dir/farm.txt" | sed 's#.*#http://&/#' >"$dir/urls.txt"
nats=$(script/nats start "$dir/nats" 3) || stop_here "no NATS"
queue=(--nats "$nats" --lease 10)

began=$(date +%s%N)
program test --file "$dir/urls.txt" --farm "$dir/farm.txt" --hand-out "${queue[@]}" >"$dir/out.log" 2>&1 || stop_here "handing out: $(tail -1 "$dir/out.log")"
echo "$(tail -1 "$dir/out.log") ($((($(date +%s%N) - began) / 1000000)) ms)"
# Not through a shell function: the process itself is killed.
worker() { "$muster" --data "$dir/i" --database "$database&user=muster_app" --json worker run --farm "$dir/farm.txt" "${queue[@]}" --until-empty >"$dir/w$1.out" 2>"$dir/w$1.err" & echo $! >"$dir/w$1.pid"; }
began=$(date +%s%N)
for w in 1 2 3; do worker $w; done
done_now() { sql "select count(*) from test_run"; }
wait_for() { # how many, seconds
  for _ in $(seq $(($2 * 5))); do [ "$(done_now)" -ge "$1" ] && return 0; sleep 0.2; done
  return 1
}
wait_for $((count / 3)) $((60 + count / 20)) || stop_here "a third was not tested in time: $(done_now); $(tail -2 "$dir/w1.err")"
kill -9 "$(cat "$dir/w1.pid")" "$(cat "$dir/w2.pid")"
rm "$dir/w1.pid" "$dir/w2.pid"
# One after another each server is killed and comes back: whichever leads is among them.
for n in 1 2 3; do
  script/nats kill "$dir/nats" $n
  [ $n != 1 ] || { worker 4; worker 5; }
  sleep 3
  script/nats revive "$dir/nats" $n
  sleep 3
done
wait_for "$count" $((120 + count / 20)) || echo "still missing after the kills: $((count - $(done_now)))"
# They end by themselves; who hangs is ended, and fails.
for w in 3 4 5; do
  for _ in $(seq 180); do kill -0 "$(cat "$dir/w$w.pid")" 2>/dev/null || break; sleep 0.5; done
  kill -9 "$(cat "$dir/w$w.pid")" 2>/dev/null
done
for w in 3 4 5; do wait "$(cat "$dir/w$w.pid")"; same "worker $w ends well" $? 0; rm "$dir/w$w.pid"; [ "$(cat "$dir/w$w.out" | wc -l)" = 1 ] || tail -3 "$dir/w$w.err"; done
took=$((($(date +%s%N) - began) / 1000000))
kill -TERM "$(cat "$dir/sites.pid")"; sleep 1; rm -f "$dir/sites.pid"

same "tests on record" "$(done_now)" "$count"
same "sites of them" "$(sql "select count(distinct host) from test_run")" "$count"
same "judged: told as finished" "$(sql "select count(*) from event where kind = 'test.finished'")" "$count"
same "judged: counted by the schedule" "$(sql "select sum(tests) from schedule_site")" "$count"
same "sites that were visited" "$(sed 's/.*"sites":\([0-9]*\).*/\1/' "$dir/counts.json")" "$count"
missing=0; while read -r path; do [ -s "$dir/i/evidence/$path" ] || missing=$((missing + 1)); done < <(sql "select evidence_path from test_run")
same "evidence that is missing" "$missing" 0
for _ in $(seq 20); do program --json worker queue "${queue[@]}" >"$dir/queue.json" 2>&1 && break; sleep 2; done # the last server is back
same "what is left in the queue" "$(grep -o '"waiting":[0-9]*,"taken":[0-9]*,"aside":[0-9]*' "$dir/queue.json")" '"waiting":0,"taken":0,"aside":0'
echo "$count tests in $took ms with three workers, two of them and each NATS server killed in between; $(sed 's/.*"asked":\([0-9]*\).*/\1/' "$dir/counts.json") pages were asked for: $(cat "$dir"/w[345].out | tr '\n' ' ')"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

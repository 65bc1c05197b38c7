#!/usr/bin/env bash
# Reports of the public through HTTP while the server is ended by kill -9, on both databases: each one that has a receipt is on record,
# under its number and secret, and what says the same is one entry.   reports_kill_test.sh MUSTER
# PostgreSQL: MUSTER_TEST_POSTGRES (else a private one is started). MUSTER_REPORTS: how many (2000), over MUSTER_TARGETS sites (190).
set -uo pipefail
cd "$(dirname "$0")/../.."
muster=$(realpath -m "$1")
client=$(dirname "$muster")/../../tests/load/report_client
count=${MUSTER_REPORTS:-2000} targets=${MUSTER_TARGETS:-190} kills=${MUSTER_KILLS:-2}
dir=$(mktemp -d /tmp/muster-reports.XXXXXX); chmod 755 "$dir"
passed=0 failed=0 server= own_postgres=
finish() { [ -n "$server" ] && kill -9 "$server" 2>/dev/null; [ -n "$own_postgres" ] && script/postgres stop "$own_postgres"; rm -rf "$dir"; }
trap finish EXIT
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; }
same() { if [ "$2" = "$3" ]; then ok; else no "$1: $2, expected $3"; fi; }
# shellcheck source=/dev/null
. tests/load/reports.sh

kill_loop() { # label
  data="$dir/$1" port=0
  make_instance && start_server || { no "$1: no server"; return; }
  "$client" --port "$port" --count "$count" --targets "$targets" --connections 32 --retry --acknowledged "$dir/$1.acknowledged" \
    >"$dir/$1.report" 2>"$dir/$1.errors" & local loading=$! killed=0 stored number
  while [ "$killed" -lt "$kills" ] && kill -0 "$loading" 2>/dev/null; do
    # In the middle: with some on record and some to come.
    for _ in $(seq 200); do [ "$(sql "select count(*) from report" 2>/dev/null || echo 0)" -gt $((count * (killed + 1) / (kills + 2))) ] && break; sleep 0.02; done
    kill -9 "$server" 2>/dev/null; wait "$server" 2>/dev/null
    killed=$((killed + 1))
    start_server || { no "$1: the server doesn't start again"; break; }
  done
  wait "$loading"; same "$1: the client has a receipt for each" $? 0
  cat "$dir/$1.report" "$dir/$1.errors"
  same "$1: it was ended in the middle" "$killed" "$kills"
  # What is acknowledged and not stored, by number and by the hash of the secret.
  while read -r _ number secret; do echo "$number $(printf %s "$secret" | sha256sum | cut -d' ' -f1)"; done <"$dir/$1.acknowledged" | sort >"$dir/$1.told"
  sql "select number || ' ' || secret_sha256 from report" | sort >"$dir/$1.stored"
  same "$1: as many receipts as reports" "$(cut -d' ' -f1 "$dir/$1.told" | sort -u | wc -l)" "$count"
  same "$1: acknowledged and lost" "$(comm -23 "$dir/$1.told" "$dir/$1.stored" | wc -l)" 0
  stored=$(wc -l <"$dir/$1.stored")
  same "$1: one entry for each site" "$(sql "select count(*) from report where lead_id is null")" "$targets"
  same "$1: each report is an entry or merged with one" "$(sql "select count(*) + sum(merged) from report where lead_id is null")" "$stored"
  same "$1: each stands with an address" "$(sql "select sum(reports) from report_address")" "$stored"
  same "$1: each is told once" "$(sql "select count(*) from event where kind = 'report.received'")" "$stored"
  echo "$1: $stored stored, $((stored - targets)) merged, $(sql "select count(*) from report where challenge <> ''") with a proof of work"
  # The work in the background hands every site on as a suspicion; where it was killed at it, when its lease of a minute has run out.
  for _ in $(seq 900); do [ "$(sql "select count(*) from report where state = 'received'")" = 0 ] && break; sleep 0.1; done
  same "$1: one suspicion for each site" "$(sql "select count(*) from suspicion where source = 'report'")" "$targets"
  kill "$server"; wait "$server" 2>/dev/null; server=
  as_app ledger verify >"$dir/$1.verify" 2>&1; same "$1: the ledger fits" $? 0
}

database= ; kill_loop sqlite
if [ -n "${MUSTER_TEST_POSTGRES:-}" ]; then database=$MUSTER_TEST_POSTGRES
else own_postgres=$dir/pg; database=$(MUSTER_TEST_FSYNC=on script/postgres start "$own_postgres"); fi
# A schema of its own, so that nothing else that uses this server is met.
schema=reports_$$
"$psql" "$database&user=muster_owner" -qc "create schema $schema; grant usage on schema $schema to muster_app" || no "no schema"
database="$database&options=-csearch_path%3D$schema"
kill_loop postgres
"$psql" "$database&user=muster_owner" -qc "drop schema $schema cascade" 2>/dev/null
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

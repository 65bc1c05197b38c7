#!/usr/bin/env bash
# Registrations through HTTP while the server is ended by kill -9 again and again, on both databases: what was acknowledged is stored,
# under the same id, and nothing is there twice.   registration_kill_test.sh MUSTER   (muster-numbers stands beside it)
# PostgreSQL: MUSTER_TEST_POSTGRES (else a private one is started). MUSTER_KILLS, MUSTER_REGISTRATIONS: how much of it.
set -uo pipefail
cd "$(dirname "$0")/../.."
load=$PWD/tests/load
numbers=$(dirname "$(realpath -m "$1")")/muster-numbers
client=$(dirname "$(realpath -m "$1")")/../../tests/load/registration_client
kills=${MUSTER_KILLS:-8} count=${MUSTER_REGISTRATIONS:-6000}
dir=$(mktemp -d /tmp/muster-kill.XXXXXX); chmod 755 "$dir"
passed=0 failed=0 server= own_postgres=
finish() { [ -n "$server" ] && kill -9 "$server" 2>/dev/null; [ -n "$own_postgres" ] && script/postgres stop "$own_postgres"; rm -rf "$dir"; }
trap finish EXIT
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; }
same() { if [ "$2" = "$3" ]; then ok; else no "$1: $2, expected $3"; fi; }
# shellcheck source=/dev/null
. "$load/register.sh"

kill_loop() { # label
  data="$dir/$1" port=0
  make_register "$count" || { no "$1: no register"; return; }
  start_server && sign_clerk_in || { no "$1: no server or no clerk"; return; }
  register_lines 0 "$count" 64 --retry --acknowledged "$dir/$1.acknowledged" >"$dir/$1.report" 2>"$dir/$1.errors" & local loading=$! killed=0 stored
  while [ "$killed" -lt "$kills" ] && kill -0 "$loading" 2>/dev/null; do
    sleep "0.$((3 + RANDOM % 5))"
    kill -9 "$server" 2>/dev/null; wait "$server" 2>/dev/null
    killed=$((killed + 1))
    start_server || { no "$1: the server doesn't start again"; break; }
  done
  wait "$loading"; same "$1: the client has everything acknowledged" $? 0
  cat "$dir/$1.report" "$dir/$1.errors"
  [ "$killed" -ge 3 ] && ok || no "$1: it was over after $killed kills"
  kill "$server"; wait "$server" 2>/dev/null; server=
  sort -u -k2 "$dir/$1.acknowledged" >"$dir/$1.sorted"
  same "$1: an id for each acknowledged key" "$(cut -d' ' -f2 "$dir/$1.sorted" | sort -u | wc -l)" "$count"
  stored=$(sql "select count(*) from registration")
  same "$1: as many on record, none twice" "$stored" "$count"
  same "$1: as many lines have a holder" "$(sql "select count(*) from line_ownership where until_at is null")" "$count"
  same "$1: each person once" "$(sql "select count(*) from holder")" "$count"
  same "$1: each capture told once" "$(sql "select count(*) from event where kind = 'registration.captured'")" "$count"
  sql "select id from registration" | sort >"$dir/$1.stored"
  same "$1: acknowledged and not stored" "$(comm -23 <(cut -d' ' -f2 "$dir/$1.sorted" | sort) "$dir/$1.stored" | wc -l)" 0
  program ledger verify >"$dir/$1.verify" 2>&1; same "$1: the ledger fits" $? 0
}

database= ; kill_loop sqlite
if [ -n "${MUSTER_TEST_POSTGRES:-}" ]; then database=$MUSTER_TEST_POSTGRES
else own_postgres=$dir/pg; database=$(MUSTER_TEST_FSYNC=on script/postgres start "$own_postgres"); fi
# A schema of its own, so that nothing else that uses this server is met.
schema=kill_$$
"$psql" "$database&user=muster_owner" -qc "create schema $schema; grant usage on schema $schema to muster_app" || no "no schema"
database="$database&options=-csearch_path%3D$schema"
kill_loop postgres
"$psql" "$database&user=muster_owner" -qc "drop schema $schema cascade" 2>/dev/null
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

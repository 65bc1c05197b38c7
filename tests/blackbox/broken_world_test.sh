#!/usr/bin/env bash
# The world breaks in the middle of an import: the disk is full, the program is killed, the database goes away. What was
# acknowledged is there, nothing is half-written, the same command goes on, the ledger verifies.   broken_world_test.sh MUSTER
set -uo pipefail
muster=$(realpath "$1") here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d /tmp/muster-broken.XXXXXX); chmod 755 "$dir"; cd "$dir"
server=
trap '[ -n "$server" ] && kill $server 2>/dev/null; "$here/script/postgres" stop "$dir/pg"; rm -rf "$dir"' EXIT
passed=0 failed=0
check() { if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1: $2, expected $3"; tail -5 out; fi; }
has() { grep -qiE "$1" out && echo yes || echo no; }
run() { "$muster" --data "$dir/i" "$@" >out 2>&1; echo $?; }
# How many filings there are, by the number of the last page: read through the program, not the file.
count() { "$muster" --data "$dir/i" --json filing import register.csv --make-providers 2>/dev/null | grep -oE '"already_in":[0-9]+' | cut -d: -f2; }

lines=12000
{ echo "site_number,domains,subject_name,region,provider"
  for ((i = 1; i <= lines; i++)); do echo "B-$i-1,broken-$i.example,Holder $i,North,Alder Hosting"; done; } > register.csv
cc -shared -fPIC -O1 -o full_disk.so "$here/tests/blackbox/full_disk.c" -ldl || exit 4

check "an instance is made" "$(run instance init --kind training --name broken)" 0
code=$(LD_PRELOAD="$dir/full_disk.so" FULL_DISK_AFTER=6000000 ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0" \
  "$muster" --data "$dir/i" filing import register.csv --make-providers --batch 500 >out 2>&1; echo $?)
check "a full disk ends the import" "$code" 4
check "it says so" "$(has 'disk is full')" yes
check "with the ledger whole" "$(run ledger verify)" 0
check "room again: the same command goes on" "$(run filing import register.csv --make-providers --batch 500)" 0
check "every record is in, once" "$(count)" "$lines"
check "and the ledger verifies" "$(run ledger verify)" 0

sed -i 's/^B-/C-/; s/broken-/killed-/' register.csv
for after in 0.6 1.1 1.7; do
  "$muster" --data "$dir/i" filing import register.csv --make-providers --batch 200 >out 2>&1 & pid=$!
  sleep "$after"; kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
  # Progress is printed after the commit: that many records were acknowledged.
  said=$(tr '\r' '\n' <out | grep -oE '^[0-9,]+ records' | tail -1 | tr -dc 0-9)
  kept=$("$muster" --data "$dir/i" --json filing import register.csv --make-providers --dry-run --from-the-beginning 2>/dev/null | grep -oE '"already_in":[0-9]+' | cut -d: -f2)
  check "kill -9 after $after s keeps what was told (${said:-0} told, ${kept:-0} kept)" "$([ "${kept:-0}" -ge "${said:-0}" ] && echo yes)" yes
done
check "after kill -9 the same command goes on" "$(run filing import register.csv --make-providers)" 0
check "every record is in, once" "$(count)" "$lines"
check "and the ledger verifies" "$(run ledger verify)" 0

url=$("$here/script/postgres" start "$dir/pg")
owner="$url&user=muster_owner" app="$url&user=muster_app"
port=$((20000 + RANDOM % 20000))
check "tables for another role" "$("$muster" --data "$dir/p" --database "$owner" migrate >out 2>&1; echo $?)" 0
check "an instance on PostgreSQL" "$("$muster" --data "$dir/p" --database "$app" instance init --kind training --name away >out 2>&1; echo $?)" 0
"$muster" --data "$dir/p" --database "$app" server --port $port >server.log 2>&1 & server=$!
health() { curl -s -o out -m 20 -w '%{http_code}' "http://localhost:$port/healthz"; }
becomes() { for _ in $(seq 60); do [ "$(health)" = "$1" ] && break; sleep 0.5; done; health; }
check "the server answers" "$(becomes 200)" 200
"$here/script/postgres" stop "$dir/pg"
check "the database goes away: 503" "$(becomes 503)" 503
check "pages too" "$(curl -s -o out -m 20 -w '%{http_code}' "http://localhost:$port/lookup?name=a.example")" 503
"$here/script/postgres" start "$dir/pg" >/dev/null
check "the database is back, and so is Muster, by itself" "$(becomes 200)" 200
check "pages too" "$(curl -s -o out -m 20 -w '%{http_code}' "http://localhost:$port/lookup?name=a.example")" 200
kill $server; wait $server 2>/dev/null; server=
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

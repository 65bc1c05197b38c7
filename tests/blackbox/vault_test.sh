#!/usr/bin/env bash
# The keys of the vault turn while others register and read, killed again and again, on SQLite and on PostgreSQL: nothing is lost,
# one key is left, and what a copy of the old ring opens is nothing.   vault_test.sh MUSTER   (muster-numbers stands beside it)
set -uo pipefail
numbers=$(dirname "$(realpath -m "$1")")/muster-numbers here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d /tmp/muster-vault.XXXXXX); chmod 755 "$dir"
trap '"$here/script/postgres" stop "$dir/pg"; rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -3 out 2>/dev/null; }
resident_id() {
  awk -v d="110105$1$(printf %03d "$2")" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += w[i] * substr(d, i, 1);
    print d substr("10X98765432", s % 11 + 1, 1) }'
}
iccid() {
  awk -v d="898600$(printf %012d "$1")" 'BEGIN { for (i = length(d); i > 0; i--) { x = substr(d, i, 1) * ((length(d) - i) % 2 ? 1 : 2); s += x > 9 ? x - 9 : x }
    print d (10 - s % 10) % 10 }'
}
count=600
{ echo iccid,imsi; for n in $(seq $count); do echo "$(iccid "$n"),46099$(printf %010d "$n")"; done; } >sims.csv
captures() { # first, last
  echo key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent
  for n in $(seq "$1" "$2"); do
    echo "k$n,citizen,cn_resident_id,CHN,$(resident_id 19900101 "$n"),,Person $n,1990-01-01,\"$n Example Street, Utopia\",$(sed -n "${n}p" packs.csv | cut -d, -f1),$dealer,BJ-1,T-1,terms-1"
  done
}
rounds() { # folder, database
  local i=$1 database=$2
  m() { "$numbers" --data "$i" ${database:+--database "$database"} "$@"; }
  [ -z "$database" ] || database="$database&user=muster_app"
  m instance init --kind training --name vault >out 2>&1 || no init
  pool=$(m pool make --name Range --region CN-11 --first +8619900000000 --last +8619900009999); m pool stock "$pool" $count >/dev/null
  dealer=$(m dealer add --name Dealer); m dealer stock "$dealer" "$pool" sims.csv >packs.csv 2>/dev/null
  captures 1 400 >first.csv; captures 401 $count >second.csv
  m register first.csv >out 2>&1 || no "400 are registered"
  cp "$i/vault.keys" old.keys
  m register second.csv >second.out 2>&1 & local loader=$!
  # A killed one's work is taken up again when its lease of two seconds has run out.
  for pause in 0.03 0.06 2.3 2.4 2.5; do
    m vault rotate >/dev/null 2>&1 & local turning=$!
    sleep "$pause"; kill -9 "$turning" 2>/dev/null; wait "$turning" 2>/dev/null
  done
  wait "$loader" && ok || no "registering went on meanwhile: $(tail -2 second.out)"
  m vault rotate >out 2>&1 && ok || no "it comes to its end"
  m --json vault status >out; [ "$(grep -o '"key"' out | wc -l)" = 1 ] && grep -q "\"records\":$count" out && ok || no "one key wraps all $count"
  cmp -s old.keys "$i/vault.keys" && no "another ring" || ok
  { echo kind,country,number,name,birth_date,status; for n in $(seq $count); do echo "cn_resident_id,CHN,$(resident_id 19900101 "$n"),Person $n,1990-01-01,"; done; } >people.csv
  m work --register-file people.csv >out 2>&1; m --json status >out; grep -q "\"verified\":$count" out && ok || no "everybody is read and verified"
  m --json vault status >out; grep -q '"index":{"generation":1,"coming":null' out && ok || no "the index key did not turn yet"
  for pause in 0.03 0.08 2.3 2.4 2.5; do
    m vault rotate-index >/dev/null 2>&1 & turning=$!
    sleep "$pause"; kill -9 "$turning" 2>/dev/null; wait "$turning" 2>/dev/null
  done
  sleep 2.2
  m vault rotate-index >out 2>&1 && ok || no "the index key turns: $(tail -2 out)"
  m --json vault status >out; grep -q '"coming":null' out && ok || no "it came to its end: $(cat out)"
  [ "$(grep -c '^index' "$i/vault.keys")" = 1 ] && grep -q '^index [2-9]' "$i/vault.keys" && ok || no "one index key is left in the ring"
  m register second.csv >out 2>&1; m --json status >out; grep -q "\"verified\":$count" out && ok || no "the same requests give the same registrations"
  m ledger verify >out 2>&1 && ok || no "the ledger fits"
  party=$(m party add --name A); scope=$(m request scope "$party" --law "An Act" --field name)
  ann=$(echo "passport:P0000001" | m person add "$party" --name Ann) ben=$(echo "passport:P0000002" | m person add "$party" --name Ben)
  cp "$i/vault.keys" new.keys
  request=$(m request enter --person "$ann" --scope "$scope" --letter L --purpose inquiry --field name --officer O --officer-id 1 --msisdn "$(head -1 packs.csv | cut -d, -f1)" | cut -d' ' -f1)
  m request step "$request" check --person "$ann" >/dev/null; m request step "$request" approve --person "$ben" >/dev/null
  cp old.keys "$i/vault.keys"; m request answer "$request" --person "$ben" >out 2>&1 && no "a copy of the old ring opens something" || ok
  cp new.keys "$i/vault.keys"; m request answer "$request" --person "$ben" >out 2>&1; grep -q "name: Person 1" out && ok || no "the new ring opens it"
}
rounds "$dir/lite" ""
url=$("$here/script/postgres" start "$dir/pg")
"$numbers" --data "$dir/post" --database "$url&user=muster_owner" migrate --application-role muster_app >out 2>&1 || no "migrate"
rounds "$dir/post" "$url"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

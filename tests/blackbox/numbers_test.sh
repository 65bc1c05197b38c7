#!/usr/bin/env bash
# The number register from outside: numbers, SIMs, a dealer, captures, verification, ledger; the same file twice; refusals with
# every reason; nothing personal in any file of the instance.   numbers_test.sh MUSTER   (muster-numbers stands beside it)
set -uo pipefail
muster=$(realpath -m "$1") numbers=$(dirname "$(realpath -m "$1")")/muster-numbers
dir=$(mktemp -d /tmp/muster-numbers.XXXXXX); trap 'rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 out; }
run() { "$numbers" --data "$dir/i" "$@" >out 2>&1; code=$?; }
expect() { # what, exit code, words in the output
  if [ "$code" = "$2" ] && grep -qE "$3" out; then ok; else no "$1: exit $code"; fi
}
# A GB 11643 number of nobody: day of birth, sequence.
resident_id() {
  awk -v d="110105$1$(printf %03d "$2")" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += w[i] * substr(d, i, 1);
    print d substr("10X98765432", s % 11 + 1, 1) }'
}
iccid() { # n, with its check digit by Luhn
  awk -v d="898600$(printf %012d "$1")" 'BEGIN { for (i = length(d); i > 0; i--) { x = substr(d, i, 1) * ((length(d) - i) % 2 ? 1 : 2); s += x > 9 ? x - 9 : x }
    print d (10 - s % 10) % 10 }'
}
run status; expect "nothing there yet" 2 "no number register"
run instance init --kind training --name try; expect "init" 0 "Made the training number register"
run instance init --kind training --name try; expect "init twice" 3 "already"
run pool make --name Range --region CN-11 --first "+86 199 0000 0000" --last "+8619900009999"; expect "a range" 0 "^[0-9a-f-]{36}$"; pool=$(cat out)
run pool make --name Other --region CN-11 --first "+8619900009999" --last "+8619900010000"; expect "a range that meets it" 3 "one pool"
run pool stock "$pool" 100; expect "stock" 0 "^100 lines"
run dealer add --name Dealer; expect "a dealer" 0 "^[0-9a-f-]{36}$"; dealer=$(cat out)
{ echo iccid,imsi; for n in $(seq 20); do echo "$(iccid "$n"),46099$(printf %010d "$n")"; done; } >sims.csv
"$numbers" --data "$dir/i" dealer stock "$dealer" "$pool" sims.csv >packs.csv 2>out; code=$?; expect "numbers with SIMs" 0 "^20 numbers"
{
  echo key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent
  for n in $(seq 10); do
    echo "k$n,citizen,cn_resident_id,CHN,$(resident_id 19900101 "$n"),,Quorvix Planted $n,1990-01-01,\"$n Planted Lane, Quorvixton\",$(sed -n "${n}p" packs.csv | cut -d, -f1),$dealer,BJ-1,T-1,terms-1"
  done
} >captures.csv
run register captures.csv; expect "ten captures" 0 "^10 registered, 0 registered before, 0 refused"
run register captures.csv; expect "the same file again" 0 "^0 registered, 10 registered before, 0 refused"
{ head -1 captures.csv; sed -n 2p captures.csv | sed "s/^k1,/x1,/; s/1990-01-01/1990-01-02/; s/terms-1/none/"; } >wrong.csv
run register wrong.csv; expect "every reason at once" 1 "consent_missing"
for reason in birth_date_differs consent_missing line_not_reserved; do grep -q "line 2: $reason" out && ok || no "the reason $reason"; done
grep -qE "Quorvix|Planted|19900101" out && no "a refusal repeats what was sent" || ok
sed 's/,name,/,nom,/' captures.csv >header.csv; run register header.csv; expect "another header" 2 "names the columns"
run status; expect "status" 0 "10 registered"
{ echo kind,country,number,name,birth_date,status
  for n in $(seq 2 10); do echo "cn_resident_id,CHN,$(resident_id 19900101 "$n"),Quorvix Planted $n,1990-01-01,$([ "$n" = 10 ] && echo deceased)"; done; } >people.csv
run work --register-file people.csv; expect "verification" 0 "^10 asked"
run status; expect "eight are in service" 0 "8 active"
grep -qE "2 rejected, 8 verified" out && ok || no "two were rejected"
run --json status; expect "as JSON" 0 '"activ.*"registrations":\{"rejected":2,"verified":8\}'
# A dealer in doubt: what it registered is verified again, and the lines serve meanwhile.
run dealer suspend "$dealer"; expect "a suspension without a reason" 2 "reason_missing|Say why"
run dealer suspend "$dealer" --reason signals; expect "a suspension" 0 "suspended"
run work; expect "the job that it queued" 0 "asked"
run status; expect "the lines serve meanwhile" 0 "8 active"
grep -q "8 pending" out && ok || no "eight are in doubt"
sleep 1; run work --register-file people.csv; expect "verified again" 0 "^8 asked"
run status; expect "and right" 0 "8 verified"
run dealer reinstate "$dealer"; expect "back in force" 0 "active"
run ledger checkpoint; expect "a checkpoint" 0 "^numbers.muster.example/try"; cp out checkpoint
run ledger verify --since checkpoint; expect "the ledger" 0 "Everything fits"
if grep -rqaE "Quorvix|Planted Lane|1990-01-01|19900101" "$dir/i"; then no "personal data in the clear: $(grep -rlaE 'Quorvix|Planted Lane|1990-01-01|19900101' "$dir/i")"; else ok; fi
# Killed in the middle, again and again: what is sent once more is registered once.
{ echo iccid,imsi; for n in $(seq 101 400); do echo "$(iccid "$n"),46099$(printf %010d "$n")"; done; } >more.csv
run pool stock "$pool" 300
"$numbers" --data "$dir/i" dealer stock "$dealer" "$pool" more.csv >more-packs.csv 2>out
{ head -1 captures.csv
  for n in $(seq 101 400); do
    echo "k$n,citizen,cn_resident_id,CHN,$(resident_id 19900101 "$n"),,Person $n,1990-01-01,\"$n Example Street, Utopia\",$(sed -n "$((n - 100))p" more-packs.csv | cut -d, -f1),$dealer,BJ-1,T-1,terms-1"
  done; } >many.csv
for pause in 0.02 0.05 0.1; do
  "$numbers" --data "$dir/i" register many.csv >/dev/null 2>&1 & loader=$!
  sleep "$pause"; kill -9 "$loader" 2>/dev/null; wait "$loader" 2>/dev/null
done
run --json register many.csv; code=$?
[ "$(grep -oE '"(registered|replayed)":[0-9]+' out | cut -d: -f2 | awk '{s += $1} END {print s}')" = 300 ] && ok || no "all of it is there after being killed"
run --json status; expect "and nothing twice" 0 '"captured":300'
run ledger verify; expect "and the ledger fits" 0 "Everything fits"
# What somebody with the file and a shell does is found.
if command -v sqlite3 >/dev/null; then
  sqlite3 "$dir/i/numbers.db" "drop trigger line_held; drop trigger line_transition_known; update line set state = 'available', version = version + 1 where id = (select id from line where state = 'active' limit 1)"
  run ledger verify; expect "a stolen line" 1 "holder"
fi
# The two houses never share a store.
grep -qa "create table filing(" "$numbers" && no "muster-numbers holds the schema of the sites" || ok
[ -x "$muster" ] && { grep -qa "create table line_ownership(" "$muster" && no "muster holds the schema of the lines" || ok; }
run --database "$dir/i/muster.db" status; expect "another database" 3 "version"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

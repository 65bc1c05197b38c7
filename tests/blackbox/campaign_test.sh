#!/usr/bin/env bash
# A campaign from outside, on the command line: lines taken over, two persons, waves, steps on their days, killed in the middle again
# and again, a deadline that moves, an exemption, figures.   campaign_test.sh MUSTER   (muster-numbers stands beside it)
set -uo pipefail
numbers=$(dirname "$(realpath -m "$1")")/muster-numbers
dir=$(mktemp -d /tmp/muster-campaign.XXXXXX); trap 'rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 out; }
at=2026-03-02T02:00:00Z
run() { "$numbers" --data "$dir/i" --at "$at" "$@" >out 2>&1; code=$?; }
expect() { # what, exit code, words in the output
  if [ "$code" = "$2" ] && grep -qE "$3" out; then ok; else no "$1: exit $code"; fi
}
"$numbers" --data "$dir/i" instance init --kind training --name try >out 2>&1
run pool make --name North --region CN-11 --first "+8619900000000" --last "+8619900009999"; pool=$(cat out)
run pool stock "$pool" 4000; expect "stock" 0 "4000 lines"
run unverified generate "$pool" 3000 --shops 5; expect "lines of nobody" 0 "^3,000 lines taken over"
run unverified generate "$pool" 3000 --shops 5; expect "the same lines again" 0 "^0 lines taken over, 3,000 taken over before"
cat >old.csv <<'CSV'
msisdn,iccid,imsi,category,document_kind,document_country,document_number,dealer,registered_on,language
+8619900003000,,,citizen,old_card,CHN,Quorvix-Planted-1,shop-9,2012-05-01,zh
+8619900003001,,,king,old_card,CHN,Quorvix-Planted-2,shop-9,2012-05-01,zh
CSV
run unverified load old.csv; expect "a file with a fault" 1 "line 3: category_unknown"
grep -raq "Quorvix" i && no "what was claimed stands somewhere" || ok
run party add --kind carrier --name Carrier; carrier=$(cat out)
first=$(echo passport:A0000001 | "$numbers" --data "$dir/i" --at "$at" person add "$carrier" --name One)
second=$(echo passport:A0000002 | "$numbers" --data "$dir/i" --at "$at" person add "$carrier" --name Two)
cat >campaign.toml <<'TOML'
name = "Second stage"
sender = "Example"
place = "any shop"
[[waves]]
name = "Three and more"
held_min = 3
invite_at = "2026-03-03T02:00:00Z"
deadline = "2026-05-01T16:00:00Z"
[[waves]]
name = "The others"
invite_at = "2026-03-17T02:00:00Z"
deadline = "2026-06-01T16:00:00Z"
TOML
run campaign create campaign.toml --as nobody; expect "nobody drafts" 2 "no such person"
sed 's/place/plaice/' campaign.toml >wrong.toml; run campaign create wrong.toml --as "$first"; expect "an unknown key" 2 "Line 3: plaice"
sed 's/2026-05-01/2026-03-20/' campaign.toml >early.toml; run campaign create early.toml --as "$first"; expect "a deadline too early" 2 "waves\[0\].deadline: .*least term"
run --json campaign create campaign.toml --as "$first"; expect "a draft" 0 '"state":"draft"'
id=$(grep -oE '"id":"[^"]+' out | head -1 | cut -d'"' -f4)
run campaign preview "$id"; expect "whom it is about" 0 '"looked_at":3001,"matching":3001'
run campaign approve "$id" --as "$first"; expect "not by who drafted it" 3 "does not approve"
run campaign approve "$id" --as "$second"; expect "by another" 0 "approved"
run campaign start "$id" --as "$first"; expect "begun" 0 "running"
# Killed in the middle, again and again: what is done is done once.
for pause in 0.05 0.1 0.15 0.2; do
  "$numbers" --data "$dir/i" --at "$at" campaign run >/dev/null 2>&1 & worker=$!
  sleep "$pause"; kill -9 "$worker" 2>/dev/null; wait "$worker" 2>/dev/null
done
at=2026-03-02T02:10:00Z; run campaign run; expect "enrolled" 0 '"looked_at"'
at=2026-03-02T02:20:00Z; run campaign run
run --json campaign progress "$id"; expect "all of them, each once" 0 '"lines":\{"unverified":3001,'
at=2026-03-03T03:00:00Z; run campaign run; run campaign progress "$id"; expect "the first wave is invited" 0 "^wave Three and more: .* invited"
invited=$(grep -oE "^wave Three and more: [0-9,]+" out | grep -oE "[0-9,]+$" | tr -d ,)
grep -qE "^messages: .*waiting" out && ok || no "messages wait"
for day in 2026-04-02T03 2026-04-03T03; do at=$day:00:00Z; run campaign run; done
run --json campaign progress "$id"; expect "and warned" 0 "\"warned\":$invited"
run campaign move-deadline "$id" 2026-05-20 --reason "The shops were closed" --as "$first"; expect "the deadline moves" 0 "moved 1 times"
run campaign moves "$id"; expect "by whom and why" 0 "The shops were closed.*$first"
at=2026-05-02T03:00:00Z; run campaign run; run --json campaign progress "$id"; expect "nobody is barred by the former day" 0 '"one_way_barred":0'
grep -q '"barred":0,' out && ok || no "nor fully"
at=2026-05-20T03:00:00Z
for pause in 0.05 0.1 0.15; do
  "$numbers" --data "$dir/i" --at "$at" campaign run >/dev/null 2>&1 & worker=$!
  sleep "$pause"; kill -9 "$worker" 2>/dev/null; wait "$worker" 2>/dev/null
  at=2026-05-20T0$((RANDOM % 5 + 4)):00:00Z
done
at=2026-05-20T10:00:00Z; run campaign run; at=2026-05-20T11:00:00Z; run campaign run
run --json campaign progress "$id"; expect "barred one way, each once" 0 "\"one_way_barred\":$invited"
run status; expect "as many lines" 0 "$(printf "%'d" "$invited") one_way_barred|$invited one_way_barred"
number=$(sqlite3 i/numbers.db "select '+' || l.msisdn from line l where state = 'one_way_barred' limit 1")
run campaign exempt "$id" "$number" --until 2026-08-01 --reason hospital --as "$first"; expect "a line is exempted" 0 "^[0-9a-f-]{36}$"
run line show "$number"; expect "and restored" 0 "active"
run campaign exemptions "$id"; expect "on record" 0 "hospital"
run campaign progress "$id" --outward; expect "figures for outside" 0 '"cell_min":10'
grep -q '"exempt":1' out && no "a small cell left the house" || ok
run ledger verify; expect "the ledger fits" 0 "Everything fits"
[ "$(sqlite3 i/numbers.db "select count(*) from (select line_id, action from network_command group by line_id, action having count(*) > 1)")" = 0 ] && ok || no "a command was given twice"
[ "$(sqlite3 i/numbers.db "select count(*) from (select recipient_ref, kind, filled from sms_message group by 1, 2, 3 having count(*) > 1)")" = 0 ] && ok || no "a message was written twice"
grep -qE "19900000|Quorvix" <(sqlite3 i/numbers.db "select body from event_payload") && no "a number in an event" || ok
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# What changes after a registration, from outside: a transfer, a correction, a closing and the number had back, a choice among lines
# beyond the cap, a suspected duplicate, a company, a number that goes out, a picture read.   numbers_changes_test.sh MUSTER
set -uo pipefail
muster=$(realpath -m "$1") numbers=$(dirname "$(realpath -m "$1")")/muster-numbers
dir=$(mktemp -d /tmp/muster-changes.XXXXXX); trap 'rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 out; }
at=2026-03-02T09:00:00Z policy=
run() { "$numbers" --data "$dir/i" ${policy:+--policy "$policy"} --at "$at" "$@" >out 2>&1; code=$?; }
expect() { # what, exit code, words in the output
  if [ "$code" = "$2" ] && grep -qE "$3" out; then ok; else no "$1: exit $code"; fi
}
resident_id() { # day of birth, sequence: GB 11643, of nobody
  awk -v d="110105$1$(printf %03d "$2")" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += w[i] * substr(d, i, 1);
    print d substr("10X98765432", s % 11 + 1, 1) }'
}
iccid() { # n, with its check digit by Luhn
  awk -v d="898600$(printf %012d "$1")" 'BEGIN { for (i = length(d); i > 0; i--) { x = substr(d, i, 1) * ((length(d) - i) % 2 ? 1 : 2); s += x > 9 ? x - 9 : x }
    print d (10 - s % 10) % 10 }'
}
msisdn() { sed -n "${1}p" packs.csv | cut -d, -f1; }
document() { echo "cn_resident_id,CHN,$(resident_id 19900101 "$1"),"; }
"$numbers" --data "$dir/i" instance init --kind training --name try >/dev/null 2>&1
run pool make --name Range --region CN-11 --first "+8619900000000" --last "+8619900009999"; pool=$(cat out)
run pool stock "$pool" 100
run dealer add --name Dealer; dealer=$(cat out)
{ echo iccid,imsi; for n in $(seq 20); do echo "$(iccid "$n"),46099$(printf %010d "$n")"; done; } >sims.csv
"$numbers" --data "$dir/i" --at "$at" dealer stock "$dealer" "$pool" sims.csv >packs.csv 2>out
{ echo key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent
  for n in 1 2 3 4; do # four lines of person 1
    echo "a$n,citizen,$(document 1),Quorvix Planted One,1990-01-01,\"1 Planted Lane, Quorvixton\",$(msisdn "$n"),$dealer,BJ-1,T-1,terms-1"
  done
  for n in 5 6 7; do
    echo "b$n,citizen,$(document "$n"),Person $n,1990-01-01,\"$n Example Street, Utopia\",$(msisdn "$n"),$dealer,BJ-1,T-1,terms-1"
  done
  echo "c8,citizen,$(document 8),Person 7,1990-01-01,\"8 Other Street, Utopia\",$(msisdn 8),$dealer,BJ-1,T-1,terms-1"
} >captures.csv
{ echo kind,country,number,name,birth_date,status
  echo "cn_resident_id,CHN,$(resident_id 19900101 1),Quorvix Planted One,1990-01-01,"
  for n in 5 6 7; do echo "cn_resident_id,CHN,$(resident_id 19900101 $n),Person $n,1990-01-01,"; done
  echo "cn_resident_id,CHN,$(resident_id 19900101 8),Person 7,1990-01-01,"
  echo "cn_resident_id,CHN,$(resident_id 19900101 30),Person 30,1990-01-01,"; } >people.csv
run register captures.csv; expect "eight captures" 0 "^8 registered"
run work --register-file people.csv; expect "verified" 0 "^8 asked"

# A line passes on.
head=key,msisdn,giver_kind,giver_country,giver_number,giver_expires_on,category,document_kind,country,number,expires_on,name,birth_date,address,dealer,place,device,consent
{ echo "$head"; echo "t1,$(msisdn 5),$(document 5),citizen,$(document 30),Person 30,1990-01-01,\"30 Example Street, Utopia\",$dealer,BJ-1,T-1,terms-1"; } >transfer.csv
{ echo "$head"; echo "t2,$(msisdn 5),$(document 6),citizen,$(document 30),Person 30,1990-01-01,\"30 Example Street, Utopia\",$dealer,BJ-1,T-1,terms-1"; } >wrong.csv
run transfer ask wrong.csv; expect "somebody else's line" 1 "line 2: giver_not_holder"
run transfer ask transfer.csv; expect "a transfer" 0 "asked"; transfer=$(cut -d' ' -f1 out)
run transfer list; expect "it waits" 0 "$transfer"
run transfer agree "$transfer" giver --consent transfer-1 --reference form-1; expect "the giver agrees" 0 "asked"
run transfer agree "$transfer" giver --consent transfer-1 --reference form-1; expect "once" 3 "agreed already"
run transfer agree "$transfer" receiver --consent old --reference form-1; expect "another text" 2 "in force now"
run transfer agree "$transfer" receiver --consent transfer-1 --by one_time_code --reference sms-1; expect "the receiver agrees" 0 "asked"
run work --register-file people.csv; expect "the receiver is verified" 0 "^1 asked"
run transfer show "$transfer"; expect "the line has passed" 0 "completed"

# Two records of one person.
run duplicate list; [ "$code" = 0 ] && [ ! -s out ] && ok || no "no pair yet"
at=2026-03-02T10:00:00Z
run duplicate scan; expect "compared" 0 "[0-9]+ persons compared|^0 persons"
run duplicate list; expect "a pair" 0 "same_identity"; pair=$(head -1 out | cut -d' ' -f1)
run duplicate review "$pair" --by clerk-1 --purpose review_duplicates; expect "side by side" 0 "Person 7 \| Person 7"
run duplicate same "$pair" --by clerk-1 --reference extract-1; expect "one person" 0 "same"
run duplicate different "$pair" --by clerk-1 --evidence court_record --reference court-1; expect "two after all" 0 "different"

# A lower cap: the person chooses.
printf '[line_cap]\ncitizen_voice = 2\n' >policy.toml; policy=$dir/policy.toml
run excess find; expect "who holds more" 0 "^1 persons"
run excess list; excess=$(cut -d' ' -f1 out); expect "on the list" 0 "4 voice of 2"
run excess show "$excess"; expect "masked numbers" 0 "\+861\*+"; keep=$(head -2 out | cut -d' ' -f1)
grep -qF "$(msisdn 1)" out && no "a number in the clear" || ok
run excess choose "$excess" $(cut -d' ' -f1 out | head -3) --reference form-2; expect "too many" 2 "can't be kept"
run excess choose "$excess" $keep --reference form-2; expect "a choice" 0 "chosen"
run work; expect "the others are warned" 0 "2 closings"
at=2026-06-01T00:00:00Z; run work; expect "and closed with their terms" 0 "closings"
run status; expect "two are gone" 0 "2 (disconnected|quarantined)"

# Closed by wish, and had back.
{ echo msisdn,document_kind,country,number,expires_on,reference; echo "$(msisdn 6),$(document 6),form-3"; } >closing.csv
run closing ask closing.csv; expect "a wish" 0 "open  wish"
run closing list; expect "it is open" 0 "next 2026-06-02"
at=2026-06-02T01:00:00Z; run work; expect "done after a day" 0 "1 closings"
run line show "$(msisdn 6)"; expect "the line is closed" 0 "disconnected|quarantined"
{ echo key,msisdn,document_kind,country,number,expires_on,iccid,dealer,place,device,consent; echo "r1,$(msisdn 6),$(document 6),$(iccid 900),$dealer,BJ-1,T-1,terms-1"; } >back.csv
run reconnect back.csv; expect "without a SIM" 2 "no SIM"
{ echo iccid,imsi; echo "$(iccid 900),460990000000900"; } >one.csv
"$numbers" --data "$dir/i" --at "$at" dealer stock "$dealer" "$pool" one.csv >spare.csv 2>out  # its number stays the dealer's
{ sed "s/$(iccid 900)/$(iccid 901)/" back.csv; } >back2.csv
run line sim "$(msisdn 20)" "$(iccid 901)" --imsi 460990000000901 --reason spare; sed -i "s/$(iccid 901)/$(iccid 902)/" back2.csv
run reconnect back2.csv; expect "a SIM that nobody has" 2 "no SIM"

# A number that goes out, and one that comes in.
run port out "$(msisdn 7)" --operator Other --reference NPC-1; expect "asked for" 0 "out  asked"; port=$(cut -d' ' -f1 out)
run port complete "$port"; expect "it has passed" 0 "out  done"
run line show "$(msisdn 7)"; expect "no line of ours" 0 "disconnected"
run port back "$port" --reason ended_there; expect "back" 0 "ended"
run pool make --name Theirs --operator Other --region CN-31 --first "+8617700000000" --last "+8617700000999" --foreign; expect "their block" 0 "^[0-9a-f-]{36}$"
run port in +8617700000005 --operator Other --reference NPC-2 --for "$dealer"; expect "coming in" 0 "in  asked"

# A correction by two persons.
holder=$("$numbers" --data "$dir/i" --at "$at" --json transfer show "$transfer" 2>/dev/null | grep -oE '"receiver":"[^"]*"' | cut -d'"' -f4)
{ echo holder,part,value,document_id,document_kind,country,number,expires_on,evidence,reference; echo "$holder,address,\"5 Planted Lane, Quorvixton\",,,,,,register_extract,extract-2"; } >correction.csv
run correction ask correction.csv --by clerk-1; expect "asked for" 0 "asked  address"; correction=$(cut -d' ' -f1 out)
run correction confirm "$correction" --by clerk-1; expect "not by one" 3 "does not decide"
run correction compare "$correction" --by clerk-2 --purpose check_correction; expect "both values" 0 "former_value: 30 Example"
run correction confirm "$correction" --by clerk-2; expect "by two" 0 "confirmed"

# A company.
run company enrol --kind lei --number 5493001KJTIIGC8Y1R12 --name "Example Ltd" --responsible "$holder" --resolution res-1 --lines 2; expect "a contract" 0 "Example Ltd"; company=$(cut -d' ' -f1 out)
run company allot "$company" +8619900000050 +8619900000051; expect "two lines" 0 "^2 numbers"
run company allot "$company" +8619900000052; expect "no third" 3 "fewer lines"
run company waiting "$company"; expect "they wait" 0 "without a SIM"

# A picture.
printf 'GIF89a' >picture.gif; run document read picture.gif; expect "no picture" 2 "PNG or JPEG"
run ledger checkpoint; run ledger verify; expect "the ledger" 0 "Everything fits"
if grep -rqaE "Quorvix|Planted Lane|1990-01-01|19900101" "$dir/i"; then no "personal data in the clear"; else ok; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Reports of other systems at the command line: good entries go in, bad ones are told by line and field, nothing of a reporter is said.
#   tests/blackbox/intake_test.sh MUSTER     ends with "N passed, N failed"
set -uo pipefail
muster=$(realpath "${1:?the program}")
cd "$(dirname "$0")/../.."
work=$(mktemp -d /tmp/muster-intake.XXXXXX)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
# is WHAT EXIT PATTERN ARGUMENTS…: the exit code, and a pattern in all that it says.
is() {
  local what=$1 code=$2 pattern=$3; shift 3
  local said; said=$("$muster" --data "$work/i" "$@" 2>&1); local got=$?
  if [ "$got" = "$code" ] && grep -qE -- "$pattern" <<<"$said"; then passed=$((passed + 1)); echo "ok   $what"
  else failed=$((failed + 1)); echo "FAIL $what: exit $got: $(head -c 600 <<<"$said")"; fi
}
same() { if [ "$2" = "$3" ]; then passed=$((passed + 1)); echo "ok   $1"; else failed=$((failed + 1)); echo "FAIL $1: $2, expected $3"; fi; }
sql() { sqlite3 "$work/i/muster.db" "$1"; }
arf=src/sites/reports/arf_fuzz_seeds xarf=src/sites/reports/xarf_fuzz_seeds
is "an instance" 0 training instance init --kind training --name intake
is "nothing is kept of a dry run" 0 'nothing was kept' intake arf --dry-run "$arf/full"
same "nothing" "$(sql 'select count(*) from report')" 0
is "a report of fraud" 0 '^1 entries: 1 reports, 0 of them merged' intake arf "$arf/full"
is "the same again is merged" 0 '1 of them merged' intake arf "$arf/full"
is "spam says no ground of ours" 1 'arf_fuzz_seeds/simple, line 1, ground: .*--ground' intake arf "$arf/simple"
is "unless somebody says which" 0 '1 reports' intake arf --ground billing_fraud "$arf/simple"
is "an mbox, from standard input" 0 '2 entries: 2 reports' intake arf --ground billing_fraud - <"$arf/mbox"
is "XARF, an array with one that names no page" 1 'line 3, category: ' intake xarf "$xarf/array"
is "a line each" 1 '"entries":3,"reports":2,.*"line":2,"field":"xarf_version"' --json intake xarf "$xarf/lines"
is "several files" 1 '^4 entries: 3 reports' intake xarf "$xarf/one" "$xarf/lines"
is "no JSON" 2 'JSON' intake xarf "$arf/simple"
head -c 100000 /dev/urandom >"$work/binary"
is "a binary file is no e-mail" 1 'multipart/report' intake arf "$work/binary"
is "a file that isn't there" 2 'There is no file' intake arf "$work/none"
is "a ground that isn't in the list" 1 'closed' intake arf --ground taste "$arf/simple"
# A thousand reports among which every third is bad: the good ones go in, twenty faults are shown, all are counted.
for i in $(seq 1000); do
  if [ $((i % 3)) = 0 ]; then echo '{"xarf_version":"4.0.0"}'; else sed "s/login.bank/site-$((i % 40))/" "$xarf/one" | tr -d '\n'; echo; fi
done >"$work/many"
said=$("$muster" --data "$work/i" intake xarf "$work/many" 2>"$work/faults")
same "a thousand" "$said" "1,000 entries: 667 reports, 627 of them merged with others, 333 refused"
same "of a thousand, twenty faults are shown" "$(wc -l <"$work/faults")" 20
same "nobody who reported is on record" "$(strings -a "$work/i"/muster.db* | grep -ciE 'somespammer|abusedesk|watch\.example')" 0
is "the queue is listed" 0 '^R-[0-9-]+ +received +phishing_or_malware +[0-9,]+  ' report list --limit 5
is "page by page" 0 'More: --after' report list --limit 5
is "one is shown, with its pages" 0 'login.bank.example/earn_money.html' report show "$(sql "select number from report where lead_id is null order by number limit 1")"
is "as JSON" 0 '"items":\[{"id":"[0-9a-f-]{36}","number":"R-' --json report list --name site-1.example
is "a state that isn't one has none" 0 '' report list --state nothing
is "no such report" 2 'no such report' report show R-2026-999999
is "the ledger fits" 0 '' ledger verify
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

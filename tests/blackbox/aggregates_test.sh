#!/usr/bin/env bash
# Three operators and a regulator on loopback: signed aggregates arrive by push and by pull, a forged one is refused, who is late
# shows, a partition heals; a report is proven without an instance.
#   tests/blackbox/aggregates_test.sh MUSTER     ends with "N passed, N failed"
set -uo pipefail
muster=$(realpath "${1:?the program}")
work=$(mktemp -d /tmp/muster-aggregates.XXXXXX)
servers=()
ended() { for s in "${servers[@]}"; do kill "$s" 2>/dev/null; wait "$s" 2>/dev/null; done; rm -rf "$work"; }
trap ended EXIT
passed=0 failed=0
is() { # WHAT EXIT PATTERN COMMAND…
  local what=$1 code=$2 pattern=$3; shift 3
  local said; said=$("$@" 2>&1); local got=$?
  if [ "$got" = "$code" ] && grep -qE -- "$pattern" <<<"$said"; then passed=$((passed + 1)); echo "ok   $what"
  else failed=$((failed + 1)); echo "FAIL $what: exit $got: $(head -c 600 <<<"$said")"; fi
}
at() { local house=$1; shift; "$muster" --data "$work/$house" "$@"; }
# In the time of the house (policy utc_offset): at the end of a month it is the next one there already.
month() { date -u -d "$(date -u -d '+8 hours' +%Y-%m-15) $1 month" +%Y-%m; }
serve() { # HOUSE PORT
  "$muster" --data "$work/$1" server --port "$2" >"$work/$1.log" 2>&1 &
  servers+=($!)
  for _ in $(seq 100); do curl -fs "http://127.0.0.1:$2/healthz" >/dev/null && return; sleep 0.1; done
  echo "FAIL $1 does not answer"; cat "$work/$1.log"; exit 1
}
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }

for house in north south west regulator; do at "$house" instance init --kind demo --name "$house" >/dev/null || exit 1; done
printf 'one.example\ntwo.example\n' >"$work/names.txt"
censuses() { for _ in $(seq "$2"); do at "$1" census "$work/names.txt" >/dev/null; done; }
censuses north 1; censuses south 2; censuses west 3
key() { at "$1" ledger key; }
regulator=$(free_port) north=$(free_port)
serve regulator "$regulator"; serve north "$north"
url=http://127.0.0.1:$regulator/api/aggregates
is "nobody's figures are taken before they are expected" 3 "aggregates_origin|Nobody.s aggregates" at south aggregates push "$url"
is "an operator is expected with its ledger's key" 0 'North' at regulator aggregates expect North --key "$(key north)" --url "http://127.0.0.1:$north/feeds/aggregates" --since "$(month -2)" --due-days 1
is "another one" 0 'South' at regulator aggregates expect South --key "$(key south)"
is "a third, since two months ago" 0 'West' at regulator aggregates expect West --key "$(key west)" --since "$(month -2)" --due-days 1
is "no key twice" 3 "there already" at regulator aggregates expect Again --key "$(key south)"
is "who has not told of a month is late" 1 "West .*LATE since $(month -2)" at regulator aggregates sources
is "figures are sent, and answered" 0 '"source":"South"' at south aggregates push "$url"
is "others of several months" 0 '"source":"West"' at west aggregates push "$url" --from "$(month -2)"
is "figures are counted by operator" 0 '"source":"South","month":"[0-9-]+","value":"","n":2,' at regulator --json aggregates figures censuses
is "each its own" 0 '"source":"West","month":"[0-9-]+","value":"","n":3,' at regulator --json aggregates figures censuses
is "one is fetched" 0 '^1 operators' at regulator aggregates pull
is "nobody is late then" 0 'North' at regulator aggregates sources

at south aggregates export --out "$work/south.json" >/dev/null
is "a file is taken as well" 0 'South: [0-9]+ figures' at regulator aggregates import "$work/south.json"
is "twice it changes nothing" 0 'here already' at regulator aggregates import "$work/south.json"
sed 's/\\"n\\":2/\\"n\\":9/g' "$work/south.json" >"$work/changed.json"
is "what was changed is refused" 3 "not the one that was signed" at regulator aggregates import "$work/changed.json"
sed 's/muster.example\/south/muster.example\/west/' "$work/south.json" >"$work/other.json"
is "what is said in another's name is refused" 3 "has not signed this" at regulator aggregates import "$work/other.json"
is "by HTTP too" 0 '"code":"statement_text"' curl -s -H 'Content-Type: application/json' --data-binary "@$work/changed.json" "$url"
is "figures stay what they were" 0 '"source":"South","month":"[0-9-]+","value":"","n":2,' at regulator --json aggregates figures censuses
is "nothing but counts leaves the house" 1 '' grep -c 'one.example' "$work/south.json"

# The regulator is away for a while.
kill "${servers[0]}"; wait "${servers[0]}" 2>/dev/null
censuses south 1
is "it can't be reached" 4 "not reached" at south aggregates push "$url"
serve regulator "$regulator"
is "and is told afterwards" 0 '"source":"South"' at south aggregates push "$url"
is "what is known now stands beside what came first" 0 '"source":"South","month":"[0-9-]+","value":"","n":3,"first_n":2' at regulator --json aggregates figures censuses

# The register of numbers of one of them: another program, another key, figures of its own.
numbers() { "$(dirname "$muster")/muster-numbers" --data "$work/numbers" "$@"; }
numbers instance init --kind training --name south >/dev/null
pool=$(numbers pool make --name Range --region CN-11 --first +8619900000000 --last +8619900009999); numbers pool stock "$pool" 40 >/dev/null
few=$(numbers pool make --name Few --region CN-31 --first +8619900010000 --last +8619900019999); numbers pool stock "$few" 3 >/dev/null
is "nobody's register is taken before it is expected" 3 "Nobody.s aggregates" numbers aggregates push "$url"
is "a register is expected like an operator" 0 'South.s numbers' at regulator aggregates expect "South's numbers" --key "$(numbers ledger key)"
is "it sends its counts" 0 '"source":"South.s numbers"' numbers aggregates push "$url"
is "they are counted" 0 '"value":"","n":43,' at regulator --json aggregates figures register_lines
is "a small cell does not leave that house" 0 '"value":"CN-31","n":null' at regulator --json aggregates figures register_lines --by region
numbers aggregates export --out "$work/numbers.json" >/dev/null
sed 's/\\"n\\":43/\\"n\\":44/' "$work/numbers.json" >"$work/changed.json"
is "what was changed of them is refused" 3 "not the one that was signed" at regulator aggregates import "$work/changed.json"

is "a programme is begun" 0 '12 areas, 51 items' at south programme create --starts "$(month -1)-01"
is "a report is made" 0 '^R[0-9]{4}-00001: ' at south programme report make --month "$(month 0)"
number=$(at south programme report list | cut -d' ' -f1)
south=$(free_port); serve south "$south"
for _ in $(seq 50); do at south programme report prove "$number" --out "$work/proof.json" 2>/dev/null && break; sleep 0.2; done
is "its figures are proven without an instance" 0 'censuses +3' "$muster" programme report verify "$work/proof.json" --key "$(key south)"
sed 's/\\"censuses\\":3/\\"censuses\\":4/' "$work/proof.json" >"$work/forged.json"
is "others are not" 3 "does not hold" "$muster" programme report verify "$work/forged.json" --key "$(key south)"
is "nor by another key" 3 "not signed by" "$muster" programme report verify "$work/proof.json" --key "$(key north)"
at south programme report file "$number" "$work/report.pdf" && at south programme report file "$number" "$work/report.xlsx"
is "the PDF says the same" 0 'Censuses completed: 3' pdftotext "$work/report.pdf" -
is "the workbook is one" 0 'Microsoft Excel|Zip archive' file "$work/report.xlsx"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

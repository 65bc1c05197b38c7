#!/usr/bin/env bash
# Both programs backed up, put back into empty folders, and put back from a backup that is older than a destruction: the ledger fits,
# figures are the same, what was destroyed stays destroyed; on SQLite and, for the register, on PostgreSQL. What is wrong is said.
#   backup_test.sh MUSTER   (muster-numbers stands beside it)     ends with "N passed, N failed"
set -uo pipefail
muster=$(realpath -m "$1") numbers=$(dirname "$(realpath -m "$1")")/muster-numbers here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d /tmp/muster-backup.XXXXXX) server=; chmod 755 "$dir"
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; "$here/script/postgres" stop "$dir/pg"; rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
is() { # WHAT EXIT PATTERN COMMAND…
  local what=$1 code=$2 pattern=$3; shift 3
  "$@" >out 2>&1; local got=$?
  if [ "$got" = "$code" ] && grep -qE -- "$pattern" out; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $what: exit $got: $(head -c 600 out)"; fi
}
same() { if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1: $2, expected $3"; fi; }

# muster: a report of somebody who takes it back.
at() { local house=$1; shift; "$muster" --data "$dir/$house" "$@"; }
serve() { "$muster" --data "$dir/$1" server --port 0 >"$1.log" 2>&1 & server=$!; for _ in $(seq 100); do grep -q "answers on" "$1.log" && break; sleep 0.1; done; root=http://127.0.0.1:$(grep -oE 'localhost:[0-9]+' "$1.log" | cut -d: -f2); }
stop() { kill "$server"; wait "$server" 2>/dev/null; server=; }
at a instance init --kind training --name north >out 2>&1 || exit 1
printf 'one.example\ntwo.example\n' >names.txt; at a census names.txt >out 2>&1
serve a
curl -s -d address=http://shop.example/ -d ground=unfiled --data-urlencode "explanation=Zephyrine Quorvix saw it" -d contact=zq@quorvix.example "$root/public/reports" >page
number=$(grep -oE 'R-[0-9]{4}-[0-9]+' page | head -1) secret=$(grep -oE 'receipt">[^<]+' page | sed -n '2s/.*>//p')
[ -n "$number" ] && [ -n "$secret" ] || { echo "FAILED: no report: $(head -c 300 page)"; exit 1; }
# What alerts name is shown, and nothing is wrong.
curl -s "$root/metrics" >metrics
missing=$(sed -n 's/^ *expr: //p' "$here"/deploy/prometheus/*.rules.yml | grep -oE 'muster_[a-z_]+' | sort -u | while read -r name; do grep -q "^$name[ {]" metrics || echo "$name"; done)
same "each figure that an alert names is shown" "$missing" ""
is "nothing is wrong with it" 0 'Nothing is wrong' at a doctor --server "$root"
is "a copy is made while the server runs" 0 '^Backed up the training instance north' at a backup make old
curl -s -d number="$number" --data-urlencode "secret=$secret" "$root/public/reports/withdraw" >page
stop
at a ledger checkpoint >kept.checkpoint
is "another one afterwards" 0 'entries of the ledger' at a backup make new
figures() { at "$1" aggregates export --out - 2>/dev/null | sed -E 's/\\"sequence\\":[0-9]+//; s/,"note".*//'; }
figures a >a.figures; grep -q censuses a.figures || { echo "FAILED: no figures"; exit 1; }
is "it is as it was signed" 0 '^Holds' at a backup show new
same "keys are not in it" "$(find old new -name vault.keys -o -name ledger.key -o -name vault.erased)" ""
is "nothing is put over an instance" 3 'is not empty' at a backup restore new --keys a
is "nor without keys" 3 'has no file' at b backup restore new --keys names
is "it is put back" 0 'sessions ended' at b backup restore new --keys a
is "with the ledger" 0 'Everything fits' at b ledger verify --since kept.checkpoint
figures b >b.figures; same "with the same figures" "$(cat b.figures)" "$(cat a.figures)"
same "the report was taken back: nothing of its words is left" "$(sqlite3 b/muster.db "select count(*) from vault_key k join report r on r.id = k.record_id")" 0
is "the older one, with the list of what was destroyed" 1 '^1 records. personal data had been destroyed' at c backup restore old --keys b --checkpoint kept.checkpoint
grep -q "more entries of the ledger than came back" out; same "what is lost is said" $? 0
is "its ledger fits, too" 0 'Everything fits' at c ledger verify
is "and is told not to be the one that others saw" 1 'rewritten|rolled_back' at c ledger verify --since kept.checkpoint
same "what was destroyed stays destroyed" "$(sqlite3 c/muster.db "select count(*) from vault_key k join report r on r.id = k.record_id")" 0
chmod 644 c/vault.keys
is "what is wrong is said in a sentence" 1 'can be read by others. Run: chmod 600' at c doctor
is "and to programs" 1 '"check":"keys","level":"wrong"' at c --json doctor
chmod 600 c/vault.keys
# By hand, without the list's work: no program opens it.
mkdir d; cp old/database d/muster.db; cp b/vault.keys b/ledger.key b/vault.erased d
is "put back by hand it does not open" 3 'older than the list of what was destroyed' at d metrics list
is "until it is finished" 0 '^1 records' at d backup finish
is "then it does" 0 '' at d metrics list

# muster-numbers: a person whose term ends.
resident_id() {
  awk -v d="110105$1$(printf %03d "$2")" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += w[i] * substr(d, i, 1);
    print d substr("10X98765432", s % 11 + 1, 1) }'
}
iccid() {
  awk -v d="898600$(printf %012d "$1")" 'BEGIN { for (i = length(d); i > 0; i--) { x = substr(d, i, 1) * ((length(d) - i) % 2 ? 1 : 2); s += x > 9 ? x - 9 : x }
    print d (10 - s % 10) % 10 }'
}
rounds() { # prefix, database of the first, database of the second as owner and as program
  local p=$1 first=$2 owner=$3 second=$4 now=2024-03-01T09:00:00Z pool dealer party
  n() { local house=$1 url=$2; shift 2; "$numbers" --data "$dir/$p$house" ${url:+--database "$url"} ${now:+--at "$now"} "$@"; }
  n a "$first" instance init --kind training --name "$p" >out 2>&1 || { echo "FAILED: $p: no register: $(cat out)"; failed=$((failed + 1)); return; }
  pool=$(n a "$first" pool make --name Range --region CN-11 --first +8619900000000 --last +8619900009999); n a "$first" pool stock "$pool" 10 >out
  dealer=$(n a "$first" dealer add --name Dealer)
  { echo iccid,imsi; for i in 1 2 3; do echo "$(iccid "$i"),46099$(printf %010d "$i")"; done; } >sims.csv
  n a "$first" dealer stock "$dealer" "$pool" sims.csv >packs.csv 2>out
  line() { sed -n "$1p" packs.csv | cut -d, -f1; }
  { echo key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent
    for i in 1 2 3; do echo "k$i,citizen,cn_resident_id,CHN,$(resident_id 19900101 "$i"),,Person $i,1990-01-01,\"$i Example Street, Utopia\",$(line "$i"),$dealer,BJ-1,T-1,terms-1"; done; } >captures.csv
  { echo kind,country,number,name,birth_date,status; for i in 1 2 3; do echo "cn_resident_id,CHN,$(resident_id 19900101 "$i"),Person $i,1990-01-01,"; done; } >people.csv
  n a "$first" register captures.csv >out 2>&1; n a "$first" work --register-file people.csv >out 2>&1
  n a "$first" port out "$(line 1)" --operator Other --reference NPC-1 >out; n a "$first" port complete "$(cut -d' ' -f1 out)" >out
  party=$(n a "$first" party add --name A); scope=$(n a "$first" request scope "$party" --law "An Act" --field name)
  ann=$(echo "passport:P0000001" | n a "$first" person add "$party" --name Ann) ben=$(echo "passport:P0000002" | n a "$first" person add "$party" --name Ben)
  reads() { # house, database, line: what an authority would be told
    local r; r=$(n "$1" "$2" request enter --person "$ann" --scope "$scope" --letter L --purpose inquiry --field name --officer O --officer-id 1 --msisdn "$(line "$3")" 2>&1 | cut -d' ' -f1)
    n "$1" "$2" request step "$r" check --person "$ann" >/dev/null 2>&1; n "$1" "$2" request step "$r" approve --person "$ben" >/dev/null 2>&1
    n "$1" "$2" request answer "$r" --person "$ben" 2>&1
  }
  now=2024-03-02T09:00:00Z
  is "$p: a person is on record" 0 "Person 2" reads a "$first" 2
  is "$p: a copy is made" 0 '^Backed up the training number register' n a "$first" backup make "${p}old"
  now=2029-03-01T09:00:00Z
  n a "$first" work >out 2>&1; same "$p: the term of one ended" "$(grep -oE '[0-9]+ persons' out)" "1 persons"
  now=
  is "$p: another copy" 0 'entries of the ledger' n a "$first" backup make "${p}new"
  tables() { n "$1" "$2" figures export | sed -E 's/\\"(at|made_at)\\":\\"[^"]*\\"//g; s/,"note".*//'; }
  n a "$first" figures export >"$p.figures"
  is "$p: it is put back" 0 '^Put back' n b "$second" backup restore "${p}new" --keys "${p}a" ${owner:+--owner-database "$owner"}
  is "$p: with the ledger" 0 'Everything fits' n b "$second" ledger verify
  same "$p: with the same figures" "$(tables b "$second")" "$(tables a "$first")"
  same "$p: and the same lines" "$(n b "$second" --json status)" "$(n a "$first" --json status)"
}
older() { # prefix, database as owner and as program
  local p=$1 owner=$2 second=$3 now=
  is "$p: the older copy comes back without what was destroyed since" 0 'personal data had been destroyed' n c "$second" backup restore "${p}old" --keys "${p}a" ${owner:+--owner-database "$owner"}
  same "$p: it had come back and was destroyed anew" "$(grep -oE '^[1-9][0-9]* records' out | wc -l)" 1
  is "$p: others are there" 0 "Person 2" reads c "$second" 2
  is "$p: and the ledger fits" 0 'Everything fits' n c "$second" ledger verify
}
rounds lite "" "" ""; older lite "" ""
same "nothing can be read of it" "$(sqlite3 litec/numbers.db "select count(*) from vault_key k join holder h on h.id = k.record_id")" 2
url=$("$here/script/postgres" start "$dir/pg")
psql -qAt "$url&user=muster_owner" -c "create database again" -c "create database older" >out 2>&1 || { echo "FAILED: $(cat out)"; failed=$((failed + 1)); }
"$numbers" --data "$dir/posta" --database "$url&user=muster_owner" migrate >out 2>&1
rounds post "$url&user=muster_app" "${url/muster?/again?}&user=muster_owner" "${url/muster?/again?}&user=muster_app"
older post "${url/muster?/older?}&user=muster_owner" "${url/muster?/older?}&user=muster_app"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

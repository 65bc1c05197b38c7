#!/usr/bin/env bash
# A person is planted in every way into the number register: registration, further details, look-ups by clients, the person's own
# page (codes, dispute, correction, export), a request of an authority, keys that turn, and all of it wrong as well. Then every file
# is searched, on SQLite and on PostgreSQL with a log of every statement: nothing of the person stands in the clear anywhere.
#   personal_data_test.sh MUSTER   (muster-numbers stands beside it)
set -uo pipefail
numbers=$(dirname "$(realpath -m "$1")")/muster-numbers here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d /tmp/muster-planted.XXXXXX) server=; chmod 755 "$dir"
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; "$here/script/postgres" stop "$dir/pg"; rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; }
resident_id() { # day of birth, sequence (GB 11643)
  awk -v d="110105$1$(printf %03d "$2")" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += w[i] * substr(d, i, 1);
    print d substr("10X98765432", s % 11 + 1, 1) }'
}
iccid() { # n, with its check digit by Luhn
  awk -v d="898600$(printf %012d "$1")" 'BEGIN { for (i = length(d); i > 0; i--) { x = substr(d, i, 1) * ((length(d) - i) % 2 ? 1 : 2); s += x > 9 ? x - 9 : x }
    print d (10 - s % 10) % 10 }'
}
name="Zephyrine Quorvix" birth=1971-03-09 document=$(resident_id 19710309 417) address="77 Planted Lane, Quorvixton" mail=zq.planted@quorvix.example
officer="Inspector Plantagenet" badge=Badge-Plantagenet-4711 words="Quorvix was never in that shop" right="Quorvix moved to Newplantedhome"
# Each of it as it is, and as text of its bytes.
secrets=()
for s in "$name" "$birth" 19710309 "$document" "$address" "$mail" "$officer" "$badge" "$words" "$right" Quorvix Plantagenet; do
  secrets+=("$s" "$(printf %s "$s" | base64 -w0)" "$(printf %s "$s" | od -An -tx1 | tr -d ' \n')" "$(printf %s "$s" | sed 's/ /%20/g')")
done
printf '%s\n' "${secrets[@]}" | sort -u >patterns
search() { # what, paths…
  local what=$1 found; shift
  found=$(grep -rlaiF -f patterns "$@" 2>/dev/null)
  if [ -z "$found" ]; then ok; else no "$what: $found: $(grep -raoiF -f patterns "$@" 2>/dev/null | sort | uniq -c | head -5)"; fi
}

plant() { # folder of the instance, database option
  local i=$1 database=$2 out=$1.out log=$1.log
  m() { "$numbers" --data "$i" ${database:+--database "$database"} "$@" 2>>"$log"; }
  quiet() { m "$@" >>"$out"; }
  [ -z "$database" ] || "$numbers" --data "$i" --database "$database&user=muster_owner" migrate --application-role muster_app >>"$out" 2>>"$log"
  [ -z "$database" ] || database="$database&user=muster_app"
  quiet instance init --kind training --name planted
  local pool dealer house ann ben authority scope client token
  pool=$(m pool make --name Range --region CN-11 --first +8619900000000 --last +8619900009999); quiet pool stock "$pool" 50
  dealer=$(m dealer add --name Dealer)
  { echo iccid,imsi; for n in $(seq 12); do echo "$(iccid "$n"),46099$(printf %010d "$n")"; done; } >sims.csv
  m dealer stock "$dealer" "$pool" sims.csv >packs.csv; mapfile -t line < <(cut -d, -f1 packs.csv)
  local head=key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent
  { echo $head; for n in 0 1 2; do echo "k$n,citizen,cn_resident_id,CHN,$document,,$name,$birth,\"$address\",${line[$n]},$dealer,BJ-1,T-1,terms-1"; done; } >captures.csv
  quiet register captures.csv
  # All of it wrong: in another's place, cut off, of another form, twice.
  { echo $head
    echo "w1,citizen,cn_resident_id,CHN,${document%?}A,,$name,$birth,\"$address\",${line[3]},$dealer,BJ-1,T-1,terms-1"
    echo "w2,$name,$document,$birth,$address,$mail,$officer,$birth,\"$address\",${line[3]},$name,$name,$mail,$birth"
    echo "w3,citizen,cn_resident_id,CHN,$document,,Another Name,$birth,\"$address\",${line[3]},$dealer,BJ-1,T-1,terms-1"
    echo "k0,citizen,cn_resident_id,CHN,$document,,$name,$birth,\"$address changed\",${line[4]},$dealer,BJ-1,T-1,terms-1"
    echo "w5,minor,passport,$name,$document,$birth,\"$name
$address\",1971-3-9,\"$address\",$mail,$dealer,BJ-1,T-1,terms-1"; } >wrong.csv
  m register wrong.csv >>"$out" && no "what is wrong is refused"
  { echo msisdn,attribute,value; echo "${line[0]},email,$mail"; echo "${line[0]},givenName,Zephyrine"; } >details.csv; quiet details details.csv
  { echo msisdn,attribute,value; echo "$mail,email,$name"; } >wrong-details.csv; quiet details wrong-details.csv
  { echo kind,country,number,name,birth_date,status; echo "cn_resident_id,CHN,$document,$name,$birth,"; } >people.csv
  quiet work --register-file people.csv
  # A client's questions, right and wrong.
  client=$(m client add --name Bank --purpose fraud_prevention --all-scopes --scores | cut -d' ' -f1)
  token=$(m client token "$client")
  # An authority's request, by two persons, right and wrong.
  house=$(m party add --kind carrier --name House)
  ann=$(echo "passport:P$(basename "$i")1" | m person add "$house" --name Ann); ben=$(echo "passport:P$(basename "$i")2" | m person add "$house" --name Ben)
  authority=$(m party add --name "The Authority"); scope=$(m request scope "$authority" --law "An Act, s. 1" --field name,birth_date,address,document)
  enter() { m request enter --person "$ann" --scope "$scope" --letter L-1 --purpose inquiry --officer "$officer" --officer-id "$badge" "$@"; }
  local request; request=$(enter --field name,document --msisdn "${line[0]}" | cut -d' ' -f1)
  enter --field name --kind person --document-kind cn_resident_id --document-country CHN --document-number "$document" >>"$out"
  enter --field name --kind person --document-kind "$name" --document-country "$mail" --document-number "$address" >>"$out"
  enter --field name --msisdn "$name" >>"$out"; enter --field "$name" --msisdn "${line[0]}" --purpose "$name" >>"$out"
  quiet request step "$request" check --person "$ann"; quiet request step "$request" approve --person "$ben"
  quiet request step "$request" refuse --person "$ben" --reason "$name"
  m request answer "$request" --person "$ben" >answer; grep -q "$name" answer && ok || no "the answer holds what was asked for"
  # The person's own page.
  # Not by a function: its process would be a shell's, and the server would outlive it.
  "$numbers" --data "$i" ${database:+--database "$database"} server --port 0 >>"$out" 2>>"$log" & server=$!
  for _ in $(seq 100); do grep -q "answers on" "$out" && break; sleep 0.1; done
  local root; root=http://127.0.0.1:$(grep -oE 'localhost:[0-9]+' "$out" | tail -1 | cut -d: -f2)
  for body in "{\"phoneNumber\":\"${line[0]}\",\"name\":\"$name\",\"birthdate\":\"$birth\",\"email\":\"$mail\",\"address\":\"$address\",\"idDocument\":\"$document\"}" \
    "{\"phoneNumber\":\"$name\",\"$mail\":\"$address\"}" "{\"name\": \"$name\", $birth"; do
    for path in /kyc-match/v0.4/match /kyc-fill-in/v0.4/fill-in /kyc-age-verification/v0.2/verify; do
      curl -sS -m 10 -o matched -H "Authorization: Bearer $token" -H "Content-Type: application/json" --data-raw "$body" "$root$path" 2>>"$log"
    done
  done
  me() { curl -sS -m 10 -b jar -c jar -o page "$@" 2>>"$log"; }
  rm -f jar; me "$root/me"; me --data-urlencode "number=$name $document" "$root/me/code"; me --data-urlencode "code=$mail" "$root/me/session"
  me --data-urlencode "number=${line[0]}" "$root/me/code"; me --data-urlencode "code=$(tail -1 "$i/demo-codes.txt" | cut -d' ' -f3)" "$root/me/session"
  me "$root/me/numbers"; local form id
  form=$(grep -oE 'name="form" value="[0-9a-f]{64}"' page | head -1 | grep -oE '[0-9a-f]{64}')
  id=$(grep -oE '/me/numbers/[0-9a-f-]{36}/not-mine' page | tail -1 | cut -d/ -f4)
  [ -n "$form" ] && [ -n "$id" ] && ok || no "the person's page opened"
  me --data-urlencode "words=$words" -d "form=$form" "$root/me/numbers/$id/not-mine"; me --data-urlencode "words=$words" -d form=x "$root/me/numbers/$name/not-mine"
  me -d field=name --data-urlencode "words=$right" -d "form=$form" "$root/me/wrong"; me --data-urlencode "field=$name" --data-urlencode "words=$right" -d "form=$form" "$root/me/wrong"
  me -d as=page -d "form=$form" "$root/me/export"; grep -q "$document" page && ok || no "the export holds the document"
  me -d frozen=yes -d "form=$form" "$root/me/freeze"; me "$root/me/readings"
  curl -sS -m 10 -o /dev/null "$root/me/$mail" 2>>"$log"; curl -sS -m 10 -o /dev/null --path-as-is "$root/lookup?name=$document" 2>>"$log"
  kill "$server"; wait "$server"; server=
  { echo $head; echo "f1,citizen,cn_resident_id,CHN,$document,,$name,$birth,\"$address\",${line[5]},$dealer,BJ-1,T-1,terms-1"; } >frozen.csv
  m register frozen.csv >>"$out"; grep -q "registration_frozen" "$out" && ok || no "frozen is frozen"
  quiet vault rotate && ok || no "the keys turn"
  quiet vault rotate-index && ok || no "the index key turns"
  m request list >>"$out"; m dispute list >>"$out"; m status >>"$out"
  quiet ledger checkpoint; m ledger verify >>"$out" && ok || no "the ledger fits"
}

plant "$dir/lite" ""
search "the instance's files, database and write-ahead log" "$dir/lite"
search "what the programs said on SQLite" "$dir/lite.out" "$dir/lite.log"

url=$("$here/script/postgres" start "$dir/pg")
as_server() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp "$@"); else "$@"; fi; }
socket=${url#*host=}
sql() { as_server /usr/lib/postgresql/15/bin/psql -h "$socket" -U postgres -d muster -qAt "$@"; }
for set in "log_statement = 'all'" "log_min_duration_statement = 0" "log_parameter_max_length_on_error = -1" "wal_level = 'logical'"; do sql -c "alter system set $set" >/dev/null; done
"$here/script/postgres" stop "$dir/pg"; "$here/script/postgres" start "$dir/pg" >/dev/null
plant "$dir/post" "$url"
sql -c checkpoint >/dev/null
as_server /usr/lib/postgresql/15/bin/pg_dump -h "$socket" -U postgres muster >dump.sql
grep -q "holder_reading" dump.sql && grep -q "log_statement\|execute" "$dir/pg/data/server.log" && ok || no "the search does search"
search "PostgreSQL's dump" dump.sql
search "PostgreSQL's files, write-ahead log and log of statements" "$dir/pg/data"
search "what the programs said on PostgreSQL, and the instance's folder" "$dir/post" "$dir/post.out" "$dir/post.log"
echo "$name" >"$dir/lite/planted"; grep -rlaiF -f patterns "$dir/lite" >/dev/null && ok || no "the search finds what is planted"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

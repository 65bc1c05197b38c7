#!/usr/bin/env bash
# A real server that shares: what a peer sends and what a peer is asked for become clues, page by page; a kill -9 in the middle loses nothing and makes nothing
# twice; what the peer withdraws is withdrawn here; nothing of it is an order.
#   tests/blackbox/sharing_test.sh MUSTER     ends with "N passed, N failed".  MUSTER_SHARED: how many the peer tells (2500)
set -uo pipefail
muster=$(realpath "${1:?the program}") told=${MUSTER_SHARED:-2500}
cd "$(dirname "$0")/../.."
work=$(mktemp -d /tmp/muster-sharing.XXXXXX); chmod 755 "$work"
server='' peer='' passed=0 failed=0
finish() { for p in $server $peer; do kill -9 "$p" 2>/dev/null; done; rm -rf "$work"; }
trap finish EXIT
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; }
same() { if [ "$2" = "$3" ]; then ok; else no "$1: $2, expected $3"; fi; }
run() { "$muster" --data "$work/i" --policy "$work/policy.toml" "$@"; }
sql() { sqlite3 -cmd '.timeout 5000' "$work/i/muster.db" "$1" 2>/dev/null; }
until_says() { local left=$(($1 * 5)) wanted=$2 said=; shift 2; while said=$("$@"); [ "$said" != "$wanted" ] && [ $((left -= 1)) -gt 0 ]; do sleep 0.2; done; echo "$said"; }
start() {
  "$muster" --data "$work/i" --policy "$work/policy.toml" server --port 0 >"$work/log" 2>&1 & server=$!
  for _ in $(seq 300); do grep -q 'answers on' "$work/log" && break; sleep 0.1; done
  base=$(grep -oE 'http://localhost:[0-9]+' "$work/log" | head -1 | sed 's/localhost/127.0.0.1/')
}

printf '[sharing]\nclues_a_day = 40\n' >"$work/policy.toml"
identity=identity--6eacde80-02bc-5f60-af19-336883dcdadd token=peer-token-of-the-test
python3 tests/taxii_peer.py "$told" "$identity" "$token" "$work/withdrawn" >"$work/peer.port" 2>"$work/peer.log" & peer=$!
for _ in $(seq 100); do [ -s "$work/peer.port" ] && break; sleep 0.1; done
run instance init --kind training --name south >/dev/null || no "an instance"
printf %s "$token" >"$work/token"; chmod 600 "$work/token"
person=$(sql "select id from person order by id limit 1")
run peers add North --identity "$identity" --collection "http://127.0.0.1:$(cat "$work/peer.port")/c/" --token-file "$work/token" --by "$person" >"$work/added" || no "a peer is added"
id=$(head -1 "$work/added") ours=$(sed -n 's/^Its token, shown once: //p' "$work/added")
# Killed while it reads, page by page; then it goes on where it was.
"$muster" --data "$work/i" --policy "$work/policy.toml" peers ask "$id" >/dev/null 2>&1 & asking=$!
for _ in $(seq 500); do [ "$(sql "select count(*) from received_object")" -gt 0 ] && break; sleep 0.01; done
kill -9 "$asking"; wait "$asking" 2>/dev/null
[ "$(sql "select count(*) from received_object")" -gt 0 ] && ok || no "killed with something kept"
start
same "everything arrives" "$(until_says 90 "$told" sql "select count(*) from received_object where revoked = 0")" "$told"
same "as many become clues as the day allows" "$(until_says 90 40 sql "select count(*) from received_object where state = 'raised'")" 40
same "each once" "$(sql "select count(*) from suspicion")" 40
same "and nothing else" "$(sql "select (select count(*) from orders) + (select count(*) from case_file) + (select count(*) from network_entry)")" 0
# Two of them are withdrawn.
printf '0\n7\n' >"$work/withdrawn"
run peers ask "$id" >"$work/asked" || no "asked: $(cat "$work/asked")"
same "what is withdrawn there is withdrawn here" "$(sql "select count(*) from received_object where state = 'withdrawn'")" 2
# What the peer sends by itself.
inbox="$base/taxii2/muster/collections/inbox/objects/"
object() { # number of the object, name
  printf '{"objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-9000-%012d","created_by_ref":"%s","created":"2026-03-01T00:00:00Z","modified":"2026-03-01T00:00:00Z","labels":["phishing_or_malware"],"pattern":"[domain-name:value = '"'%s'"']","pattern_type":"stix","valid_from":"2026-03-01T00:00:00Z"}]}' "$1" "$identity" "$2"
}
send() { object "$2" "$3" | curl -s -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $1" -H 'Content-Type: application/taxii+json;version=2.1' --data-binary @- "$inbox"; }
same "nobody tells without a token" "$(send wrong 1 sent.example)" 401
same "a peer tells" "$(send "$ours" 1 sent.example)" 202
same "it is on record" "$(sql "select count(*) from received_object where names = 'sent.example'")" 1
same "it is of the media type" "$(curl -s -o /dev/null -w '%{content_type}' -H "Authorization: Bearer $ours" "$base/taxii2/muster/collections/")" "application/taxii+json;version=2.1"
same "a body too long is refused" "$(head -c 5000000 /dev/zero | curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $ours" -H 'Content-Type: application/taxii+json;version=2.1' --data-binary @- "$inbox")" 413
run peers end "$id" --by "$person" >/dev/null || no "ended"
same "who is ended tells no more" "$(send "$ours" 2 late.example)" 401
run ledger verify >/dev/null 2>&1; same "the ledger fits" $? 0
cat "$work"/log | grep -qE "$token|$ours" && no "a token stands in the log" || ok
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

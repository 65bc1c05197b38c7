#!/usr/bin/env bash
# A registry's file by the command line, then a running server asked by an RDAP client of others, and by our own from a second
# instance. Afterwards no address of a client stands in the database, its log, or the server's output.   rdap_test.sh MUSTER
set -uo pipefail
muster=$(realpath "$1"); here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d /tmp/muster-rdap.XXXXXX); server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 out; }
expect() { if [ "$code" = "$2" ] && grep -qE "$3" out; then ok; else no "$1: exit $code"; fi; }
run() { local data=$1; shift; "$muster" --data "$dir/$data" "$@" >out 2>&1; code=$?; }

cat > names.csv <<'CSV'
registrant_country,name,registrant_handle,registrant_kind,registrant_name,registrar,registrar_iana_id,created_at,expires_at,updated_at,name_servers,status
CN,company-site.com,H-1,organization,Example Trading Ltd,Example Registrar,9999,2020-01-01,2037-01-01,2025-01-01,ns1.dns-host.net;ns2.dns-host.net,clientTransferProhibited
CN,person-site.com,P-1,individual,Zhang Xuanjie,Example Registrar,9999,2020-01-01,2037-01-01,,ns1.dns-host.net,ok
CN,名字.com,H-1,organization,Example Trading Ltd,Example Registrar,9999,2020-01-01,2037-01-01,,,ok
CN,bad_name.com,H-1,organization,Example Trading Ltd,,,,,,,
CSV
run i instance init --kind training --name rdap
run i domain import names.csv --source registry.example --dry-run; expect "a dry run" 1 "nothing was written.*3 new.*1 refused"
run i domain list; if [ "$code" = 0 ] && [ ! -s out ]; then ok; else no "a dry run wrote something"; fi
run i domain import names.csv --source registry.example; expect "an import" 1 "line 5: bad_name.com: name"
run i domain import names.csv --source registry.example; expect "again" 1 "0 new, 0 changed, 3 in already"
run i domain show company-site.com; expect "show" 0 "Example Trading Ltd"
run i domain show person-site.com; expect "a person is not shown" 0 "individual, not shown"
grep -q Xuanjie out && no "a person's name is printed" || ok
run i domain import missing.csv --source x; expect "a file that isn't there" 2 "no file"

"$muster" --data "$dir/i" server --port 0 >server.log 2>&1 & server=$!
for _ in $(seq 100); do grep -q 'answers on' server.log && break; sleep 0.1; done
url=$(grep -oE 'http://localhost:[0-9]+' server.log | sed 's/localhost/127.0.0.1/')
[ -n "$url" ] && ok || no "the server doesn't start"
run j instance init --kind training --name asks
run j domain fetch company-site.com --server "$url/rdap/"; expect "our own client" 0 "Example Trading Ltd"
run j domain fetch person-site.com --server "$url/rdap/"; expect "our own client, redacted" 0 "unknown, not shown"
run j domain fetch company-site.com --server "$url/rdap/"; expect "fetched twice" 0 "in already"
run j domain fetch nobody.com --server "$url/rdap/"; expect "a name that nobody has" 2 "knows of no such name"
node "$here/rdap_client.mjs" "$url/rdap/" >out 2>&1; code=$?; cat out
theirs=$(grep -oE '^[0-9]+ passed, [0-9]+ failed' out || echo "0 passed, 1 failed")
passed=$((passed + ${theirs%% *})); failed=$((failed + $(echo "$theirs" | cut -d' ' -f3)))
kill "$server"; wait "$server" 2>/dev/null; server=
if grep -aqF '127.0.0.1' i/muster.db* 2>/dev/null || grep -v 'answers on' server.log | grep -qF '127.0.0.1'; then no "a client's address was kept"; else ok; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

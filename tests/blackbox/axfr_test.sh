#!/usr/bin/env bash
# A provider's zone by AXFR from Debian's real BIND: signed with TSIG, of many messages; with a wrong key, without one, cut
# off, refused, and from nobody.   axfr_test.sh MUSTER
set -uo pipefail
muster=$(realpath "$1")
dir=$(mktemp -d /tmp/muster-axfr.XXXXXX); chmod 755 "$dir"
pids=()
finish() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null; done; wait 2>/dev/null; if [ -n "${KEEP:-}" ]; then echo "kept $dir"; else rm -rf "$dir"; fi; }
trap finish EXIT
cd "$dir" || exit 1
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 out; }
run() { "$muster" --data i "$@" >out 2>&1; code=$?; }
expect() { if [[ " $2 " == *" $code "* ]] && grep -qiE "$3" out; then ok; else no "$1: exit $code"; fi; }
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

run instance init --kind training --name axfr; expect "init" 0 "Made"
tsig-keygen -a hmac-sha256 transfer.example >good.key; tsig-keygen -a hmac-sha256 transfer.example >wrong.key
tsig-keygen -a hmac-sha512 other.example >other.key
port=$(free_port)
# A registry's zone of 20,000 delegations (many messages), with glue, DNSSEC-like and other records between them.
{
  printf '$ORIGIN example.\n$TTL 60\n@ IN SOA ns root (1 60 60\n 86400 60)\n@ NS ns\nns A 192.0.2.1\n_dmarc TXT "v=DMARC1"\n'
  for i in $(seq 20000); do echo "shop-$i NS ns.shop-$i"; echo "ns.shop-$i A 192.0.2.2"; done
  printf 'only-text TXT "no site"\nesc\\.aped A 192.0.2.3\n'
} >example.zone
cat >named.conf <<END
include "$dir/good.key";
include "$dir/other.key";
options { directory "$dir"; pid-file "$dir/named.pid"; session-keyfile "$dir/session.key"; managed-keys-directory "$dir";
  listen-on port $port { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; };
controls { };
zone "example" { type primary; file "$dir/example.zone"; check-names ignore; allow-transfer { key transfer.example; }; };
zone "open.test" { type primary; file "$dir/open.zone"; allow-transfer { any; }; };
END
printf '$TTL 60\n@ IN SOA ns.open.test. root 1 60 60 86400 60\n@ NS ns\nns A 192.0.2.1\n' >open.zone
named -f -c "$dir/named.conf" -L "$dir/named.log" >named.out 2>&1 & pids+=($!)
for _ in $(seq 100); do dig @127.0.0.1 -p "$port" +tries=1 +time=1 example SOA 2>/dev/null | grep -q 'status: NOERROR' && break; sleep 0.1; done

run census --axfr "example@127.0.0.1#$port" --tsig-file good.key --out csv; expect "a signed transfer" 1 "^shop-20000.example,unfiled"
[ "$(grep -c '^shop-' out)" = 20000 ] && ok || no "every delegation once"
grep -q "only-text\|esc\|_dmarc" out && no "records that lead nowhere name no sites" || ok
[ "$(sqlite3 i/muster.db "select format || ' ' || source_name from census_run where number = 1")" = "zone example@127.0.0.1#$port" ] && ok || no "its record"
run census --axfr "example@127.0.0.1#$port" --tsig-file wrong.key; expect "a wrong key" "3" "refuses|not know|signature"
run census --axfr "example@127.0.0.1#$port" --tsig-file other.key; expect "a key that may not" "3" "refuses the transfer"
run census --axfr "example@127.0.0.1#$port"; expect "without a key" "3" "refuses the transfer"
run census --axfr "nothing.test@127.0.0.1#$port"; expect "a zone that is not there" "3" "refuses the transfer|not know"
run census --axfr "open.test@127.0.0.1#$port"; expect "a zone that is open to all" "0 1" "open.test"
run census --axfr "open.test@127.0.0.1#$port" --tsig-file out; expect "a file that is no key" 2 "no TSIG key"
run census --axfr "open.test@somewhere"; expect "a target that is none" 2 "zone@address"
run census --axfr "open.test@127.0.0.1#$port" list.txt; expect "two sources" 2 "not both"
run census --axfr "example@127.0.0.1#$(free_port)"; expect "nobody" 4 "does not answer"

# In between stands somebody who changes a byte of a signed answer, or ends it early.
cat >between.mjs <<'END'
import net from 'node:net';
const [to, what] = process.argv.slice(2);
net.createServer(client => {
  const server = net.connect(+to, '127.0.0.1');
  let passed = 0;
  client.pipe(server);
  server.on('data', data => {
    const at = data.indexOf('shop-12345');
    if (what === 'change' && at >= 0) data[at + 5] = 0x39;
    if (what === 'cut' && (passed += data.length) > 300000) return client.destroy();
    client.write(data);
  });
  for (const s of [client, server]) s.on('error', () => {});
  server.on('close', () => client.destroy());
  client.on('close', () => server.destroy());
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
END
for what in change cut; do
  node between.mjs "$port" $what >between-$what & pids+=($!)
  for _ in $(seq 50); do [ -s between-$what ] && break; sleep 0.1; done
  run census --axfr "example@127.0.0.1#$(cat between-$what)" --tsig-file good.key
  if [ $what = change ]; then expect "a changed answer" 3 "signature of the transfer is wrong"; else expect "a cut-off answer" 4 "before its end"; fi
done
[ "$(sqlite3 i/muster.db "select count(*) from census_run where state = 'done'")" = 2 ] && ok || no "what failed stored nothing"
secret=$(sed -n 's/.*secret "\(.*\)".*/\1/p' good.key)
grep -rqF "$secret" i out && no "the key's secret was kept" || ok
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

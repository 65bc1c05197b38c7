#!/usr/bin/env bash
# The continuous census with Debian's real Unbound and BIND: both send dnstap to `muster observe`; clients are loopback
# addresses. Found are exactly the sites that k clients or more asked for; no client's address stands in any file.
#   observe_test.sh MUSTER [QUERIES]     QUERIES of a load by dnsperf, each of which has to arrive (default 20000)
set -uo pipefail
muster=$(realpath "$1") queries=${2:-20000}
dir=$(mktemp -d /tmp/muster-observe.XXXXXX); chmod 755 "$dir"
pids=()
finish() {
  for p in "${pids[@]}"; do kill "$p" 2>/dev/null; done
  wait 2>/dev/null
  if [ -n "${KEEP:-}" ]; then echo "kept $dir"; else rm -rf "$dir"; fi
}
trap finish EXIT
cd "$dir" || exit 1
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 observe.log 2>/dev/null; }
same() { if [ "$2" = "$3" ]; then ok; else no "$1: expected '$2', got '$3'"; fi; }
waits() { for _ in $(seq 300); do grep -qE "$2" "$1" 2>/dev/null && return 0; sleep 0.1; done; return 1; } # file, words
figure() { curl -s "http://127.0.0.1:$metrics/metrics" | awk -v n="muster_intake_$1" '$1 == n {printf "%d", $2}'; }
arrives() { for _ in $(seq 300); do [ "$(figure queries)" -ge "$1" ] && return 0; sleep 0.2; done; return 1; }
sql() { sqlite3 i/muster.db "$1" | tr '\n' ' ' | sed 's/ $//'; }
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

"$muster" --data i instance init --kind training --name observe >out 2>&1 || { no "init"; cat out; exit 1; }
observe() { # FILE of its output; sets its pid and the port of its figures
  "$muster" --data i observe --dnstap-socket "$dir/tap.sock" --socket-mode 0666 --metrics-port 0 >"$1" 2>&1 & observer=$!
  pids+=("$observer")
  waits "$1" "Listening for dnstap" || { no "observe does not start"; cat "$1"; exit 1; }
  metrics=$(grep -oE '127\.0\.0\.1:[0-9]+' "$1" | head -1 | cut -d: -f2)
}
observe observe.log
"$muster" --data i observe --dnstap-socket "$dir/tap.sock" >out 2>&1; same "a second one on the same socket is refused" 3 $?

# The resolvers: every name is answered with NXDOMAIN, at once.
unbound_port=$(free_port) bind_port=$(free_port)
cat >unbound.conf <<END
server:
  interface: 127.0.0.1@$unbound_port
  port: $unbound_port
  access-control: 127.0.0.0/8 allow
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "$dir"
  pidfile: "$dir/unbound.pid"
  logfile: "$dir/unbound.log"
  use-syslog: no
  num-threads: 1
  module-config: "iterator"
  local-zone: "." static
dnstap:
  dnstap-enable: yes
  dnstap-socket-path: "$dir/tap.sock"
  dnstap-send-identity: yes
  dnstap-log-client-query-messages: yes
  dnstap-log-client-response-messages: yes
remote-control:
  control-enable: no
END
cat >root.zone <<END
\$TTL 60
@ IN SOA localhost. root.localhost. 1 60 60 86400 60
@ IN NS localhost.
END
cat >named.conf <<END
options { directory "$dir"; pid-file "$dir/named.pid"; session-keyfile "$dir/session.key"; managed-keys-directory "$dir";
  listen-on port $bind_port { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; allow-query { any; }; dnssec-validation no;
  dnstap { client; auth; }; dnstap-output unix "$dir/tap.sock";
  fstrm-set-input-queue-size 16384; fstrm-set-output-queue-size 1024; };  # with its 512 and 64, BIND itself drops under such a load
controls { };
zone "." { type primary; file "$dir/root.zone"; };
END
unbound -d -c "$dir/unbound.conf" >unbound.out 2>&1 & pids+=($!)
named -f -c "$dir/named.conf" -L "$dir/named.log" >named.out 2>&1 & pids+=($!)
answers() { # port, name
  for _ in $(seq 100); do dig @127.0.0.1 -p "$1" +tries=1 +time=1 . SOA 2>/dev/null | grep -q 'status: ' && return 0; sleep 0.1; done
  no "$2 does not answer"; cat "$2".out "$2".log; exit 1
}
answers "$unbound_port" unbound; answers "$bind_port" named

# ask FROM TO PORT NAME…: the clients 127.83.129.FROM … TO ask for the names.
ask() {
  local from=$1 to=$2 port=$3; shift 3
  printf '%s A\n' "$@" >ask.txt
  for c in $(seq "$from" "$to"); do dnsperf -s 127.0.0.1 -p "$port" -a "127.83.129.$c" -d ask.txt -n 1 >dnsperf.out 2>&1 || no "dnsperf"; done
}
asked_for_soa=$(figure queries)
ask 11 22 "$unbound_port" www.u-many-1.example u-many-2.com U-Many-3.co.uk
ask 11 19 "$unbound_port" u-nine.example u-nine.example
ask 11 22 "$bind_port" b-many-1.example www.b-many-2.com
ask 11 19 "$bind_port" b-nine.example
ask 23 23 "$bind_port" alone-person.example alone-person.example
ask 11 16 "$unbound_port" together.example; ask 17 22 "$bind_port" together.example  # 12 clients of two resolvers
ask 11 16 "$unbound_port" same-six.example; ask 11 16 "$bind_port" same-six.example  # the same six
small=$((asked_for_soa + 12 * 3 + 9 * 2 + 12 * 2 + 9 + 2 + 12 + 12))
arrives $small || no "queries arrive: $(figure queries) of $small"
sleep 1
[ "$(figure other_messages)" -gt 0 ] && ok || no "answers are told apart"
kill -USR1 "$observer"; waits observe.log "^Census 1" && ok || no "SIGUSR1 takes a census"
found="b-many-1.example b-many-2.com together.example u-many-1.example u-many-2.com u-many-3.co.uk"
same "exactly the sites of k clients" "$found" "$(sql 'select name from census_finding where run_number = 1 order by name')"
same "sites below k are counted" 4 "$(sql 'select below_k from census_run where number = 1')"
same "the format is on record" dnstap "$(sql 'select format from census_run where number = 1')"

# One more, and one that lacked its tenth client.
ask 11 22 "$unbound_port" later.example; ask 20 22 "$unbound_port" u-nine.example
small=$((small + 15)); arrives $small || no "later queries arrive"
kill -USR1 "$observer"; waits observe.log "^Census 2" && ok || no "the second census"
same "new since the last" "later.example u-nine.example" \
  "$(sql 'select name from census_finding where run_number = 2 and is_new = 1 order by name')"

# A load: everything that the resolver sent arrives, and nothing is dropped. At a pace: with all that a core can ask, the
# resolvers' own queues drop before anything is sent.
node -e 'for (let i = 0; i < 5000; i++) console.log(`site-${i}.example A`)' >load.txt
before=$(figure queries)
cpu() { awk '{print ($14 + $15) / 100}' "/proc/$observer/stat"; }
cpu_before=$(cpu)
sent=0
for port in "$unbound_port" "$bind_port"; do # half of it each
  dnsperf -s 127.0.0.1 -p "$port" -a 127.83.129.11 -d load.txt -n $(((queries + 9999) / 10000)) -q 50 \
    -Q "${DNSPERF_QPS:-5000}" >"load-$port.out" 2>&1
  sent=$((sent + $(awk '/Queries sent/ {print $3}' "load-$port.out")))
done
arrives $((before + sent)); got=$(($(figure queries) - before))
same "all $sent queries of the load arrive" "$sent" "$got"
echo "load: $sent queries at $(cat load-*.out | awk '/Queries per second/ {printf "%s%d", n++ ? " and " : "", $4}')/s (Unbound, BIND), $got arrived; CPU of the intake $cpu_before to $(cpu) s"
same "nothing was dropped" 0 "$(curl -s "http://127.0.0.1:$metrics/metrics" | awk '/^muster_intake_dropped/ {n += $2} END {print n + 0}')"

kill -TERM "$observer"; wait "$observer"; same "it ends in good order" 0 $?
[ ! -e tap.sock ] && ok || no "the socket is gone"
grep -q "Received .* messages of [0-9]* senders" observe.log && ok || no "totals at the end"
same "sites of one client never come up" 0 "$(sql "select count(*) from census_finding where name like 'site-%' or name like 'alone%'")"

# It knows after a restart what it had seen, by name and day.
observe again.log
kill -USR1 "$observer"; waits again.log "^Census 4" && ok || no "a census after a restart"
same "nothing is gone after a restart" 0 "$(sql 'select found_gone from census_run where number = 4')"
kill -TERM "$observer"; wait "$observer"

# The same messages through a file that a real tool wrote.
fstrm_capture -t protobuf:dnstap.Dnstap -u "$dir/tap.sock" -w tap.fstrm >capture.out 2>&1 & capture=$!
pids+=("$capture")
for _ in $(seq 30); do # the resolvers look for the socket again every few seconds
  ask 11 22 "$unbound_port" from-a-file.example
  sleep 1
  grep -q "from-a-file" <(strings tap.fstrm 2>/dev/null || cat tap.fstrm) && break
done
ask 11 22 "$unbound_port" from-a-file.example; sleep 2
kill -TERM "$capture"; wait "$capture"
"$muster" --data i census tap.fstrm --out csv >out 2>&1
grep -q "^from-a-file.example,unfiled" out && ok || { no "a file of dnstap"; cat out capture.out; ls -l tap.fstrm; }

# Principle 1: no client, as text or as bytes, in database, write-ahead log, ledger, logs and whatever else it wrote.
grep -rqaF "u-many-1.example" i && ok || no "the search finds what is there"
for c in $(seq 11 23); do
  grep -rqaF "127.83.129.$c" i observe.log again.log out && no "client 127.83.129.$c stands in $(grep -rlaF "127.83.129.$c" i ./*log out)"
done
for c in 11 17 23; do
  bytes="\\x7f\\x53\\x81\\x$(printf %02x "$c")"
  LC_ALL=C grep -rqaP "$bytes" i && no "the bytes of client $c stand in $(LC_ALL=C grep -rlaP "$bytes" i)"
done
grep -rqaF "alone-person" i observe.log && no "a name of one client was kept" || ok
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

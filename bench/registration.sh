# Durable registrations of lines on each database, beside pgbench writing the same rows and bytes and nothing else; part of
# script/bench.

# A plain table for each one that a registration writes to, without keys and rules; and pgbench's transaction: one row of the
# same size for each row that a registration left behind.
same_rows_and_bytes() { # URL of the database that the bench has filled, registrations in it, its schema
  local tables table rows bytes
  tables=$("$psql" "$1" -qAtc "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where nspname = '$3' and relkind = 'r' order by 1")
  echo "begin;" >"$work/same.sql"
  for table in $tables; do
    read -r rows bytes < <("$psql" "$1" -qAt -F ' ' -c "select (count(*) / $2.0)::int, coalesce(avg(pg_column_size(t.*)), 0)::int from $3.$table t")
    case "$table" in line|sim|line_sim|number_pool) rows=0 ;; esac  # the stock, which was there before
    [ "$rows" -gt 0 ] || continue
    "$psql" "$1" -qc "create table if not exists plain_$table(id bigint, body text)"
    # 24 bytes are the row's head, 8 the number, 4 the text's length.
    for _ in $(seq "$rows"); do echo "insert into plain_$table values(:client_id, repeat('x', $((bytes > 37 ? bytes - 36 : 1))));" >>"$work/same.sql"; done
  done
  echo "commit;" >>"$work/same.sql"
}

# The rate through HTTP: the program's own server, 64 keep-alive connections of tests/load/registration_client.
registration_through_http() { # LABEL DATABASE-URL (empty: SQLite)
  local data="$work/http-$1" database=$2 numbers="$root/build/release/src/cli/muster-numbers" load="$root/tests/load"
  local client="$root/build/release/tests/load/registration_client" server port cookie csrf pool dealer admin_password first_line
  # shellcheck source=/dev/null
  . "$load/register.sh"
  make_register $((registrations + 1000)) && start_server && sign_clerk_in || { echo "script/bench: no register on $1" >&2; exit 4; }
  register_lines 0 1000 64 >/dev/null  # so that caches and plans are those of a server at work
  # A dealer's contract allows a million a day.
  register_lines 1000 $((registrations < 998000 ? registrations : 998000)) 64 >"$work/http-$1.json" || { cat "$data/server.log" >&2; exit 4; }
  kill "$server"; wait "$server" 2>/dev/null || true
  node -e 'const [label, file] = process.argv.slice(1), r = JSON.parse(require("fs").readFileSync(file));
    console.log(`| Muster through HTTP, ${label} | 64 | ${r.rate} | ${r.p50_ms} | ${r.p99_ms} |`)' "$1" "$work/http-$1.json"
}

registration() {
  local url psql=/usr/lib/postgresql/15/bin/psql pgbench=/usr/lib/postgresql/15/bin/pgbench clients
  echo "registration: 20,000 registrations by the service, $registrations through HTTP, on each database" >&2
  cmake --build --preset release --target registration_bench muster-numbers registration_client >>build/release/bench-build.log 2>&1 ||
    { tail -30 build/release/bench-build.log >&2; exit 4; }
  url=$(MUSTER_TEST_FSYNC=on script/postgres start "$work/pg-registration")
  TMPDIR=$work MUSTER_TEST_POSTGRES=$url build/release/src/numbers/registration_bench --benchmark_filter='^(sqlite|postgres)/' \
    --benchmark_format=json >"$work/registration.json" 2>"$work/err" ||
    { tail -5 "$work/err" >&2; exit 4; }
  echo
  echo "### Registrations of lines ($(date +%F), $(nproc) cores)"
  echo; echo "| | clients | a second | p50, ms | p99, ms |"; echo "|---|---|---|---|---|"
  node -e 'for (const b of JSON.parse(require("fs").readFileSync(process.argv[1])).benchmarks) {
    const [name, clients] = b.name.split("/");
    console.log(`| Muster, ${name} | ${clients} | ${b.registrations.toFixed(0)} | ${b.p50_ms.toFixed(1)} | ${b.p99_ms.toFixed(1)} |`) }' "$work/registration.json"
  registration_through_http sqlite ""
  registration_through_http postgresql "$url"
  same_rows_and_bytes "$url&user=muster_owner" $((registrations + 1000)) public
  for clients in 1 64; do
    "$pgbench" -n -c "$clients" -j 2 -T 15 -l --log-prefix="$work/pgbench-$clients" -M prepared -f "$work/same.sql" "$url&user=muster_owner" >"$work/out" 2>"$work/err" ||
      { tail -5 "$work/err" >&2; exit 4; }
    cat "$work/pgbench-$clients".* | awk '{print $3}' | sort -n | awk -v c="$clients" -v tps="$(awk '/^tps/ {printf "%d", $3}' "$work/out")" \
      '{v[NR] = $1} END {printf "| pgbench, the same rows and bytes | %d | %d | %.1f | %.1f |\n", c, tps, v[int(NR / 2) + 1] / 1000, v[int(NR * 0.99)] / 1000}'
  done
  echo; echo "Durable: synchronous=full, fsync on. $(grep -c insert "$work/same.sql") rows a registration."
  script/postgres stop "$work/pg-registration"
}

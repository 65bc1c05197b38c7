# An instance of muster with a running server, for what sends it reports; sourced by tests/blackbox and bench.
# Needs: $muster (the program), $data (its folder), $database (empty: SQLite in the folder; else a URL without a user).

psql=$(command -v psql || echo /usr/lib/postgresql/15/bin/psql)
as_app() { "$muster" --data "$data" --policy "$data.toml" ${database:+--database "$database&user=muster_app"} "$@"; }
as_owner() { "$muster" --data "$data" ${database:+--database "$database&user=muster_owner"} "$@"; }
sql() { if [ -n "$database" ]; then "$psql" "$database&user=muster_owner" -qAtc "$1"; else sqlite3 "$data/muster.db" "$1"; fi; }

# Proof of work is asked for, of few bits: the clients and the server share one machine.
make_instance() {
  printf '[reports]\nproof_from_per_minute = 300\nproof_bits_first = 4\nproof_bits_max = 8\n' >"$data.toml"
  [ -z "$database" ] || as_owner migrate --application-role muster_app >/dev/null || return 1
  as_app instance init --kind training --name load >/dev/null
}

# Starts the server on $port (0: a free one, kept for the next start); sets $server and $port.
port=0
start_server() {
  local log="$data.log" _
  # Not by a function: its process would be a shell's, and the server would outlive it.
  "$muster" --data "$data" --policy "$data.toml" ${database:+--database "$database&user=muster_app"} server --behind-proxy --port "$port" >"$log" 2>&1 & server=$!
  for _ in $(seq 600); do
    port=$(grep -oE 'http://localhost:[0-9]+' "$log" | head -1 | grep -oE '[0-9]+$') && return 0
    kill -0 "$server" 2>/dev/null || { tail -3 "$log" >&2; return 1; }
    sleep 0.05
  done
  return 1
}

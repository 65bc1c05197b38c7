# A number register with a dealer's stock and a running server, for what puts it under load; sourced by tests/blackbox and bench.
# Needs: $numbers (the program), $data (its folder), $database (empty: SQLite in the folder; else a URL without a user), $load (this folder).

psql=$(command -v psql || echo /usr/lib/postgresql/15/bin/psql)
first_line=8619900000000
program() { "$numbers" --data "$data" ${database:+--database "$database&user=muster_app"} "$@"; }
as_owner() { "$numbers" --data "$data" ${database:+--database "$database&user=muster_owner"} "$@"; }
sql() { if [ -n "$database" ]; then "$psql" "$database&user=muster_owner" -qAtc "$1"; else sqlite3 "$data/numbers.db" "$1"; fi; }

# The instance, a pool, and a dealer with COUNT lines that are reserved and have a SIM, put there at once as the schema allows it.
make_register() { # COUNT
  local made
  [ -z "$database" ] || as_owner migrate >/dev/null || return 1
  made=$(program instance init --kind training --name load) || return 1
  admin_password=$(grep -oE 'shown once: .*' <<<"$made" | cut -d' ' -f3)
  dealer=$(program dealer add --name Dealer) || return 1
  pool=$(program pool make --name Range --region CN-11 --first "+$first_line" --last "+$((first_line + 99999999))") || return 1
  stock_dealer "$1"
}
stock_dealer() { # COUNT, at most 50,000 at a time by the program
  local left=$1 some
  while [ "$left" -gt 0 ]; do
    some=$((left > 50000 ? 50000 : left)); left=$((left - some))
    program pool stock "$pool" "$some" >/dev/null || return 1
  done
  sql "begin; insert into sim(id, iccid, imsi, created_at) select id, '89860' || msisdn, '46' || msisdn, 1 from line where state = 'available';
    insert into line_sim(sim_id, line_id, from_at, reason) select id, id, 1, 'first' from line where state = 'available';
    update line set state = 'reserved', version = version + 1, state_since = state_since + 1, due_at = 4102444800000000, reserved_for = '$dealer' where state = 'available'; commit;"
}

# Starts the server on $port (0: a free one, kept for the next start); sets $server and $port.
port=0
start_server() {
  local log="$data/server.log" _
  # Not by a function: its process would be a shell's, and the server would outlive it.
  "$numbers" --data "$data" ${database:+--database "$database&user=muster_app"} server --port "$port" >"$log" 2>&1 & server=$!
  for _ in $(seq 600); do
    port=$(grep -oE 'http://localhost:[0-9]+' "$log" | head -1 | grep -oE '[0-9]+$') && return 0
    kill -0 "$server" 2>/dev/null || { tail -3 "$log" >&2; return 1; }
    sleep 0.05
  done
  return 1
}
# Signs a clerk of the dealer in; sets $cookie and $csrf.
sign_clerk_in() {
  { read -r cookie; read -r csrf; } < <(node "$load/clerk.mjs" "http://localhost:$port" "$admin_password" "$dealer")
  [ -n "$csrf" ]
}
register_lines() { # FROM COUNT CONNECTIONS …
  "$client" --port "$port" --cookie "$cookie" --csrf "$csrf" --first "$first_line" --from "$1" --count "$2" --connections "$3" "${@:4}"
}

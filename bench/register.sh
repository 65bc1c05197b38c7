# Filings that come in as one file on each database, and the API over them; part of script/bench. 1 million, and from there to 10 million with
# --full: how the API's answers grow.

# The register's CSV: one subject with one site, one domain and one access a line.
register_csv() { # FIRST LAST
  seq "$1" "$2" | awk 'BEGIN {print "site_number,domains,subject_name,region,provider,address_ranges"}
    {printf "B%d-1,site-%d.example,Company %d,R-%d,Bench Hosting,192.0.%d.%d\n", $1, $1, $1, $1 % 30, $1 / 256 % 256, $1 % 256}'
}

register_on() { # LABEL DATABASE-OPTION…
  local label=$1; shift
  local muster="$root/build/release/src/cli/muster" data="$work/register-$label" steps=(1000000) had=0 n started seconds size
  [ "$filings" -le 1000000 ] && steps=("$filings") || steps+=("$filings")
  echo one.example >"$work/one.txt"
  "$muster" --data "$data" "$@" demo load --observed "$work/one.txt" >"$work/people.txt" 2>"$work/err" || { tail -n 3 "$work/err" >&2; exit 4; }
  for n in "${steps[@]}"; do
    register_csv $((had + 1)) "$n" >"$work/register-$n.csv"
    started=$(date +%s.%N)
    "$muster" --data "$data" "$@" filing import --make-providers "$work/register-$n.csv" >"$work/out" 2>"$work/err" ||
      { tail -n 3 "$work/err" >&2; tail -n 3 "$work/out" >&2; exit 4; }
    seconds=$(echo "$(date +%s.%N) - $started" | bc)
    if [ "$label" = sqlite ]; then size=$(du -m "$data/muster.db" | cut -f1)
    else size=$("$psql" "$url&user=muster_owner" -qAtc "select pg_database_size(current_database()) / 1048576"); fi
    echo "| $label | $n | $(echo "($n - $had) / $seconds" | bc) | $size |" | tee -a "$work/import-rows" >&2
    had=$n
    "$muster" --data "$data" "$@" server --port 0 --behind-proxy >"$work/server.log" 2>&1 & local server=$! base=
    for _ in $(seq 600); do base=$(grep -oE 'http://localhost:[0-9]+' "$work/server.log" | head -1) || true; [ -n "$base" ] && break; sleep 0.1; done
    node bench/api_latency.mjs "$base" "$work/people.txt" "$n" "$label" | tee -a "$work/api-rows" >&2 || { tail -n 3 "$work/server.log" >&2; exit 4; }
    kill "$server"; wait "$server" 2>/dev/null || true
    rm -f "$work/register-$n.csv"
  done
  rm -rf "$data"
}

register() {
  local url psql=/usr/lib/postgresql/15/bin/psql
  : >"$work/import-rows"; : >"$work/api-rows"
  echo "register: $filings filings on each database" >&2
  register_on sqlite
  url=$(MUSTER_TEST_FSYNC=on script/postgres start "$work/pg-register")
  build/release/src/cli/muster --data "$work/register-postgresql" --database "$url&user=muster_owner" migrate >/dev/null
  register_on postgresql --database "$url&user=muster_app"
  script/postgres stop "$work/pg-register"
  echo
  echo "### Filings ($(date +%F), $(nproc) cores)"
  echo; echo "| database | filings | imported, rows/s | size, MB |"; echo "|---|---|---|---|"; cat "$work/import-rows"
  echo; echo "Requests one after the other over loopback, keep-alive, p50 / p99 in ms:"
  echo; echo "| database | filings | request | p50 | p99 |"; echo "|---|---|---|---|---|"; cat "$work/api-rows"
}

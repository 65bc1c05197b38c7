# Queues over a million cases on each database, through HTTP; part of script/bench. The cases are made by the owner's SQL, which
# meets every rule of the schema: two in five wait to be screened, two in five for a decision, one is closed.

# Numbered by the row; 30 regions, 9 grounds, the next step late within a week before and after now. Times are microseconds.
cases_sql() { # NOW-MICROS SERIES (a query with the column n)
  cat <<SQL
insert into case_file(id, number, ground, name, source, opened_by, opened_at, state, state_at, due_at, region, urgency, step)
select substr('00000000' || n, length('00000000' || n) - 7) || '-0000-7000-8000-000000000000', 'C-1999-' || n,
       case n % 9 when 0 then 'unfiled' when 1 then 'false_filing' when 2 then 'age_assurance_missing' when 3 then 'explicit_unlawful'
         when 4 then 'child_abuse_material' when 5 then 'billing_fraud' when 6 then 'phishing_or_malware' when 7 then 'partner_breach'
         else 'unrecorded_sub_assignment' end,
       'site-' || n || '.example', 'manual', (select min(person_id) from role_assignment where role = 'registrar'), $1 - 604800000000, 'opened',
       $1 - 604800000000, $1 - 604800000000 + (n * 7919 % 1209600) * 1000000, 'R-' || ((n * 1103515245 + 12345) / 65536 % 30),
       case when n % 9 in (3, 4, 6) then 0 else 1 end, 'screen'
  from ($2) as series;
SQL
}

cases_on() { # LABEL DATABASE-URL (empty: SQLite)
  local label=$1 database=$2 muster="$root/build/release/src/cli/muster" data="$work/cases-$1" server port=0 started now took size
  local options=()
  [ -z "$database" ] || options=(--database "$database&user=muster_app")
  psql=/usr/lib/postgresql/15/bin/psql
  [ -z "$database" ] || "$muster" --data "$data" --database "$database&user=muster_owner" migrate >/dev/null
  echo one.example >"$work/one.txt"
  "$muster" --data "$data" "${options[@]}" demo load --observed "$work/one.txt" >"$work/people.txt" 2>"$work/err" || { tail -n 3 "$work/err" >&2; exit 4; }
  started=$(date +%s.%N) now=$(($(date +%s) * 1000000))
  {
    if [ -z "$database" ]; then
      echo "begin;"
      cases_sql "$now" "with recursive s(n) as (select 1 union all select n + 1 from s where n < $cases) select n from s"
    else
      # Plans of the triggers are made for the table as it then is: the first rows tell that it is going to be a large one.
      cases_sql "$now" "select generate_series(1::bigint, 1000) as n"
      echo "analyze case_file; begin;"
      cases_sql "$now" "select generate_series(1001::bigint, $cases) as n"
    fi
    # A closed case waits for nobody; those that were referred wait for a decision.
    echo "update case_file set state = 'closed', step = null, due_at = null where number like 'C-1999-%0' or number like 'C-1999-%5';"
    for state in evidence_sealed screened referred; do
      echo "update case_file set state = '$state', step = $([ $state = referred ] && echo "'decide'" || echo step) where state <> 'closed' and number like 'C-1999-%' and (number like '%1' or number like '%3' or number like '%7' or number like '%9');"
    done
    echo "commit;"
    [ -z "$database" ] && echo "analyze;" || echo "vacuum analyze case_file;"
  } >"$work/cases.sql"
  if [ -z "$database" ]; then sqlite3 -bail "$data/muster.db" <"$work/cases.sql"; else "$psql" "$database&user=muster_owner" -q -v ON_ERROR_STOP=1 -f "$work/cases.sql"; fi ||
    { echo "script/bench: no cases on $label" >&2; exit 4; }
  took=$(echo "$(date +%s.%N) - $started" | bc)
  if [ -z "$database" ]; then size=$(du -m "$data/muster.db" | cut -f1)
  else size=$("$psql" "$database&user=muster_owner" -qAtc "select pg_database_size(current_database()) / 1048576"); fi
  printf '| %s | %s | %.0f | %s |\n' "$label" "$cases" "$took" "$size" | tee -a "$work/cases-made" >&2
  "$muster" --data "$data" "${options[@]}" server --port 0 --behind-proxy >"$work/server.log" 2>&1 & server=$!
  local base=
  for _ in $(seq 600); do base=$(grep -oE 'http://localhost:[0-9]+' "$work/server.log" | head -1) || true; [ -n "$base" ] && break; sleep 0.1; done
  node bench/cases_latency.mjs "$base" "$work/people.txt" "$cases" "$label" | tee -a "$work/cases-rows" >&2 || { tail -n 3 "$work/server.log" >&2; exit 4; }
  kill "$server"; wait "$server" 2>/dev/null || true
  rm -rf "$data"
}

cases() {
  local url
  : >"$work/cases-made"; : >"$work/cases-rows"
  echo "cases: $cases cases on each database" >&2
  cases_on sqlite ""
  url=$(MUSTER_TEST_FSYNC=on script/postgres start "$work/pg-cases")
  cases_on postgresql "$url"
  script/postgres stop "$work/pg-cases"
  echo
  echo "### Queues of cases ($(date +%F), $(nproc) cores)"
  echo; echo "| database | cases | made by SQL, s | size, MB |"; echo "|---|---|---|---|"; cat "$work/cases-made"
  echo; echo "Requests one after the other over loopback, keep-alive, in ms:"
  echo; echo "| database | cases | request | p50 | p99 | worst |"; echo "|---|---|---|---|---|---|"; cat "$work/cases-rows"
}

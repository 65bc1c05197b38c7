# Links that partners promote: pages and searches among a million on each database, through HTTP, the difference of two inventories
# beside the same in sqlite3 and psql, and what walking a farm of links finds; part of script/bench.

# Nine in ten are of one partner, with one host of short links for all. Its second inventory changes one link in ten, takes out two in
# a hundred and adds one.
link_files() {
  awk -v n="$links" -v dir="$work" '
    function line(code, i, v) {
      return sprintf("%s,store-%d/shelf-%d/row-%d,Weather radar,http://land-%d.example/p?c=%d%s,http://go.example/%d", code, i % 50, i % 20, i % 4, i % 5000, i, v, i)
    }
    BEGIN {
      head = "code,channel,service,landing_url,short_url"; large = int(n * 9 / 10)
      print head >(dir "/links-1.csv"); print head >(dir "/links-2.csv"); print head >(dir "/links-other.csv")
      for (i = 0; i < n; ++i) {
        code = sprintf("L%07d", i)
        if (i >= large) { print line(code, i, "") >(dir "/links-other.csv"); continue }
        print line(code, i, "") >(dir "/links-1.csv")
        if (i % 100 == 7) continue
        print line(i % 100 == 8 ? sprintf("N%07d", i) : code, i, i % 10 == 3 ? "&v=2" : "") >(dir "/links-2.csv")
      }
    }'
}

# As if all had been inspected in the last six days, one in fifty with an open finding and as many with one that is fixed.
links_sql() { # NOW-MICROS
  cat <<SQL
begin;
update promo_inspection set last_at = $1 - (cast(substr(code, 2) as bigint) * 7919 % 518400) * 1000000, last_run_id = 'bench',
       due_at = $1 + (cast(substr(code, 2) as bigint) * 7919 % 518400) * 1000000, outcome = 'clean' where listed = 1;
delete from promo_coverage;
insert into promo_coverage select partner_id, last_at / 3600000000, count(*) from promo_inspection where listed = 1 group by 1, 2;
insert into promo_finding(id, partner_id, code, channel_id, kind, host, detail, first_run_id, last_run_id, found_at, last_seen_at, state, state_at)
select '0' || substr(code, 2) || '-0000-7000-8000-000000000000', partner_id, code, channel_id,
       case cast(substr(code, 2) as bigint) / 25 % 3 when 0 then 'unknown_hop' when 1 then 'name_content_mismatch' else 'advertising_network' end,
       'hop.example', 'A sentence.', 'bench', 'bench', $1, $1, 'open', $1
  from promo_link where until_no is null and code like 'L%' and cast(substr(code, 2) as bigint) % 25 = 0;
update promo_finding set state = 'fixed', closed_run_id = 'bench', version = version + 1 where first_run_id = 'bench' and cast(substr(code, 2) as bigint) % 50 = 0;
commit;
SQL
}

links_timed() { # LABEL COMMAND…
  local label=$1 from
  shift
  from=$(date +%s.%N)
  "$@" >"$work/out" 2>"$work/err" || [ $? -le 1 ] || { tail -n 3 "$work/err" >&2; exit 4; }
  printf '%s %.1f s\n' "$label" "$(echo "$(date +%s.%N) - $from" | bc)" >&2
  printf '| %s | %.1f |\n' "$label" "$(echo "$(date +%s.%N) - $from" | bc)" >>"$work/links-taken"
}

links_on() { # LABEL DATABASE-URL (empty: SQLite)
  local label=$1 database=$2 muster="$root/build/release/src/cli/muster" data="$work/links-$1" server base= partner other
  local psql=/usr/lib/postgresql/15/bin/psql options=()
  [ -z "$database" ] || options=(--database "$database&user=muster_app")
  [ -z "$database" ] || "$muster" --data "$data" --database "$database&user=muster_owner" migrate >/dev/null
  echo one.example >"$work/one.txt"
  "$muster" --data "$data" "${options[@]}" demo load --observed "$work/one.txt" >"$work/people.txt" 2>"$work/err" || { tail -n 3 "$work/err" >&2; exit 4; }
  partner=$("$muster" --data "$data" "${options[@]}" partner list --state active | grep -oE 'P-[0-9]{4}-[0-9]+' | head -1)
  other=$("$muster" --data "$data" "${options[@]}" partner list --state applied | grep -oE 'P-[0-9]{4}-[0-9]+' | head -1)
  [ -n "$partner" ] && [ -n "$other" ] || { echo "script/bench: no partners on $label" >&2; exit 4; }
  links_timed "$label: the first inventory taken in" "$muster" --data "$data" "${options[@]}" links import "$partner" "$work/links-1.csv"
  links_timed "$label: the second one" "$muster" --data "$data" "${options[@]}" links import "$partner" "$work/links-2.csv"
  links_timed "$label: another partner's" "$muster" --data "$data" "${options[@]}" links import "$other" "$work/links-other.csv"
  links_sql "$(($(date +%s) * 1000000))" >"$work/links.sql"
  if [ -z "$database" ]; then sqlite3 -bail "$data/muster.db" <"$work/links.sql"
  else "$psql" "$database&user=muster_owner" -q -v ON_ERROR_STOP=1 -f "$work/links.sql" -c 'vacuum analyze promo_link, promo_inspection, promo_finding, promo_coverage'; fi ||
    { echo "script/bench: no findings on $label" >&2; exit 4; }
  measure "Muster, $label" "$muster" --data "$data" "${options[@]}" --json links difference "$partner" 2 3
  sed -E 's/^\{"code":"([^"]*)","change":"([a-z]*)"\}$/\1|\2/' "$work/out" >"$work/links-difference"
  cmp "$work/links-difference" "$work/links-expected" || { echo "script/bench: Muster's difference on $label is another" >&2; exit 4; }
  : >"$work/server.log"  # not the address of the server before
  "$muster" --data "$data" "${options[@]}" server --port 0 --behind-proxy >"$work/server.log" 2>&1 & server=$!
  for _ in $(seq 600); do base=$(grep -oE 'http://localhost:[0-9]+' "$work/server.log" | head -1) || true; [ -n "$base" ] && break; sleep 0.1; done
  node bench/links_latency.mjs "$base" "$work/people.txt" "$links" "$label" "$partner" | tee -a "$work/links-rows" >&2 || { tail -n 3 "$work/server.log" >&2; exit 4; }
  kill "$server"; wait "$server" 2>/dev/null || true
  rm -rf "$data"
}

# The same question: codes of the one, the other or both whose fields differ, in order. Taking in is counted apart.
links_peers() {
  local url psql=/usr/lib/postgresql/15/bin/psql
  cat >"$work/links-tables.sql" <<SQL
create table a(code text primary key, channel text, service text, landing_url text, short_url text);
create table b(code text primary key, channel text, service text, landing_url text, short_url text);
SQL
  cat >"$work/links-join.sql" <<SQL
select coalesce(a.code, b.code), case when a.code is null then 'added' when b.code is null then 'removed' else 'changed' end
  from a full join b on b.code = a.code
 where a.code is null or b.code is null or (a.channel, a.service, a.landing_url, a.short_url) <> (b.channel, b.service, b.landing_url, b.short_url)
 order by 1;
SQL
  { echo "pragma journal_mode=off; pragma synchronous=off;"; cat "$work/links-tables.sql"
    printf '.mode csv\n.import --skip 1 %s/links-1.csv a\n.import --skip 1 %s/links-2.csv b\n' "$work" "$work"; } >"$work/links-load.sql"
  links_timed "sqlite3: both into bare tables" sqlite3 "$work/links-peer.db" ".read $work/links-load.sql"
  measure "sqlite3, full join" sqlite3 "$work/links-peer.db" ".read $work/links-join.sql"
  cp "$work/out" "$work/links-expected"
  rm -f "$work/links-peer.db"
  url=$(script/postgres start "$work/pg-peer")
  { sed 's/code text/code text collate "C"/' "$work/links-tables.sql"
    printf '\\copy a from %s/links-1.csv csv header\n\\copy b from %s/links-2.csv csv header\nanalyze a; analyze b;\n' "$work" "$work"; } >"$work/links-load.sql"
  links_timed "psql: both into bare tables" "$psql" "$url&user=muster_owner" -q -v ON_ERROR_STOP=1 -f "$work/links-load.sql"
  measure "psql, full join" "$psql" "$url&user=muster_owner" -qAtf "$work/links-join.sql"
  cmp "$work/out" "$work/links-expected" || { echo "script/bench: the peers' differences are not the same" >&2; exit 4; }
  script/postgres stop "$work/pg-peer"
}

# The farm of tests: every link walked from every vantage.
links_farm() {
  cmake --build --preset release --target promotion_test >>build/release/bench-build.log 2>&1 || { echo "script/bench: promotion_test was not built" >&2; exit 4; }
  MUSTER_SEED=$seed "$root/build/release/src/sites/promotion_test" --gtest_filter='LinkFarm.*' >"$work/farm" || { cat "$work/farm" >&2; exit 4; }
  grep -E '^\||drawn from seed' "$work/farm"
}

links() {
  local url
  : >"$work/links-rows"; : >"$work/links-taken"; : >"$work/results"
  echo "links: $links on each database" >&2
  link_files
  links_peers
  links_on sqlite ""
  url=$(MUSTER_TEST_FSYNC=on script/postgres start "$work/pg-links")
  links_on postgresql "$url"
  script/postgres stop "$work/pg-links"
  echo
  echo "### Links that partners promote: $links ($(date +%F), $(nproc) cores)"
  echo; echo "Requests one after the other over loopback, keep-alive, in ms:"
  echo; echo "| database | request | p50 | p99 | worst |"; echo "|---|---|---|---|---|"; cat "$work/links-rows"
  echo; echo "The difference of two inventories of $((links * 9 / 10)) links, $(wc -l <"$work/links-expected") of them in it, all the same, written out in order:"
  echo; echo "| | s | × Muster | peak MB |"; echo "|---|---|---|---|"
  for l in "Muster, sqlite" "Muster, postgresql" "sqlite3, full join" "psql, full join"; do row "$l" "Muster, sqlite"; done
  echo; echo "psql's peak, and Muster's with it, are the clients'."
  echo; echo "| taking in | s |"; echo "|---|---|"; cat "$work/links-taken"
  echo; echo "A farm of links walked from four vantages:"
  echo; links_farm
}

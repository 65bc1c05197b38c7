# The census beside its peers; part of script/bench, which has measure, row and seconds. 20 million lines of a log; --full: 100 million.
census() {
  local unfiled=$((observed * 8 / 100)) filed
  filed=$((observed - unfiled + observed / 1000 * 2))
  echo "census: $observed observed names, $filed filed, $unfiled of the observed unfiled; $runs runs each" >&2
  "$tools/census_data" generate "$work" "$filed" "$observed" "$unfiled"
  cd "$work"
  export LC_ALL=C
  : >results
  cat filed.txt observed.txt >/dev/null

  # Peers, whole: both lists come in, then the names that are not filed are counted.
  measure "sort + comm, both lists" bash -c 'sort filed.txt >f.s; sort observed.txt >o.s; comm -13 f.s o.s | wc -l'
  [ "$(cat out)" = "$unfiled" ] || { echo "script/bench: sort | comm finds $(cat out), not $unfiled" >&2; exit 4; }
  measure "sort + comm, filed sorted before" bash -c 'sort observed.txt >o.s; comm -13 f.s o.s | wc -l'
  cat >sqlite-both.sql <<SQL
pragma journal_mode=off; pragma synchronous=off;
create table filed(name text primary key) without rowid; create table observed(name text);
.import filed.txt filed
.import observed.txt observed
select count(*) from observed o where not exists(select 1 from filed f where f.name = o.name);
SQL
  both() { rm -f peer.db; }; prepare=both
  measure "sqlite3, both lists" bash -c 'sqlite3 peer.db <sqlite-both.sql'
  cat >sqlite-one.sql <<SQL
drop table if exists observed; create table observed(name text);
.import observed.txt observed
select count(*) from observed o where not exists(select 1 from filed f where f.name = o.name);
SQL
  prepare=
  measure "sqlite3, filed in it before" bash -c 'sqlite3 peer.db <sqlite-one.sql'
  local url psql=/usr/lib/postgresql/15/bin/psql
  url=$("$root/script/postgres" start "$work/pg")
  "$psql" "$url&user=muster_owner" -qc "create unlogged table filed(name text)" -c "create unlogged table observed(name text)"
  cat >pg-both.sql <<SQL
truncate filed; truncate observed;
\copy filed from filed.txt
\copy observed from observed.txt
analyze filed; analyze observed;
select count(*) from observed o where not exists(select 1 from filed f where f.name = o.name);
SQL
  measure "psql COPY + hash anti-join, both lists" "$psql" "$url&user=muster_owner" -qAtf pg-both.sql
  sed -e 's/truncate filed; //' -e '/copy filed/d' -e 's/analyze filed; //' pg-both.sql >pg-one.sql
  measure "psql COPY + hash anti-join, filed in it before" "$psql" "$url&user=muster_owner" -qAtf pg-one.sql
  [ "$(tail -1 out)" = "$unfiled" ] || { echo "script/bench: psql finds $(tail -1 out), not $unfiled" >&2; exit 4; }

  # Muster, whole: the program itself, every standing computed, sites deduplicated, report printed.
  local muster="$root/build/release/src/cli/muster --data $work/instance"
  $muster instance init --kind demo --name bench >/dev/null
  "$tools/census_data" load filed.txt instance/muster.db
  cold() { rm -f instance/census/register.idx; }; prepare=cold
  measure "Muster, register compiled from its database first" $muster census observed.txt --dry-run --limit 0
  prepare=
  measure "Muster, register mapped" $muster census observed.txt --dry-run --limit 0
  grep -qE "^ +$(printf "%'d" "$unfiled" | sed 's/,/,/g')  unfiled|^ +$(echo "$unfiled" | sed ':a;s/\B[0-9]\{3\}\>/,&/;ta')  unfiled" out ||
    { echo "script/bench: Muster does not find $unfiled unfiled names" >&2; cat out >&2; exit 4; }
  measure "Muster, register mapped, differences stored" $muster census observed.txt --limit 0
  measure "Muster, from a list of filed names" "$tools/census_core" filed.txt observed.txt
  core=$(cat out)

  "$tools/census_data" log observed.txt "$log_lines" >queries.log
  "$tools/census_core" filed.txt queries.log 1 >log1; "$tools/census_core" filed.txt queries.log 2 >log2

  echo
  echo "### Census: $observed observed names, $filed filed ($(date +%F), $(nproc) cores, medians of $runs)"
  echo
  echo "Whole processes, warm files. Peers give the anti-join alone, Muster the standing of every site and the rule."
  echo
  echo "| with the register there before | s | × Muster | peak MB |"; echo "|---|---|---|---|"
  for l in "Muster, register mapped" "sort + comm, filed sorted before" "psql COPY + hash anti-join, filed in it before" "sqlite3, filed in it before" \
           "Muster, register mapped, differences stored"; do row "$l" "Muster, register mapped"; done
  echo
  echo "| both lists come in | s | × Muster | peak MB |"; echo "|---|---|---|---|"
  for l in "Muster, from a list of filed names" "Muster, register compiled from its database first" "sort + comm, both lists" \
           "psql COPY + hash anti-join, both lists" "sqlite3, both lists"; do row "$l" "Muster, from a list of filed names"; done
  echo
  echo "psql's peak is the client's; the server's memory is not in it. Inside of the third run from a list: $core"
  echo "Unbound log of $log_lines lines ($(du -m queries.log | cut -f1) MB): one thread $(cat log1); two threads $(cat log2)"
  cd "$root"
}

# Charges against services and confirmations beside the same join in sqlite3 and psql; part of script/bench. 10 million charges; --full: 100 million.
charges() {
  echo "charges: $charge_lines charges, two confirmations each; one run each" >&2
  local expected saved=$runs
  runs=1
  expected=$("$tools/charges_data" "$work" "$charge_lines")
  cd "$work"
  export LC_ALL=C
  : >results
  cat charges.csv confirmations.csv >/dev/null
  local t
  for t in 1 2; do
    measure "Muster, $t thread$([ "$t" = 1 ] || echo s)" "$tools/charges_core" "$work" "$t"
    [ "$(head -1 out)" = "$expected" ] || { echo "script/bench: Muster finds $(head -1 out), not $expected" >&2; exit 4; }
    cp out "core$t"
  done
  # The peers' question: the same four counts. Times are compared as text, which is right for one form in UTC; each transaction has at
  # most two confirmations here, so that the earliest and the latest say what Muster says of any number.
  cat >join.sql <<SQL
select count(*) from c where not exists(select 1 from s where s.code = c.code);
select count(*) from c join s on s.code = c.code and c.at >= s.begins and c.at < s.ends where s.price <> c.price;
select count(*) from c join x on x.code = c.code and c.at >= x.begins and c.at < x.ends;
select count(*) from c left join (select tx, min(at) as a, max(at) as b from k group by tx) k on k.tx = c.tx where k.tx is null or not (k.a < k.b and k.b <= c.at);
SQL
  # Times and prices as the files' text, so that nothing but the join is left to do.
  awk -F, 'function t(ms) {return strftime("%Y-%m-%dT%H:%M:%S", ms / 1000, 1) ".000Z"} {printf "%s,%.2f,%s,%s\n", $1, $2 / 100, t($3), t($4)}' services.csv >s.csv
  awk -F, 'function t(ms) {return strftime("%Y-%m-%dT%H:%M:%S", ms / 1000, 1) ".000Z"} {printf "%s,%s,%s\n", $1, t($2), t($3)}' suspended.csv >x.csv
  cat >sqlite.sql <<SQL
pragma journal_mode=off; pragma synchronous=off; pragma temp_store_directory='$work';
create table c(usage text, at text, code text, price text, currency text, tx text, partner text, msisdn text);
create table k(tx text, at text, msisdn text); create table s(code text, price text, begins text, ends text); create table x(code text, begins text, ends text);
.mode csv
.import --skip 1 charges.csv c
.import --skip 1 confirmations.csv k
.import s.csv s
.import x.csv x
create index s_code on s(code); create index x_code on x(code);
.read join.sql
SQL
  measure "sqlite3" bash -c 'rm -f peer.db; sqlite3 peer.db <sqlite.sql'
  [ "$(grep -E '^[0-9]+$' out | tr '\n' ' ' | sed 's/ $//')" = "$expected" ] || { echo "script/bench: sqlite3 finds $(tr '\n' ' ' <out), not $expected" >&2; exit 4; }
  rm -f peer.db
  local url psql=/usr/lib/postgresql/15/bin/psql
  url=$("$root/script/postgres" start "$work/pg")
  cat >pg.sql <<SQL
create unlogged table c(usage text, at text, code text, price text, currency text, tx text, partner text, msisdn text);
create unlogged table k(tx text, at text, msisdn text); create unlogged table s(code text, price text, begins text, ends text); create unlogged table x(code text, begins text, ends text);
\copy c from charges.csv csv header
\copy k from confirmations.csv csv header
\copy s from s.csv csv
\copy x from x.csv csv
analyze c; analyze k; analyze s; analyze x;
\i join.sql
drop table c, k, s, x;
SQL
  measure "psql COPY + hash joins" "$psql" "$url&user=muster_owner" -qAtf pg.sql
  [ "$(tr '\n' ' ' <out | sed 's/ $//')" = "$expected" ] || { echo "script/bench: psql finds $(tr '\n' ' ' <out), not $expected" >&2; exit 4; }
  "$root/script/postgres" stop "$work/pg"
  echo
  echo "### Charges: $charge_lines, twice as many confirmations ($(date +%F), $(nproc) cores, one run)"
  echo
  echo "Findings of each kind, all the same: unknown code, price, suspended, unconfirmed: $expected"
  echo
  echo "| | s | × Muster | peak MB |"; echo "|---|---|---|---|"
  for l in "Muster, 2 threads" "Muster, 1 thread" "psql COPY + hash joins" "sqlite3"; do row "$l" "Muster, 2 threads"; done
  echo
  echo "Inside: one thread $(tail -1 core1); two threads $(tail -1 core2). psql's peak is the client's; the server's memory is not in it."
  echo "Files: $(du -m charges.csv | cut -f1) and $(du -m confirmations.csv | cut -f1) MB."
  runs=$saved
  cd "$root"
}

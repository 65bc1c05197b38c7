# Figures over many events, beside the same questions to PostgreSQL without aggregates of ours; part of script/bench.
figures_peer() { # N: a year of events as one table, indexed by kind and time; the dashboard's questions as SQL
  local n=$1 url
  url=$(script/postgres start "$work/pg")
  psql -qX "$url&user=muster_owner" <<SQL >/dev/null
drop table if exists happened;
create table happened(kind text not null, at timestamptz not null, record_id text not null, ground text not null, region text not null);
insert into happened select (array['case.opened', 'order.issued', 'order.executed'])[1 + i % 3],
  timestamptz '2026-01-01' + i * (interval '365 days' / $n), 'o' || i / 3, (array['unfiled', 'explicit_unlawful', 'phishing_or_malware', 'billing_fraud'])[1 + (i / 3) % 4],
  'r' || (i / 3) % 30 from generate_series(0, $n - 1) i;
create index on happened(kind, at);
analyze happened;
SQL
  local question="select date_trunc('month', at) as month, region, count(distinct record_id) from happened where kind = :kind and at >= timestamptz '2026-01-01' group by 1, 2"
  : >"$work/peer"
  for _ in $(seq "$runs"); do
    for kind in case.opened order.issued order.executed; do
      { echo '\timing on'; echo "${question//:kind/\'$kind\'}" | sed 's/$/;/'; } | psql -qX "$url&user=muster_owner" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' >>"$work/peer"
    done
  done
  sort -g "$work/peer" | awk '{v[NR] = $1} END {printf "%.0f %.0f\n", v[int((NR + 1) / 2)], v[NR]}'
  script/postgres stop "$work/pg"
}
figures() {
  echo
  echo "### Figures: one more event, the dashboard, everything anew ($(date +%F), SQLite, one process)"
  cmake --build --preset release --target programme_bench >>build/release/bench-build.log 2>&1
  echo; echo "| events | one more event, p50 / p99 ms | dashboard of 12 months, p50 / p99 ms | everything anew, s | one of its questions to PostgreSQL without aggregates, median / worst ms |"
  echo "|---|---|---|---|---|"
  for n in $figure_events; do
    MUSTER_BENCH_EVENTS=$n build/release/src/sites/programme_bench --benchmark_format=json >"$work/figures.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
    local peer; peer=$(figures_peer "$n")
    python3 - "$work/figures.json" "$n" $peer <<'PY'
import json, sys
b = {x["name"].split("/")[0]: x for x in json.load(open(sys.argv[1]))["benchmarks"]}
one, look, anew = b["one_more_event"], b["dashboard_of_twelve_months"], b["everything_anew"]
print(f'| {int(sys.argv[2]):,} | {one["p50_ms"]:.2f} / {one["p99_ms"]:.2f} | {look["p50_ms"]:.2f} / {look["p99_ms"]:.2f} | {anew["real_time"]:.0f} | {sys.argv[3]} / {sys.argv[4]} |')
PY
  done
}

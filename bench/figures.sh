# Figures over many events, beside the same questions to PostgreSQL without aggregates of ours; part of script/bench.
figures_peer() { # N: a year of the same events as one table, indexed by kind and time; prints milliseconds: one question's median and worst, all three of a look
  local n=$1 url kind
  url="$(script/postgres start "$work/pg")&user=muster_owner"
  psql -qX "$url" <<SQL >/dev/null
drop table if exists happened;
create table happened(kind text not null, at timestamptz not null, record_id text not null, ground text not null, region text not null);
insert into happened select (array['case.opened', 'order.issued', 'order.executed'])[1 + i % 3],
  timestamptz '2026-01-01' + i * (interval '365 days' / $n), 'o' || i / 3, (array['unfiled', 'explicit_unlawful', 'phishing_or_malware', 'billing_fraud'])[1 + (i / 3) % 4],
  'r' || (i / 3) % 30 from generate_series(0::bigint, $n - 1) i;
create index on happened(kind, at);
vacuum analyze happened;
SQL
  local question="select date_trunc('month', at) as month, region, count(distinct record_id) from happened where kind = :kind and at >= timestamptz '2026-01-01' group by 1, 2"
  : >"$work/peer"; : >"$work/peer-look"
  for _ in $(seq "$runs"); do
    for kind in case.opened order.issued order.executed; do
      { echo "set work_mem = '256MB';"; echo '\timing on'; echo "${question//:kind/\'$kind\'};"; } | psql -qX "$url" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -1 | tee -a "$work/peer"
    done | awk '{s += $1} END {print s}' >>"$work/peer-look"
  done
  sort -g "$work/peer" | awk '{v[NR] = $1} END {printf "%.1f %.1f ", v[int((NR + 1) / 2)], v[NR]}'
  median <"$work/peer-look"
  script/postgres stop "$work/pg"
}
figures() {
  echo
  echo "### Figures: one more event, the dashboard, everything anew ($(date +%F), SQLite, one process)"
  cmake --build --preset release --target programme_bench >>build/release/bench-build.log 2>&1 ||
    { tail -30 build/release/bench-build.log >&2; echo "script/bench: programme_bench does not build" >&2; exit 4; }
  echo; echo "| events | an event on record, p50 ms | counted as well, p50 / p99 ms | dashboard of 12 months, p50 / p99 ms | first count, µs an event (of CPU) | everything anew, µs an event (of CPU) | bytes an event |"
  echo "|---|---|---|---|---|---|---|"
  : >"$work/beside"
  for n in $figure_events; do
    MUSTER_BENCH_EVENTS=$n build/release/src/sites/programme_bench --benchmark_format=json >"$work/figures.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
    local peer; peer=$(figures_peer "$n")
    python3 - "$work/figures.json" "$n" $peer 3>>"$work/beside" <<'PY'
import json, os, sys
b = {x["name"].split("/")[0]: x for x in json.load(open(sys.argv[1]))["benchmarks"]}
alone, one, question, look, anew = (b[name] for name in ("one_more_event_alone", "one_more_event", "one_question", "dashboard_of_twelve_months", "everything_anew"))
n, median, worst, three = int(sys.argv[2]), *map(float, sys.argv[3:6])
print(f'| {n:,} | {alone["p50_ms"]:.2f} | {one["p50_ms"]:.2f} / {one["p99_ms"]:.2f} | {look["p50_ms"]:.2f} / {look["p99_ms"]:.2f} | '
      f'{one["first_count_s"] / n * 1e6:.1f} ({one["first_count_cpu_s"] / n * 1e6:.1f}) | {anew["real_time"] / n * 1e6:.1f} ({anew["cpu_time"] / n * 1e6:.1f}) | {one["bytes"] / n:.0f} |', flush=True)
os.write(3, f'| {n:,} | {question["p50_ms"]:.2f} / {question["p99_ms"]:.2f} | {median:.0f} / {worst:.0f} | {median / question["p50_ms"]:,.0f} | {three:.0f} | {three / look["p50_ms"]:,.0f} |\n'.encode())
PY
  done
  echo; echo "The same of a table of the same events in PostgreSQL, indexed by kind and time, without aggregates: how many of one kind by month and region (one question), and"
  echo "three such questions beside a whole dashboard of Muster, which asks for every figure there is."
  echo; echo "| events | one question, Muster p50 / p99 ms | PostgreSQL median / worst ms | times | three of them, PostgreSQL ms | times one dashboard |"
  echo "|---|---|---|---|---|---|"
  cat "$work/beside"
}

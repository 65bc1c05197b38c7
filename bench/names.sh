# Names, public suffixes and the name index beside their peers; part of script/bench.
names() {
  echo
  echo "### Names and the name index ($(date +%F), one thread unless said, medians of $runs, in turns)"
  for n in 1000000 5000000; do
    MUSTER_BENCH_NAMES=$n taskset -c 1 build/release/src/sites/names_bench --benchmark_repetitions="$runs" \
      --benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=true --benchmark_min_time=0.2 \
      --benchmark_format=json >"$work/names.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
    echo; node bench/names_table.mjs "$work/names.json" "$n"
  done
}

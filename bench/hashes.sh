# PDQ and the index of known pictures beside a scan and Faiss; part of script/bench.
hashes() {
  script/bootstrap --bench >/dev/null
  cmake --preset release >/dev/null
  cmake --build --preset release --target hashes_bench >build/release/bench-build.log 2>&1 ||
    { tail -30 build/release/bench-build.log >&2; exit 4; }
  for n in 1000000 10000000; do
    echo
    echo "### Known pictures: $n hashes ($(date +%F), one thread, medians of $runs, in turns)"
    MUSTER_BENCH_HASHES=$n taskset -c 1 build/release/src/sites/hashes_bench --benchmark_repetitions="$runs" \
      --benchmark_enable_random_interleaving=true --benchmark_min_time=0.5 --benchmark_format=json \
      >"$work/hashes.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
    echo; node bench/hashes_table.mjs "$work/hashes.json"
  done
}

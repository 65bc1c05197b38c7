# The schedule of tests: five worlds of 1,780,000 sites, and the time and memory of a decision; part of script/bench.
schedule() {
  local muster=$root/build/release/src/cli/muster seed
  echo "schedule: five worlds of $observed sites, some minutes each" >&2
  cmake --build --preset release --target schedule_bench >>build/release/bench-build.log 2>&1 ||
    { tail -30 build/release/bench-build.log >&2; echo "script/bench: the release build failed" >&2; exit 4; }
  echo
  echo "### Test schedule: $observed sites, a year after 120 days, a test a site in 30 days ($(date +%F), $(nproc) cores)"
  echo
  for seed in 1 2 3 4 5; do
    "$muster" --json schedule simulate --seed "$seed" --sites "$observed" >"$work/world-$seed.json"
    echo "  seed $seed done" >&2
  done
  node bench/schedule_table.mjs "$work"/world-?.json
  echo
  echo "| one decision | sites | ns | bytes a site | MB |"
  echo "|---|---|---|---|---|"
  build/release/src/sites/schedule_bench --benchmark_format=json 2>/dev/null >"$work/decision.json"
  node bench/schedule_table.mjs --decision "$work/decision.json"
}

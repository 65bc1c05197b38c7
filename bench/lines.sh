# A register of many lines on each database: bytes a line, look-up and cap check at 1 million and, with --lines, beyond; part of
# script/bench.

lines() {
  local url steps=(1000000)
  [ "$lines" -le 1000000 ] && steps=("$lines") || steps+=("$lines")
  echo "lines: ${steps[*]} lines on each database" >&2
  cmake --build --preset release --target registration_bench >>build/release/bench-build.log 2>&1 || { tail -30 build/release/bench-build.log >&2; exit 4; }
  url=$(MUSTER_TEST_FSYNC=on script/postgres start "$work/pg-lines")
  TMPDIR=$work MUSTER_TEST_POSTGRES=$url MUSTER_BENCH_LINES="${steps[*]}" build/release/src/numbers/registration_bench \
    --benchmark_filter='^lines_' --benchmark_format=json >"$work/lines.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
  script/postgres stop "$work/pg-lines"
  echo
  echo "### A register of many lines ($(date +%F), $(nproc) cores)"
  echo; echo "Registered by the service, five lines to four persons, with SIM, holder, vault, registration and ledger. Milliseconds, one question after the other."
  echo; echo "| database | lines | bytes a line | look-up, p50 / p99 | cap check, p50 / p99 | one more line, durable, p50 / p99 |"; echo "|---|---|---|---|---|---|"
  node -e 'const all = JSON.parse(require("fs").readFileSync(process.argv[1])).benchmarks, f = (x) => x.toFixed(2);
    const row = (name, n, b) => `| ${name} | ${n} | ${Math.round(b.bytes_a_line).toLocaleString("en")} | ${f(b.look_up_p50_ms)} / ${f(b.look_up_p99_ms)} | ${f(b.cap_check_p50_ms)} / ${f(b.cap_check_p99_ms)} | ${f(b.register_p50_ms)} / ${f(b.register_p99_ms)} |`;
    for (const database of ["sqlite", "postgres"]) {
      const own = all.filter((b) => b.name.startsWith("lines_" + database));
      const size = (b) => Number(b.name.split("/")[1]);
      for (const b of own) console.log(row(database, size(b).toLocaleString("en"), b));
      if (own.length !== 2) continue;
      // Trees grow with the logarithm: what each factor of ten added is added once more for each factor up to 100 million.
      const [a, b] = own, tens = Math.log10(size(b) / size(a)), more = Math.log10(1e8 / size(b));
      if (more <= 0) continue;
      const model = Object.fromEntries(Object.keys(b).filter((k) => typeof b[k] === "number").map((k) => [k, b[k] + Math.max(0, (b[k] - a[k]) / tens) * more]));
      console.log(row(database + ", **model, not measured**", "100,000,000", model));
    }' "$work/lines.json"
}

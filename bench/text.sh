# Text scored beside what finds the same phrases and nothing else, on the same 4 MB; part of script/bench.

text() {
  echo "text: 4 MB of Debian's documents" >&2
  cmake --build --preset release --target content_bench >>build/release/bench-build.log 2>&1 || { tail -30 build/release/bench-build.log >&2; exit 4; }
  # Prose that is there on every Debian: documents of /usr/share/doc without their markup.
  # `head` ends the pipe before its writers are done, which is no failure.
  (set +o pipefail
   find /usr/share/doc -name '*.html' -size -1024k 2>/dev/null | LC_ALL=C sort | head -400 | xargs cat 2>/dev/null | sed 's/<[^>]*>//g' | iconv -c -t utf-8 |
     head -c 4194304 >"$work/prose.txt")
  MUSTER_BENCH_TEXT=$work/prose.txt build/release/src/sites/content_bench --benchmark_format=json --benchmark_repetitions="$runs" \
    --benchmark_report_aggregates_only=true >"$work/text.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
  # The phrases as plain lines, for grep: -F fixed, -i any case; in the C locale bytes and in UTF-8 letters.
  node -e 'for (const f of process.argv.slice(1)) for (const line of require("fs").readFileSync(f, "utf8").trim().split("\n").slice(1)) { const t = JSON.parse(line); if (t.t) console.log(t.t.replace(/\*$/, "")); }' \
    build/release/src/sites/lexicons/*.draft | sort -u >"$work/phrases.txt"
  prepare='' LC_ALL=C measure "grep -F -f (bytes, case kept)" grep -c -F -f "$work/phrases.txt" "$work/prose.txt"
  prepare='' LC_ALL=C.UTF-8 measure "grep -F -i -f (UTF-8)" grep -c -F -i -f "$work/phrases.txt" "$work/prose.txt"
  echo
  echo "### Text ($(date +%F), one thread, $(wc -l <"$work/phrases.txt") phrases, $(($(stat -c %s "$work/prose.txt") / 1048576)) MB of Debian's documents)"
  echo; echo "| what | MB/s |"; echo "|---|---|"
  node -e 'const all = JSON.parse(require("fs").readFileSync(process.argv[1])).benchmarks.filter((b) => b.aggregate_name === "median");
    const names = { ScoreWithContextAndEvasion: "**Muster: normalised, word boundaries, contexts, disguises, score with reasons**", Normalising: "its normalisation alone", VectorscanAlone: "Vectorscan alone on normalised text: substrings", Re2Set: "RE2::Set, any case, line by line: substrings, which and not where", Features: "features of the text model (256 KB a page)" };
    for (const b of all) console.log(`| ${names[b.run_name] ?? b.run_name} | ${(b.bytes_per_second / 1048576).toFixed(1)} |`);' "$work/text.json"
  awk -F'\t' -v bytes="$(stat -c %s "$work/prose.txt")" '/^grep/ {printf "| %s, with its start | %.1f |\n", $1, bytes / 1048576 / ($2 > 0 ? $2 : 0.005)}' "$work/results"
}

# Reports of the public through HTTP on each database, with kill -9 of the server in the middle; part of script/bench.

reports_through_http() { # LABEL DATABASE-URL (empty: SQLite)
  local data="$work/reports-$1" database=$2 muster="$root/build/release/src/cli/muster" server port stored lost seconds begun
  local client="$root/build/release/tests/load/report_client" targets=$((reports * 20000 / 210000))
  # shellcheck source=/dev/null
  . "$root/tests/load/reports.sh"
  make_instance && start_server || { echo "script/bench: no server on $1" >&2; exit 4; }
  "$client" --port "$port" --count "$reports" --targets "$targets" --connections 64 --retry --acknowledged "$work/told-$1" >"$work/reports-$1.json" & local loading=$!
  while [ "$(wc -l <"$work/told-$1" 2>/dev/null || echo 0)" -lt $((reports / 2)) ] && kill -0 "$loading"; do sleep 0.1; done
  kill -9 "$server"; wait "$server" 2>/dev/null || true
  start_server || { echo "script/bench: no server again on $1" >&2; exit 4; }
  wait "$loading" || { cat "$data.log" >&2; exit 4; }
  begun=$(date +%s)
  while [ "$(sql "select count(*) from report where state = 'received'")" != 0 ]; do sleep 1; done
  seconds=$(($(date +%s) - begun))
  kill "$server"; wait "$server" 2>/dev/null || true
  stored=$(sql "select count(*) from report")
  cut -d' ' -f2 "$work/told-$1" | sort >"$work/told"; sql "select number from report" | sort >"$work/stored"
  lost=$(comm -23 "$work/told" "$work/stored" | wc -l)
  node -e 'const [label, file, stored, lost, merged, entries, seconds] = process.argv.slice(1), r = JSON.parse(require("fs").readFileSync(file));
    console.log(`| ${label} | ${r.acknowledged} | ${r.rate} | ${r.p50_ms} | ${r.p99_ms} | ${stored} | ${entries} | ${merged} | ${lost} | ${seconds} |`)' \
    "$1" "$work/reports-$1.json" "$stored" "$lost" "$(sql "select sum(merged) from report")" "$(sql "select count(*) from report where lead_id is null")" "$seconds"
}

reports() {
  local url
  echo "reports: $reports reports through HTTP on each database, the server ended by kill -9 in the middle" >&2
  cmake --build --preset release --target muster report_client >>build/release/bench-build.log 2>&1 ||
    { tail -30 build/release/bench-build.log >&2; exit 4; }
  echo
  echo "### Reports of the public ($(date +%F), $(nproc) cores, 64 connections, kill -9 in the middle)"
  echo; echo "| | acknowledged | a second | p50, ms | p99, ms | on record | entries | merged | lost | until all were suspicions, s |"
  echo "|---|---|---|---|---|---|---|---|---|---|"
  reports_through_http sqlite ""
  url=$(MUSTER_TEST_FSYNC=on script/postgres start "$work/pg-reports")
  reports_through_http postgresql "$url"
  script/postgres stop "$work/pg-reports"
  echo; echo "Durable: synchronous=full, fsync on. Beyond 300 reports a minute each brings a proof of work of 4 to 8 bits."
}

# Real resolvers with a zone of many names, under load; part of script/bench.
resolvers() {
  local server failed=
  transfers
  echo "resolvers: $zone_names names, $zone_changes orders and their reversals, one each $zone_every ms, dnsperf at $zone_qps queries a second" >&2
  echo
  echo "### Resolvers with $zone_names names, $zone_changes orders and reversals, one each $zone_every ms, $zone_qps queries a second ($(date +%F), $(nproc) cores shared with Muster and dnsperf)"
  echo
  echo "Changes come on a schedule, whether those before them are in force or not; each one's time runs from its own signature (open loop: no coordinated omission)."
  echo
  echo "| server | loaded, s | signed → gone p50 / p99 / most, s | reversed → open p50 / p99 / most, s | never came | behind the schedule at most, ms | longest silence, ms | memory before / after, MB | plain file: loaded, s | its memory, MB |"
  echo "|---|---|---|---|---|---|---|---|---|---|"
  for server in $zone_servers; do
    TMPDIR=$work "$tools/resolvers_bench" "$server" "$zone_names" "$zone_changes" "$zone_every" "$zone_qps" || {
      [ $? -eq 1 ] || echo "| $server | failed |"
      failed="$failed $server"
    }
  done
  [ -z "$failed" ] || { echo "script/bench: of$failed something failed or never came" >&2; return 4; }
}
transfers() {
  echo "transfers: $zone_names names, a resolver 10,000 serials behind" >&2
  echo
  echo "### What a transfer weighs ($(date +%F); zone of $zone_names names)"
  echo
  echo "| asked for | answered by | records | bytes | seconds |"
  echo "|---|---|---|---|---|"
  TMPDIR=$work "$tools/transfers_bench" "$zone_names" 10000 || echo "| failed |"
}

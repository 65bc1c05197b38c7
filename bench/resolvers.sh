# Real resolvers with a zone of many names, under load; part of script/bench.
resolvers() {
  transfers
  echo "resolvers: $zone_names names, $zone_changes orders and their reversals, dnsperf at $zone_qps queries a second" >&2
  echo
  echo "### Resolvers with $zone_names names, $zone_changes orders and reversals, $zone_qps queries a second ($(date +%F), $(nproc) cores shared with Muster and dnsperf)"
  echo
  echo "| server | loaded, s | signed → gone p50 / p99, s | reversed → open p50 / p99, s | longest silence, ms | memory before / after, MB | plain file: loaded, s | its memory, MB |"
  echo "|---|---|---|---|---|---|---|---|"
  for server in unbound bind bind-parts powerdns knot dnsdist; do
    TMPDIR=$work "$tools/resolvers_bench" "$server" "$zone_names" "$zone_changes" "$zone_qps" || echo "| $server | failed |"
  done
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

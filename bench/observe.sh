# dnstap of a real Unbound and a real BIND under dnsperf's load; part of script/bench.
observe() {
  echo "observe: 1,000,000 queries" >&2
  echo
  echo "### dnstap, real resolvers ($(date +%F), $(nproc) cores shared with resolvers and dnsperf)"
  echo
  # At full speed the resolvers' own queues drop some before they send them.
  DNSPERF_QPS=${DNSPERF_QPS:-30000} tests/blackbox/observe_test.sh "$root/build/release/src/cli/muster" 1000000
}

# shellcheck shell=bash
# 100,000 tests handed out to three workers on a NATS cluster of three; see tests/load/workers.sh. Counts, and how long it took.
workers() {
  echo "## Workers"
  MUSTER_TEST_FSYNC=on tests/load/workers.sh "$root/build/release/src/cli/muster" "${MUSTER_TESTS:-100000}" | grep -v Killed
}

# shellcheck shell=bash
# A million scheduled sites tested by one server for ten minutes, killed in the middle; see tests/load/scheduled.sh.
scheduled() {
  echo "## Scheduled sites"
  tests/load/scheduled.sh "$root/build/release/src/cli/muster" "${MUSTER_SITES:-1000000}" 600 | grep -v Killed
}

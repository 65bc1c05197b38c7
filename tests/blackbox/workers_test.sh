#!/usr/bin/env bash
# Workers on a NATS cluster of three, killed in the middle; the small form of tests/load/workers.sh.
#   workers_test.sh MUSTER
exec "$(dirname "$0")/../load/workers.sh" "$1" "${MUSTER_TESTS:-800}"

#!/usr/bin/env bash
# Evidence found again by its index, stamped by an authority over HTTP, and taken out through a running server in a bundle
# that checks itself.
#   tests/blackbox/evidence_test.sh MUSTER     ends with "N passed, N failed"
exec node "$(dirname "$0")/evidence.mjs" "$(realpath "${1:?the program}")"

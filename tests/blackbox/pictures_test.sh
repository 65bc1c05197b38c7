#!/usr/bin/env bash
# A list of known pictures from its publisher's file to force, through a running server; a page whose picture is on it; and a search
# of everything below the data folder for that picture's bytes.
#   tests/blackbox/pictures_test.sh MUSTER     ends with "N passed, N failed"
exec node "$(dirname "$0")/pictures.mjs" "$(realpath "${1:?the program}")"

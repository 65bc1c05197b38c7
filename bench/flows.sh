# Charge flows with planted faults and innocent twins, in Chromium and as plain pages; part of script/bench.
flows() {
  echo "flows: 60 charge flows, seed 7" >&2
  echo
  echo "### Charge flows: 60, drawn from seed 7, half of them with one planted fault ($(date +%F))"
  echo
  "$tools/flows_core" 7 60
}

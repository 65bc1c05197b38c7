# Charge flows with planted faults and innocent twins, in Chromium and as plain pages; part of script/bench.
flows() {
  echo "flows: 60 charge flows, seed $seed" >&2
  echo
  echo "### Charge flows: 60, drawn from seed $seed, half of them with one planted fault ($(date +%F))"
  echo
  "$tools/flows_core" "$seed" 60
}

#!/usr/bin/env bash
# Every figure that an alert in deploy/ names is one that the programs export, and every figure about the house has its alert or its
# reason. Whether a server really shows them: tests/blackbox/backup_test.sh.   alerts_test.sh SOURCE_DIR
set -uo pipefail
cd "$1"
passed=0 failed=0
exported() { git grep -hoE '(gauge\(|Name\()"muster_[a-z_]+"' -- 'src/*.cc' | grep -oE 'muster_[a-z_]+' | sort -u; }
named() { sed -n 's/^ *expr: //p' deploy/prometheus/*.rules.yml | grep -oE 'muster_[a-z_]+' | sed -E 's/^(muster_http_request_seconds)_(bucket|count|sum)$/\1/' | sort -u; }
missing=$(comm -23 <(named) <(exported))
if [ "$(named | wc -l)" -gt 10 ] && [ -z "$missing" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: alerts name what nobody exports:" $missing; fi
# Not alarmed on: how much there is.
silent=$(comm -13 <(named) <(exported) | grep -vxE 'muster_(build_info|http_connections|ledger_entries|intake_.*)')
if [ -z "$silent" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: nothing alarms on" $silent; fi
# Each alert says what it is for a person, and how much it hurries.
bad=$(awk '/- alert:/ {if (name && !(s && l)) print name; name = $3; s = l = 0} /summary:/ {s = 1} /severity: (page|ticket)/ {l = 1} END {if (name && !(s && l)) print name}' deploy/prometheus/*.rules.yml)
if [ -z "$bad" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: without words or severity:" $bad; fi
python3 - <<'PY' && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED: the rules are no YAML"; }
import glob, sys
try:
    import yaml
except ImportError:
    sys.exit(0)
for name in glob.glob("deploy/prometheus/*.yml"):
    yaml.safe_load(open(name))
PY
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

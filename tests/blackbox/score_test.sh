#!/usr/bin/env bash
# Scores at the command line: what a publisher does without an instance, and what an instance scores, now and as of a time before.
#   tests/blackbox/score_test.sh MUSTER     ends with "N passed, N failed"
set -uo pipefail
muster=$(realpath "${1:?the program}")
cd "$(dirname "$0")/../.."
work=$(mktemp -d /tmp/muster-score.XXXXXX)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
# is WHAT EXIT PATTERN COMMAND…: the exit code, and a pattern in all that it says.
is() {
  local what=$1 code=$2 pattern=$3; shift 3
  local said; said=$("$@" 2>&1); local got=$?
  if [ "$got" = "$code" ] && grep -qE -- "$pattern" <<<"$said"; then passed=$((passed + 1)); echo "ok   $what"
  else failed=$((failed + 1)); echo "FAIL $what: exit $got: $(head -c 400 <<<"$said")"; fi
}
lexicon() { # NAME TERM
  printf '{"format":"muster-bundle/1","kind":"lexicon","name":"%s","version":"1","ground":"billing_fraud","licence":"Apache-2.0","source":"test","items":1}\n{"t":"%s","w":4}\n' "$1" "$2"
}
lexicon one quorvix >"$work/one.draft"
lexicon press newspaper >"$work/press.draft"
is "a key is made once" 0 '^[A-Za-z0-9+/]{43}=$' "$muster" bundle keygen "$work/key"
is "and not over another" 3 'file_exists|exists' "$muster" bundle keygen "$work/key"
is "a draft is signed" 0 '^[0-9a-f]{64}  one 1$' "$muster" bundle sign "$work/one.draft" --key "$work/key" --publisher Me --out "$work/one.bundle"
is "a draft that hits nothing neutral passes" 0 'press +[0-9]+ +0' "$muster" bundle check "$work/one.draft"
is "so does the bundle" 0 'press +[0-9]+ +0' "$muster" bundle check "$work/one.bundle"
is "a press list does not, and its hits are told" 1 'newspaper in [0-9]+ texts on press' "$muster" bundle check "$work/press.draft"

echo 'A qu0rvix for you, and c a s i n o.' >"$work/a.txt"
printf '<html><body><p>Bread.</p><div style="display:none">quorvix</div></body></html>' >"$work/b.html"
is "a disguised word is a clue, and shown" 1 'qu0rvix.*\(alike\)' "$muster" score "$work/a.txt" --bundle "$work/one.draft" --explain
printf '[testing]\nopen_case_percent = 100\nurgent_percent = 100\n' >"$work/strict.toml"
is "from which score on is the policy's" 0 'a.txt: 0\.[0-9]+$' "$muster" --policy "$work/strict.toml" score "$work/a.txt" --bundle "$work/one.draft"
is "as JSON" 1 '"spelling":"alike"' "$muster" --json score "$work/a.txt" --bundle "$work/one.bundle"
is "hidden text is told and does not count" 0 '1 terms stand in text that the page hides' "$muster" score "$work/b.html" --bundle "$work/one.draft"
is "ordinary words score nothing with what ships" 0 ': 0\.000' "$muster" score src/sites/content/README.md --shipped
echo "Join now and win real money at the online casino with free spins" >"$work/d.txt"
is "a model speaks, and is no clue alone" 0 '\+2\.50 model' "$muster" score "$work/d.txt" --bundle src/sites/content/models/gambling.model.draft --bundle src/sites/content/models/gambling.calibration.draft
is "no file" 2 'file_missing|can.t be read|no file' "$muster" score "$work/none.txt" --shipped
is "not a bundle" 2 'bundle' "$muster" score "$work/a.txt" --bundle "$work/a.txt"

before=$(date -u -d '-1 hour' +%Y-%m-%dT%H:%M:%SZ)
echo shop-001.example >"$work/names"
"$muster" --data "$work/i" demo load --observed "$work/names" >/dev/null 2>&1
echo 'planted-term-quorvix and planted-term-zelmarun' >"$work/c.txt"
is "an instance scores with what is in force" 1 'explicit_unlawful' "$muster" --data "$work/i" score "$work/c.txt"
is "and as of a time when nothing was" 0 ': 0\.000' "$muster" --data "$work/i" score "$work/c.txt" --as-of "$before"
is "a time that is none" 2 '.' "$muster" --data "$work/i" score "$work/c.txt" --as-of yesterday
is "bundles are listed" 0 'naughty-words' "$muster" --data "$work/i" bundle list --state enabled
is "one of an unknown publisher is not loaded" 3 'publisher' "$muster" --data "$work/i" bundle load "$work/one.bundle"
printf 'a,x,yes\na,y,yes\nb,x,no\nb,y,no\nc,x,yes\nc,y,no\nd,x,no\nd,y,no\n' >"$work/labels.csv"
is "reviewers' agreement" 0 "kappa 0.500" "$muster" score agreement "$work/labels.csv"
is "a month without judgements" 0 '0 in all' "$muster" --data "$work/i" score report 2026-01 --plot "$work/r.svg"
is "its plot" 0 '<svg' head -c 10 "$work/r.svg"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

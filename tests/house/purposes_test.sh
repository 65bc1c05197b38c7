#!/usr/bin/env bash
# Every blind index of the number register either turns with the index key (it is made by IndexKeys), or is of a purpose
# whose key stays; whoever asks the vault for one of a purpose that is named nowhere loses it with the next rotation.
#   purposes_test.sh SOURCE_DIR
set -uo pipefail
cd "$1"
kept=$(cat src/numbers/api/index_house.cc src/numbers/*/indexed.cc)
asked=$(git ls-files src/numbers src/foundation src/cli/muster-numbers | grep -E '\.(cc|h)$' | grep -vE '_test\.cc$|^src/foundation/vault/' | while read -r file; do
  perl -0777 -ne 'my %of; $of{$1} = $2 while /\b(k\w+) = "([a-z_]+)"/g;
    while (/blind_index\(\s*(?:"([a-z_]+)|(k\w+))/g) { print defined $1 ? "$1\n" : ($of{$2} // "$2 of '"$file"'") . "\n" }' "$file"
done | sort -u)
passed=0 failed=0
for purpose in $asked; do
  if grep -q "\"$purpose[\":]" <<<"$kept"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: nobody keeps the key of $purpose (index_house.cc), and nothing turns it"; fi
done
[ "$passed" -ge 10 ] || { failed=$((failed + 1)); echo "FAILED: $passed purposes were found; the search finds none"; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Every event that a program can record has its words in the console, in both languages: nobody reads a code there.
#   words_test.sh SOURCE_DIR
set -uo pipefail
cd "$1"
passed=0 failed=0
kinds() { # folders of the source: codes of the events that they declare
  git ls-files "$@" | grep -E '\.(h|cc)$' | grep -vE '_test\.cc$|test_support' | xargs perl -0777 -ne \
    'print "$1\n" while /events::Kind\s+k\w+\s*\{\s*"([a-z_.]+)"/g' | sort -u
}
for wing in sites numbers; do
  for language in en zh; do
    missing=$(comm -23 <(kinds src/foundation "src/$wing") \
      <(grep -ohE "'log\.[a-z_.]+'" console/src/i18n/$language*.ts "console/src/$wing/i18n/$language"*.ts | sed "s/^'log\.//; s/'$//" | sort -u))
    if [ -z "$missing" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $wing, $language: no words for" $missing; fi
  done
  [ "$(kinds "src/$wing" | wc -l)" -gt 20 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED: no events were found in src/$wing"; }
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Every event that a program can record, and every kind of work that it does, has its words in the console, in both
# languages: nobody reads a code there.
#   words_test.sh SOURCE_DIR
set -uo pipefail
cd "$1"
passed=0 failed=0
kinds() { # folders of the source: codes of the events that they declare
  git ls-files "$@" | grep -E '\.(h|cc)$' | grep -vE '_test\.cc$|test_support' | xargs perl -0777 -ne \
    'print "$1\n" while /events::Kind\s+k\w+\s*\{\s*"([a-z_.]+)"/g' | sort -u
}
jobs() { # folders of the source: kinds of work that are added there, by name or by a constant k…Job…
  git ls-files "$@" | grep -E '\.(h|cc)$' | grep -vE '_test\.cc$|test_support' | xargs perl -0777 -ne \
    'print "$1\n" while /\b(?:add_kind|kind)\(\s*"([a-z_.]+)"/g; print "$1\n" while /\bk\w*Job\w*\s*=\s*"([a-z_.]+)"/g' | sort -u
}
told() { # prefix, language, file of codes
  local missing
  missing=$(comm -23 "$3" <(grep -ohE "'$1\.[a-z_.]+'" console/src/i18n/$2*.ts "console/src/$wing/i18n/$2"*.ts | sed "s/^'$1\.//; s/'$//" | sort -u))
  if [ -z "$missing" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $wing, $2: no words ($1) for" $missing; fi
}
declare -A program=([sites]=muster [numbers]=muster-numbers)
for wing in sites numbers; do
  for language in en zh; do
    told log "$language" <(kinds src/foundation "src/$wing")
    told job "$language" <(jobs src/foundation "src/$wing" "src/cli/${program[$wing]}")
  done
  [ "$(kinds "src/$wing" | wc -l)" -gt 20 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED: no events were found in src/$wing"; }
  [ "$(jobs "src/$wing" "src/cli/${program[$wing]}" | wc -l)" -gt 10 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED: no work was found in src/$wing"; }
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

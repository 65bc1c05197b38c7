#!/usr/bin/env bash
# The order of the house is enforced by the build. Builds small houses with Muster's own cmake/MusterRoom.cmake:
# a right one must build; an upward include, a cross-wing include, an upward link and a cross-wing link must not. And
# docs/architecture.md shows the rooms as they are.
#   direction_test.sh SOURCE_DIR
set -euo pipefail
source_dir=$1
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

room() { # house wing/room [line of code]
  mkdir -p "$1/src/$2/include/$(basename "$2")"
  echo "#pragma once" > "$1/src/$2/include/$(basename "$2")/$(basename "$2").h"
  echo "${3:-}
int $(basename "$2")_x() { return 1; }" > "$1/src/$2/$(basename "$2").cc"
}
house() { # name: lower, upper in sites; lines in numbers; base in foundation
  local h="$scratch/$1"
  mkdir -p "$h/src/foundation" "$h/src/sites" "$h/src/numbers"
  cat > "$h/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(house LANGUAGES C CXX)
list(APPEND CMAKE_MODULE_PATH $source_dir/cmake)
include(MusterCompiler)
include(MusterRoom)
add_subdirectory(src/foundation)
add_subdirectory(src/sites)
add_subdirectory(src/numbers)
CMAKE
  room "$h" foundation/base; room "$h" sites/names '#include <base/base.h>'; room "$h" sites/filings '#include <names/names.h>'
  room "$h" numbers/lines '#include <base/base.h>'
  echo 'muster_room(base)' > "$h/src/foundation/CMakeLists.txt"
  printf 'muster_room(names LINKS base)\nmuster_room(filings LINKS names)\n' > "$h/src/sites/CMakeLists.txt"
  echo 'muster_room(lines LINKS base)' > "$h/src/numbers/CMakeLists.txt"
  echo "$h"
}
build() { cmake -S "$1" -B "$1/build" -G Ninja >"$1/log" 2>&1 && cmake --build "$1/build" >>"$1/log" 2>&1; }
must_build() { if build "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; tail -5 "$2/log"; fi; }
must_fail() { # what, house, words that the failure has
  if build "$2"; then failed=$((failed + 1)); echo "FAILED: $1 was accepted"
  elif grep -q "$3" "$2/log"; then passed=$((passed + 1))
  else failed=$((failed + 1)); echo "FAILED: $1 failed for another reason"; tail -5 "$2/log"; fi
}

h=$(house right); must_build "a house in order" "$h"
h=$(house upward_include); room "$h" sites/names '#include <filings/filings.h>'
must_fail "an upward include" "$h" "filings/filings.h: No such file"
h=$(house foundation_include); room "$h" foundation/base '#include <names/names.h>'
must_fail "the foundation including a site room" "$h" "names/names.h: No such file"
h=$(house cross_include); room "$h" sites/filings '#include <lines/lines.h>'
must_fail "a site room including a number room" "$h" "lines/lines.h: No such file"
h=$(house cross_include_back); room "$h" numbers/lines '#include <names/names.h>'
must_fail "a number room including a site room" "$h" "names/names.h: No such file"
h=$(house upward_link); printf 'muster_room(names LINKS base filings)\nmuster_room(filings LINKS base)\n' > "$h/src/sites/CMakeLists.txt"
must_fail "an upward link" "$h" "stands below it"
h=$(house cross_link); echo 'muster_room(lines LINKS names)' > "$h/src/numbers/CMakeLists.txt"
must_fail "a number room linking a site room" "$h" "of the wing sites"
# The map of the house names its rooms in the order of the build.
for wing in foundation sites numbers; do
  rooms=$(sed -n 's/^muster_room(\([a-z_]*\).*/\1/p' "$source_dir/src/$wing/CMakeLists.txt" | paste -sd' ' | sed 's/ / · /g')
  if grep -qF "| \`src/$wing\` | $rooms |" "$source_dir/docs/architecture.md"; then passed=$((passed + 1))
  else failed=$((failed + 1)); echo "FAILED: docs/architecture.md has other rooms than src/$wing: $rooms"; fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

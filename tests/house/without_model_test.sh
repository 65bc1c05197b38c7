#!/usr/bin/env bash
# A build without the picture model's packages: it configures, compiles, knows pictures by their hashes, and says that it
# has no model.   without_model_test.sh SOURCE_DIR
set -euo pipefail
source_dir=$1 build=$(mktemp -d /tmp/muster-without-model.XXXXXX)
trap 'rm -rf "$build"' EXIT
passed=0 failed=0
check() { if "${@:2}" >>"$build/log" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; tail -5 "$build/log"; fi; }
check "it configures" cmake -S "$source_dir" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -g1" -DMUSTER_PICTURE_MODEL=OFF
check "it says so" grep -q "Picture model: none" "$build/log"
check "it compiles" cmake --build "$build" --target pictures_test pictures_eye_test
check "the port says why there is none" "$build/src/sites/pictures_test"
check "pictures are known by their hashes" "$build/src/sites/pictures_eye_test" --gtest_filter='Look.*'
check "nothing loads the library" bash -c "! grep -q OrtGetApiBase $build/src/sites/pictures_eye_test"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

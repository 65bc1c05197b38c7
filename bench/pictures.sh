# The picture model beside nsfwjs in Node, on the same neutral pictures; part of script/bench.
pictures() {
  script/bootstrap --bench >/dev/null
  cmake --preset release >/dev/null
  cmake --build --preset release --target pictures_data >build/release/bench-build.log 2>&1 ||
    { tail -30 build/release/bench-build.log >&2; exit 4; }
  local files data=$work/pictures model backend
  mapfile -t files < <(find /usr/share/doc/opencv-doc/examples/data /usr/share/desktop-base -type f \
    \( -name '*.jpg' -o -name '*.png' \) -size +15k -size -3000k | sort)
  mkdir -p "$data"
  echo
  echo "### Hashes of changed copies ($(date +%F))"
  build/release/bench/pictures_data distances build/release/src/cli/muster-look build/release/models "$data" "${files[@]}"
  echo
  echo "### The picture model beside nsfwjs ($(date +%F), one thread)"
  taskset -c 1 build/release/bench/pictures_data look build/release/src/cli/muster-look build/release/models "$data" "${files[@]}" >"$work/ours"
  echo "ours, pictures a second: $(cat "$work/ours")"
  for model in mobilenet_v2 mobilenet_v2_mid inception_v3; do
    for backend in wasm cpu; do
      taskset -c 1 timeout 600 node bench/pictures/peer.mjs "$data" "$model" "$backend" 2>"$work/err" | grep '^{' ||
        echo "nsfwjs $model on $backend did not finish: $(tail -1 "$work/err")"
    done
  done
}

#!/usr/bin/env bash
# The Debian packages of the two programs: nothing is in both, each has a user, a unit and a folder of its own that the other
# may not read, and what is unpacked makes an instance and answers.   package_test.sh MUSTER   (its build is packed)
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd) build=$(realpath "$(dirname "$1")/../..")
dir=$(mktemp -d /tmp/muster-package.XXXXXX)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -3 "$dir/out" 2>/dev/null; }
"$root/script/package" --build "$build" "$dir" >"$dir/list" 2>"$dir/out" || { tail -3 "$dir/out"; echo "0 passed, 1 failed"; exit 1; }
for name in muster muster-numbers; do
  package=$(grep "/${name}_" "$dir/list")
  dpkg-deb -x "$package" "$dir/$name" && dpkg-deb -e "$package" "$dir/$name.control" && ok || no "$name unpacks"
  (cd "$dir/$name" && find . ! -type d | sort) >"$dir/$name.files"
  [ "$(dpkg-deb -f "$package" Package)" = "$name" ] && dpkg-deb -f "$package" Depends | grep -q libsodium && ok || no "$name says what it needs"
  for script in postinst prerm; do sh -n "$dir/$name.control/$script" && ok || no "$name: $script"; done
  other=muster-numbers; [ $name = muster ] || other=muster
  unit=$dir/$name/lib/systemd/system/$name.service
  grep -qx "User=$name" "$unit" && grep -qx "InaccessiblePaths=-/var/lib/$other" "$unit" && grep -qx "StateDirectoryMode=0700" "$unit" && ok || no "$name: the unit"
  grep -qE "^u $name - \"[^\":]+\" /var/lib/$name$" "$dir/$name/usr/lib/sysusers.d/$name.conf" && ok || no "$name: the user"
  ! grep -rqI '@[a-z]*@' "$dir/$name/lib" "$dir/$name/usr/share/doc" && ok || no "$name: a place was not filled"
  run=("$dir/$name/usr/bin/$name" --data "$dir/i-$name" --policy "$dir/$name/etc/$name/policy.toml")
  "${run[@]}" instance init --kind training --name package >"$dir/out" 2>&1 && ok || no "$name makes an instance"
  "${run[@]}" server --port 0 >"$dir/out" 2>&1 & server=$!
  for _ in $(seq 100); do grep -q "answers on" "$dir/out" && break; sleep 0.1; done
  curl -sf "http://127.0.0.1:$(grep -oE 'localhost:[0-9]+' "$dir/out" | head -1 | cut -d: -f2)/healthz" >/dev/null && ok || no "$name answers"
  kill "$server"; wait "$server" && ok || no "$name stops"
done
grep -qx ./usr/lib/muster/muster-look "$dir/muster.files" && ok || no "the program that decodes pictures"
# The picture model goes with the package, where the build has one, and is found wherever it is unpacked.
if [ -e "$build/models/mobilenet_v2.onnx" ]; then
  grep -qx ./usr/lib/muster/models/mobilenet_v2.onnx "$dir/muster.files" && grep -qx ./usr/lib/muster/models/libonnxruntime.so.1 "$dir/muster.files" && ok || no "the model and its library"
  picture=$(find /usr/share/doc /usr/share/icons -name '*.png' -size +8k 2>/dev/null | head -1)
  (cd "$dir" && "$dir/muster/usr/bin/muster" --json picture score "$picture") >"$dir/out" 2>&1; grep -q '"model":"mobilenet_v2"' "$dir/out" && ok || no "the packaged model looks at a picture"
  ! grep -qF "$build/models" "$dir/muster/usr/lib/muster/muster" && ok || no "a path of the build is in the program"
  zgrep -qi license "$dir/muster/usr/share/doc/muster/NOTICES.onnxruntime.gz" && ok || no "the licences of what goes with it"
fi
grep -qx ./usr/lib/muster-numbers/muster-picture "$dir/muster-numbers.files" && ok || no "the program that looks at pictures"
[ -z "$(comm -12 "$dir/muster.files" "$dir/muster-numbers.files")" ] && ok || no "a file is in both"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

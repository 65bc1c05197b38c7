#!/usr/bin/env bash
# What people and networks really send: empty, binary, endless lines, CRLF, BOM, UTF-16, duplicates, thousands of bad lines,
# a full disk, a database that goes away. A clear sentence each, nothing lost, memory bounded.   bad_input_test.sh MUSTER
set -uo pipefail
muster=$(realpath "$1")
dir=$(mktemp -d /tmp/muster-bad.XXXXXX); trap 'rm -rf "$dir"' EXIT
cd "$dir"
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1"; tail -5 out; }
run() { "$muster" --data "$dir/i" "$@" >out 2>&1; code=$?; }
expect() { # what, exit code (or codes), words in the output
  if [[ " $2 " == *" $code "* ]] && grep -qiE "$3" out; then ok; else no "$1: exit $code"; fi
}
run instance init --kind training --name bad-input; expect "init" 0 "Made the training instance"
run instance init --kind training --name bad-input; expect "init twice is refused" "3" "already|exists"
: > empty.txt; run census empty.txt; expect "an empty list" "0 1 2" "empty|0 |no name"
head -c 100000 /dev/urandom > binary.txt; run census binary.txt; expect "a binary file" "1 2" "binary|UTF|not a"
printf 'a.example\r\nb.example\r\n' > crlf.txt; run census --out csv crlf.txt; expect "CRLF" "0 1" "a\.example"
printf '\xef\xbb\xbfa.example\nb.example\n' > bom.txt; run census --out csv bom.txt; expect "a BOM" "0 1" "a\.example"
printf 'a.example\nb.example\n' | iconv -t UTF-16 > utf16.txt; run census utf16.txt; expect "UTF-16" "0 1 2" "UTF-16|a\.example|unfiled"
printf 'dup.example\n%.0s' $(seq 1000) > dup.txt; run census --out csv dup.txt
[ "$(grep -c 'dup\.example' out)" = 1 ] && ok || no "duplicates count once"
{ for i in $(seq 10000); do echo "-bad$i-..x"; done; echo good.example; } > bad.txt; run census bad.txt; expect "10,000 bad lines and a good one" "0 1" "10,?000"
# One line of 1 GB: memory stays bounded (512 MB of address space would not hold it under ASan, so resident memory is read).
head -c 1073741824 /dev/zero | tr '\0' 'a' > long.txt
/usr/bin/time -f '%M KB resident' "$muster" --data "$dir/i" census long.txt >out 2>&1; code=$?
kb=$(grep -oE '[0-9]+ KB resident' out | cut -d' ' -f1)
if [ "${kb:-9999999}" -lt 700000 ] && grep -qiE 'long|line' out; then ok; else no "a line of 1 GB ($kb KB)"; fi
rm long.txt
run census missing.txt; expect "a file that isn't there" "2 4" "missing|can.t|no such"
run --database "postgresql:///nobody?host=$dir/none" ledger verify; expect "a database that is away" "4" "can.t be reached|unavailable|went away"
mkdir "$dir/d"; (ulimit -f 60; "$muster" --data "$dir/d" instance init --kind training --name full) >out 2>&1; code=$?
[ "$code" -ne 0 ] && ok || no "a disk that is full while an instance is made"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

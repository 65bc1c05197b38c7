#!/usr/bin/env bash
# What service providers ask, from outside: a seeded training register, its real server, and every kind of token by curl. The cases of
# the published plans of kyc-tenure, number-verification and subscription-status, and one or two of each other definition.
#   camara_test.sh MUSTER   (muster-numbers stands beside it)
set -uo pipefail
numbers=$(dirname "$(realpath -m "$1")")/muster-numbers here=$(dirname "$(realpath "$0")")
dir=$(mktemp -d /tmp/muster-camara.XXXXXX) server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $1: $status"; head -c 400 "$dir/body"; echo; }
"$here/../camara/seed.sh" "$numbers" "$dir" >"$dir/seed.json" || { echo "0 passed, 1 failed"; exit 1; }
seed() { grep -oE "\"$1\": *\"[^\"]*\"" "$dir/seed.json" | head -1 | sed -E 's/.*: *"(.*)"/\1/'; }
"$numbers" --data "$dir/i" --policy "$dir/policy.toml" server --port 0 >"$dir/out" 2>"$dir/log" & server=$!
for _ in $(seq 100); do grep -q "answers on" "$dir/out" && break; sleep 0.1; done
root=http://127.0.0.1:$(grep -oE '[0-9]+$' "$dir/out")
correlator=b4333c46-49c0-4f62-80d7-f0ef930f1c46
ask() { # token or "", path, body or "-" for none (GET)
  local more=(-H "x-correlator: $correlator"); [ -n "$1" ] && more+=(-H "Authorization: Bearer $1")
  if [ "$3" != - ]; then more+=(-X POST -H "Content-Type: application/json" --data-raw "$3"); fi
  status=$(curl -sS -m 10 -o "$dir/body" -D "$dir/head" -w '%{http_code}' "${more[@]}" "$root$2" || true)
}
expect() { # what, status, words of the body
  if [ "$status" = "$2" ] && grep -qE "$3" "$dir/body" && { [ "$2" -lt 400 ] || grep -qE "\"status\":$2,\"code\":\"[A-Z_.]+\",\"message\":\"[^\"]{8,}\"" "$dir/body"; }; then ok; else no "$1"; fi
}
two=$(seed two) three=$(seed three) otp=$(seed otp) expired=$(seed expired) wrong_scope=$(seed only_match) other=$(seed three_other)
main=$(seed main) excluded=$(seed excluded) recycled=$(seed recycled) swapped=$(seed swapped)
today=$(date -u +%F) future=$(date -u -d '+10 days' +%F) month=$(date -u -d '-30 days' +%F) past=$(date -u -d '-3000 days' +%F)
p() { echo "{\"phoneNumber\":\"$1\"${2:+,$2}}"; }

tenure=/kyc-tenure/v0.3rc1/check-tenure
ask "$two" $tenure "$(p "$main" "\"tenureDate\":\"$month\"")"; expect "tenure true" 200 '"tenureDateCheck":true,"contractType":"PAYM"'
grep -qi "^x-correlator: $correlator" "$dir/head" && grep -qiE "^content-type: application/json.?$" "$dir/head" && ok || no "the correlator and the type"
ask "$three" $tenure "{\"tenureDate\":\"$past\"}"; expect "tenure false" 200 '"tenureDateCheck":false'
ask "$two" $tenure ""; expect "no body" 400 INVALID_ARGUMENT
ask "$two" $tenure "{}"; expect "an empty body" 400 INVALID_ARGUMENT
ask "$two" $tenure "$(p "$main" "\"tenureDate\":\"$future\"")"; expect "a future day" 400 OUT_OF_RANGE
ask "$two" $tenure "$(p "$main" '"tenureDate":"yesterday"')"; expect "no day" 400 INVALID_ARGUMENT
ask "$two" $tenure "$(p "$main" "\"tenureDate\":\"$month\",\"more\":1")"; expect "strict" 400 INVALID_ARGUMENT
ask "$expired" $tenure "$(p "$main" "\"tenureDate\":\"$month\"")"; expect "an expired token" 401 UNAUTHENTICATED
ask invalid $tenure "$(p "$main" "\"tenureDate\":\"$month\"")"; expect "an invalid token" 401 UNAUTHENTICATED
ask "" $tenure "$(p "$main" "\"tenureDate\":\"$month\"")"; expect "no token" 401 UNAUTHENTICATED
ask "$two" $tenure "$(p 123456 "\"tenureDate\":\"$month\"")"; expect "a wrong number" 400 INVALID_ARGUMENT
ask "$two" $tenure "$(p +999999999 "\"tenureDate\":\"$month\"")"; expect "an unknown number" 404 IDENTIFIER_NOT_FOUND
ask "$three" $tenure "$(p "$main" "\"tenureDate\":\"$month\"")"; expect "a number too much" 422 UNNECESSARY_IDENTIFIER
ask "$two" $tenure "{\"tenureDate\":\"$month\"}"; expect "a number missing" 422 MISSING_IDENTIFIER
ask "$two" $tenure "$(p "$excluded" "\"tenureDate\":\"$month\"")"; expect "a line left out" 422 SERVICE_NOT_APPLICABLE

verify=/number-verification/v2/verify share=/number-verification/v2/device-phone-number
hash=$(printf %s "$main" | sha256sum | cut -c1-64) not_by_network=NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK
ask "$three" $verify "$(p "$main")"; expect "the number" 200 '^\{"devicePhoneNumberVerified":true\}$'
ask "$three" $verify "$(p "$recycled")"; expect "another number" 200 '^\{"devicePhoneNumberVerified":false\}$'
ask "$three" $verify "{\"hashedPhoneNumber\":\"$hash\"}"; expect "the hashed number" 200 'Verified":true'
ask "$other" $verify "{\"hashedPhoneNumber\":\"$hash\"}"; expect "another hashed number" 200 'Verified":false'
for body in "" "{}" '{"additional_property":"foo_value"}' "$(p "$main" "\"hashedPhoneNumber\":\"$hash\"")" "$(p 123456)"; do
  ask "$three" $verify "$body"; expect "refused: $body" 400 INVALID_ARGUMENT
done
for address in $verify $share; do
  body=-; [ $address = $verify ] && body=$(p "$main")
  ask "" $address "$body"; expect "no token" 401 UNAUTHENTICATED
  ask "$(seed expired_three)" $address "$body"; expect "an expired token" 401 UNAUTHENTICATED
  ask invalid $address "$body"; expect "an invalid token" 401 UNAUTHENTICATED
  ask "$wrong_scope" $address "$body"; expect "another scope" 403 PERMISSION_DENIED
  ask "$otp" $address "$body"; expect "by a code" 403 "$not_by_network"
done
ask "$three" $share -; expect "the number shared" 200 "^\{\"devicePhoneNumber\":\"\\$main\"\}$"

status_path=/subscription-status/v0.1/retrive-subscription-status
ask "$two" $status_path "$(p "$main")"; expect "the status" 200 '"voiceSmsIn":"active","voiceSmsOut":"active","dataService":"active"'
ask "$two" $status_path "$(p 123456)"; expect "a wrong number" 400 INVALID_ARGUMENT
ask "$two" $status_path "$(p +999999999)"; expect "an unknown number" 404 IDENTIFIER_NOT_FOUND
ask "$two" $status_path "{}"; expect "a number missing" 422 MISSING_IDENTIFIER
ask "$expired" $status_path "$(p "$main")"; expect "an expired token" 401 UNAUTHENTICATED
ask "$wrong_scope" $status_path "$(p "$main")"; expect "another scope" 403 PERMISSION_DENIED
ask "$two" $status_path "$(p "$excluded")"; expect "a line left out" 422 SERVICE_NOT_APPLICABLE

ask "$two" /kyc-match/v0.4/match "$(p "$main" '"name":"person 1 SPECIMEN","givenName":"Federico"')"
expect "match" 200 '^\{"nameMatch":"true","givenNameMatch":"false","givenNameMatchScore":9[0-9]\}$'
ask "$other" /kyc-match/v0.4/match "$(p "$main" '"name":"A"')"; expect "the number of another token" 403 INVALID_TOKEN_CONTEXT
ask "$(seed document_first)" /kyc-match/v0.4/match "$(p "$main" '"name":"A"')"; expect "the document first" 403 ID_DOCUMENT_REQUIRED
ask "$three" /kyc-fill-in/v0.4/fill-in "{}"; expect "fill-in with consent" 200 '"email":"federica@example.org"'
ask "$other" /kyc-fill-in/v0.4/fill-in "{}"; expect "fill-in without consent" 403 PERMISSION_DENIED
ask "$two" /kyc-age-verification/v0.2/verify "$(p "$main" '"ageThreshold":18')"; expect "age" 200 '"ageCheck":"true","verifiedStatus":true'
ask "$two" /kyc-age-verification/v0.2/verify "$(p "$(seed unverified)" '"ageThreshold":18')"; expect "age of nobody verified" 200 '"ageCheck":"not_available"'
ask "$two" /sim-swap/v2/check "$(p "$swapped" '"maxAge":12')"; expect "swapped" 200 '^\{"swapped":true\}$'
ask "$two" /sim-swap/v2/check "$(p "$main")"; expect "not swapped" 200 '^\{"swapped":false\}$'
ask "$two" /sim-swap/v2/retrieve-date "$(p "$main")"; expect "before the monitored period" 200 '"latestSimChange":null,"monitoredPeriod":90'
ask "$two" /sim-swap/v2/check "$(p "$main" '"maxAge":2300')"; expect "beyond the monitored period" 400 OUT_OF_RANGE
ask "$two" /number-recycling/v0.2/check "$(p "$recycled" "\"specifiedDate\":\"$(seed first_holder_day)\"")"; expect "recycled" 200 'Recycled":true'
ask "$two" /number-recycling/v0.2/check "$(p "$recycled" "\"specifiedDate\":\"$today\"")"; expect "not recycled" 200 'Recycled":false'

ask "" /healthz -; [ "$status" = 200 ] && grep -q ok "$dir/body" && ok || no "health"
ask "" /metrics -; [ "$status" = 200 ] && grep -q 'match' "$dir/body" && ! grep -q "${main#+}" "$dir/body" && ok || no "figures"
kill "$server"; wait "$server"; [ $? = 0 ] && ok || no "it stops"; server=
"$numbers" --data "$dir/i" ledger verify >"$dir/body" 2>&1 && grep -q "Everything fits" "$dir/body" && ok || no "the ledger"
grep -qaE "Federica|federica|${main#+}|$two" "$dir/log" "$dir/out" && no "the log tells of somebody" || ok
grep -rqaE "Federica|federica@|Specimen Person" "$dir/i" && no "personal data in the clear" || ok
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

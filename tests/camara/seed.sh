#!/usr/bin/env bash
# Makes a training number register with what the plans ask for, and says it as JSON on standard output: lines, tokens,
# clients. All people are nobody; all numbers are generated.   seed.sh MUSTER-NUMBERS FOLDER
set -euo pipefail
numbers=$1 dir=$2
cd "$dir"
m() { "$numbers" --data "$dir/i" "$@"; }
ago() { date -u -d "-$1" +%Y-%m-%dT%H:%M:%SZ; }
resident_id() { # day of birth, sequence (GB 11643)
  awk -v d="110105$1$(printf %03d "$2")" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); for (i = 1; i <= 17; i++) s += w[i] * substr(d, i, 1);
    print d substr("10X98765432", s % 11 + 1, 1) }'
}
iccid() { # n, with its check digit by Luhn
  awk -v d="898600$(printf %012d "$1")" 'BEGIN { for (i = length(d); i > 0; i--) { x = substr(d, i, 1) * ((length(d) - i) % 2 ? 1 : 2); s += x > 9 ? x - 9 : x }
    print d (10 - s % 10) % 10 }'
}
imsi() { echo "46099$(printf %010d "$1")"; }
stock() { # time, first and last SIM: prints the numbers
  { echo iccid,imsi; for n in $(seq "$2" "$3"); do echo "$(iccid "$n"),$(imsi "$n")"; done; } >sims.csv
  m --at "$1" dealer stock "$dealer" "$pool" sims.csv 2>/dev/null | cut -d, -f1
}
register() { # time, number, person
  { echo key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent
    echo "k$2-$3,citizen,cn_resident_id,CHN,$(resident_id 19900101 "$3"),$expires_on,Specimen Person $3,1990-01-01,\"$3 Example Street, Utopia\",$2,$dealer,BJ-1,T-1,terms-1"; } >capture.csv
  m --at "$1" register capture.csv >/dev/null
}
work() { m --at "$1" work --register-file people.csv >/dev/null; }

expires_on=$(date -u -d '+10 years' +%Y-%m-%d)
m instance init --kind training --name camara >/dev/null
old=$(ago '300 days')
dealer=$(m --at "$old" dealer add --name Dealer)
pool=$(m --at "$old" pool make --name Range --region CN-11 --first +8619900000000 --last +8619900009999)
m --at "$old" pool stock "$pool" 50 >/dev/null
{ echo kind,country,number,name,birth_date,status
  for n in $(seq 20); do echo "cn_resident_id,CHN,$(resident_id 19900101 "$n"),Specimen Person $n,1990-01-01,"; done; } >people.csv
mapfile -t lines < <(stock "$old" 1 8)
for n in 0 1 2 3 4 5 6 7; do register "$old" "${lines[$n]}" $((n + 1)); done
work "$old"
main=${lines[0]} other=${lines[1]} excluded=${lines[2]} recycled=${lines[3]} swapped=${lines[4]} swapped_long_ago=${lines[5]} subscribed=${lines[6]} swapped_before=${lines[7]}
# One line goes from one person to another: disconnected, rested, given again.
m --at "$(ago '200 days')" line step "$recycled" disconnect --reason holder_asked >/dev/null
work "$(ago '199 days')"; work "$(ago '100 days')"
[ "$(stock "$(ago '50 days')" 20 20)" = "$recycled" ]
register "$(ago '50 days')" "$recycled" 10
work "$(ago '50 days')"
m --at "$(ago '200 days')" line sim "$swapped_before" "$(iccid 32)" --imsi "$(imsi 32)" --reason lost >/dev/null
m --at "$(ago '300 hours')" line sim "$swapped_long_ago" "$(iccid 30)" --imsi "$(imsi 30)" --reason lost >/dev/null
m --at "$(ago '6 hours')" line sim "$swapped" "$(iccid 31)" --imsi "$(imsi 31)" --reason lost >/dev/null
unverified=$(stock "$(ago '1 hour')" 40 40)
register "$(ago '1 hour')" "$unverified" 11
# Taken over from the system before, which knew of no SIM in it.
without_sim=+8619900000045
{ echo msisdn,iccid,imsi,category,document_kind,document_country,document_number,dealer,registered_on,language
  echo "$without_sim,,,citizen,cn_resident_id,CHN,$(resident_id 19900101 12),,2019-05-01,en"; } >old.csv
m --at "$old" unverified load old.csv >/dev/null
{ echo msisdn,attribute,value
  while IFS== read -r name value; do echo "$main,$name,$value"; done <<'DETAILS'
givenName=Federica
familyName=Sanchez Arjona
nameKanaHankaku=ﾌｪﾃﾞﾘｶ
nameKanaZenkaku=フェデリカ
middleNames=Maria
familyNameAtBirth=Arjona
streetName=Example Street
streetNumber=4
postalCode=1028460
region=Utopia North
locality=Utopia
country=CN
houseNumberExtension=36
email=federica@example.org
gender=FEMALE
cityOfBirth=Utopia
countryOfBirth=CN
nationality=CN
contractType=PAYM
contentLock=false
parentalControl=false
DETAILS
  echo "$excluded,optedOut,true"; } >details.csv
m details details.csv >/dev/null

# Shorter than the 100 days that a client may ask about: so that one can ask too far back.
requests_a_minute=500
cat >policy.toml <<POLICY
[camara]
sim_swap_monitored = "90 days"
requests_a_minute = $requests_a_minute
sink_networks = ["127.0.0.1"]
POLICY
# The plans' sink, and who vouches for it.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout sink.key -out sink.crt -days 7 -subj /CN=sink \
  -addext subjectAltName=IP:127.0.0.1 2>/dev/null
client() { m client add --purpose conformance_test --all-scopes --scores --subjects-per-day 100000 --questions-per-subject 100000 "$@"; }
read -r one secret < <(client --name "Client One")
read -r document _ < <(client --name "Client Two" --document-first)
read -r limited _ < <(client --name "Client Three")
m client consent "$one" --msisdn "$main" --consent fill-in-1 >/dev/null
t() { m client token "$@" --minutes "${minutes:-600}"; }
cat <<JSON
{
  "lines": {"main": "$main", "other": "$other", "excluded": "$excluded", "recycled": "$recycled", "swapped": "$swapped",
            "swapped_long_ago": "$swapped_long_ago", "unverified": "$unverified", "unknown": "+999999999", "subscribed": "$subscribed", "swapped_before": "$swapped_before",
            "without_sim": "$without_sim"},
  "tokens": {
    "two": "$(t "$one")", "three": "$(t "$one" --msisdn "$main")", "three_other": "$(t "$one" --msisdn "$other")",
    "three_excluded": "$(t "$one" --msisdn "$excluded")", "otp": "$(t "$one" --msisdn "$main" --by otp)",
    "expired": "$(minutes=0 t "$one")", "expired_three": "$(minutes=0 t "$one" --msisdn "$main")",
    "only_sim_swap": "$(t "$one" --scope sim-swap --msisdn "$main")", "only_match": "$(t "$one" --scope kyc-match:match --msisdn "$main")",
    "document_first": "$(t "$document")", "limited": "$(t "$limited")", "three_subscribed": "$(t "$one" --msisdn "$subscribed")", "invalid": "not-a-token"
  },
  "requests_a_minute": $requests_a_minute, "expires_on": "$expires_on",
  "idDocument": "$(resident_id 19900101 1)", "name": "Specimen Person 1", "birthdate": "1990-01-01",
  "address": "1 Example Street, Utopia",
  "first_holder_day": "$(ago '250 days' | cut -c1-10)", "activated_day": "$(ago '50 days' | cut -c1-10)", "monitored_days": 90,
  "client": "$one", "secret": "$secret"
}
JSON

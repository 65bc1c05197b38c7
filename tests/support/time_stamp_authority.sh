#!/bin/sh
# Makes a time-stamp authority of its own in a folder, with the openssl command: for tests.
#   sh tests/support/time_stamp_authority.sh FOLDER
# root.pem; tsa.pem for time stamps; other.pem, a root that nobody trusts, and stranger.pem for time stamps under it;
# tsa.cnf with a section for each of the two.
set -eu
cd "$1"
cat > certificates.cnf <<'C'
[req]
distinguished_name = name
prompt = no
[name]
CN = Test
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamps]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
C
key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }
for root in root other; do
  key $root
  openssl req -x509 -new -key $root.key -out $root.pem -days 30 -subj "/CN=Test $root" -config certificates.cnf -extensions root 2>/dev/null
done
leaf() { # name root extensions
  key "$1"
  openssl req -new -key "$1.key" -out "$1.csr" -subj "/CN=Test $1" -config certificates.cnf 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -out "$1.pem" -days 20 -extfile certificates.cnf -extensions "$3" 2>/dev/null
}
leaf tsa root stamps
leaf stranger other stamps
echo 01 > serial
: > tsa.cnf
for name in tsa stranger; do
  cat >> tsa.cnf <<C
[$name]
serial = $PWD/serial
signer_cert = $PWD/$name.pem
signer_key = $PWD/$name.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.55555.1
digests = sha256
accuracy = secs:1
crypto_device = builtin
ess_cert_id_alg = sha256
C
done

#!/usr/bin/env python3
"""Checks a bundle of evidence, with nothing but Python 3 (and openssl, where a time stamp is to be checked).

    python3 verify.py [--log-key KEY] [--ca CERTIFICATES.pem]

Run it in the folder into which the bundle was unpacked. It recomputes every hash, leads each piece of evidence by its
Merkle proof (RFC 9162) to the signed checkpoint of the ledger, and checks the signatures of the ledger and its witnesses.
Exit 0: all that was checked is right. 1: something isn't. What it could not check it says.
--log-key: the ledger's key as its operator published it. Without it the key in the bundle is taken at its own word.
"""
import base64
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile

faults, open_points, checked = [], [], []


def sha256(data):
    return hashlib.sha256(data).digest()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def expect(right, what):
    (checked if right else faults).append(what)
    return right


# Ed25519 (RFC 8032, section 5.1), for verification only.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    return P - x if (x & 1) != sign else x


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    p, q, r, s = f - e, h - g, h + g, f + e
    return (p * q % P, r * s % P, q * r % P, p * s % P)


def multiply(scalar, point):
    out = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            out = add(out, point)
        point, scalar = add(point, point), scalar >> 1
    return out


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = decompress(public), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


class Key:
    """name+id+base64(algorithm, public key), as in C2SP signed-note."""

    def __init__(self, text):
        self.name, self.id, key = text.split("+", 2)
        data = base64.b64decode(key, validate=True)
        self.algorithm, self.public = data[0], data[1:]
        if sha256(self.name.encode() + b"\n" + data)[:4].hex() != self.id:
            raise ValueError("a key's id is not its own")

    def signs(self, text, signatures):
        for name, data in signatures:
            if name != self.name or data[:4].hex() != self.id:
                continue
            if self.algorithm == 1 and ed25519(self.public, text, data[4:]):
                return True
            if self.algorithm == 4 and ed25519(
                    self.public, b"cosignature/v1\ntime %d\n" % int.from_bytes(data[4:12], "big") + text, data[12:]):
                return True
        return False


def parse_note(note):
    text, _, lines = note.rpartition(b"\n\n")
    signatures = []
    for line in lines.decode().splitlines():
        dash, name, data = line.split(" ")
        if dash != "\u2014":
            raise ValueError("a signature line")
        signatures.append((name, base64.b64decode(data, validate=True)))
    return text + b"\n", signatures


def root_of(leaf, index, size, proof):
    """RFC 9162, section 2.1.3.2."""
    if index < 0 or index >= size:
        return None
    fn, sn, out = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            out = sha256(b"\1" + step + out)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            out = sha256(b"\1" + out + step)
        fn, sn = fn >> 1, sn >> 1
    return out if sn == 0 else None


def check_files(manifest):
    named = set()
    for each in manifest["files"]:
        named.add(each["path"])
        try:
            data = read(each["path"])
        except OSError:
            expect(False, f"{each['path']} is missing")
            continue
        expect(len(data) == each["bytes"] and sha256(data).hex() == each["sha256"],
               f"{each['path']} has the hash that the manifest names")
    for folder, _, files in os.walk("."):
        for name in files:
            path = os.path.relpath(os.path.join(folder, name), ".").replace(os.sep, "/")
            if path not in named and path not in ("manifest.json", "manifest.sha256"):
                expect(False, f"{path} belongs to the bundle: the manifest doesn't name it")


def check_wacz(path):
    """Returns the WARC files in it, by name."""
    warcs = {}
    with zipfile.ZipFile(path) as archive:
        package = archive.read("datapackage.json")
        digest = json.loads(archive.read("datapackage-digest.json"))
        expect(digest["hash"] == "sha256:" + sha256(package).hex(), f"{path}: datapackage.json has its digest")
        for each in json.loads(package)["resources"]:
            data = archive.read(each["path"])
            expect("sha256:" + sha256(data).hex() == each["hash"] and len(data) == each["bytes"],
                   f"{path}: {each['path']} has its hash")
            if each["path"].startswith("archive/"):
                warcs[each["name"]] = data
        index = archive.read("indexes/index.cdx").decode()
    for line in index.splitlines():
        entry = json.loads(line.split(" ", 2)[2])
        at, length = int(entry["offset"]), int(entry["length"])
        try:
            record = gzip.decompress(warcs[entry["filename"]][at:at + length])
            right = record.startswith(b"WARC/1.1\r\n") and entry["digest"].encode() in record.split(b"\r\n\r\n", 1)[0]
            head, block = record.split(b"\r\n\r\n", 1)
            if b"WARC-Type: response" in head:
                body = block[:-4].split(b"\r\n\r\n", 1)[1]
                right = right and entry["digest"] == "sha256:" + base64.b32encode(sha256(body)).decode().rstrip("=")
        except Exception:  # whatever damage does
            right = False
        expect(right, f"{path}: the record of {entry['url']} stands where the index says, with its digest")
    return warcs


def check_entry(entry, key, witnesses):
    proof, opening = json.loads(read(entry["proof"])), json.loads(read(entry["event"]))
    leaf, name = proof["leaf_data"].encode(), f"entry {proof['index']} of the ledger ({entry['kind']})"
    lines = proof["leaf_data"].split("\n")
    expect(lines[0] == "muster-leaf/1" and lines[1] == proof["event_id"] == opening["event_id"]
           and lines[3].split("/")[0] == entry["kind"] and lines[5] == f"test/{entry['test']}", f"{name} is the one that it is named")
    commitment = sha256(bytes.fromhex(opening["salt"]) + opening["body"].encode()).hex()
    expect(lines[6] == commitment, f"{name}: what happened is what the ledger committed to")
    text, signatures = parse_note(proof["checkpoint"].encode())
    origin, size, root = text.decode().split("\n")[:3]
    expect(root_of(sha256(b"\0" + leaf), proof["index"], int(size), [bytes.fromhex(h) for h in proof["proof"]])
           == base64.b64decode(root), f"{name} is in the tree of checkpoint {size}")
    expect(origin == key.name and key.signs(text, signatures), f"{name}: checkpoint {size} is signed by the ledger's key")
    expect(proof["checkpoint"].encode() == read("ledger/checkpoint.txt"), f"{name}: its checkpoint is the bundle's")
    return json.loads(opening["body"])


def check_witnesses(witnesses):
    text, signatures = parse_note(read("ledger/checkpoint.txt"))
    seen = [witness.name for witness in witnesses if witness.signs(text, signatures)]
    known = {witness.name for witness in witnesses}
    for name, _ in signatures[1:]:
        if name in known:
            expect(name in seen, f"the cosignature of the witness {name} is right")
        else:
            open_points.append(f"The checkpoint has a signature of {name}, whose key is not in the bundle.")
    if not seen:
        open_points.append("No witness outside cosigned this checkpoint: its time is the operator's own word.")
    else:
        open_points.append("The witnesses' keys are those in the bundle: compare them with what the witnesses publish.")


def check_time_stamp(stamp, authorities):
    text, _ = parse_note(read("ledger/checkpoint.txt"))
    if not expect(stamp["imprint"] == sha256(text).hex(), "the time stamp is over the checkpoint"):
        return
    if not shutil.which("openssl"):
        open_points.append("The time-stamp token was not checked: there is no openssl here.")
        return
    trusted = authorities or "ledger/time-stamp-certificates.pem"
    if not os.path.exists(trusted):
        open_points.append("The time-stamp token was not checked: no certificates are named with --ca.")
        return
    done = subprocess.run(["openssl", "ts", "-verify", "-digest", stamp["imprint"], "-in", "ledger/time-stamp.der",
                           "-token_in", "-CAfile", trusted], capture_output=True, check=False)
    expect(done.returncode == 0, f"the time stamp of {stamp['stamped_at']} is right")
    if not authorities:
        open_points.append("The certificates that the time stamp leads to are those in the bundle: name your own with --ca.")


def main(arguments):
    options = dict(zip(arguments[::2], arguments[1::2]))
    if len(arguments) % 2 or set(options) - {"--log-key", "--ca"}:
        print(__doc__)
        return 2
    manifest_bytes = read("manifest.json")
    expect(read("manifest.sha256").decode() == sha256(manifest_bytes).hex() + "  manifest.json\n", "the manifest has its hash")
    manifest = json.loads(manifest_bytes)
    check_files(manifest)
    warcs = {}
    for path in manifest["wacz"]:
        warcs.update(check_wacz(path))
    key = Key(options.get("--log-key", manifest["log_key"]))
    if "--log-key" not in options:
        open_points.append("The ledger's key is the one in the bundle: name the one that its operator published with --log-key.")
    witnesses = [Key(text) for text in manifest["witness_keys"]]
    gone = {each["test"]: each for each in manifest["destroyed"]}
    sealed, hashes, ended = set(), {}, {}
    for entry in manifest["entries"]:
        body = check_entry(entry, key, witnesses)
        if entry["kind"] == "test.evidence_sealed":
            hashes[entry["test"]] = body["sha256"]
            if entry["test"] in gone:
                continue
            warc = warcs.get(entry["test"] + ".warc.gz", b"")
            if expect(sha256(warc).hex() == body["sha256"] and len(warc) == body["bytes"],
                      f"the evidence of test {entry['test']} is what was sealed in the ledger"):
                sealed.add(entry["test"])
        if entry["kind"] == "test.evidence_destroyed":
            ended[entry["test"]] = body
    for test in manifest["tests"]:
        expect(test in sealed, f"test {test} has its evidence here, sealed")
    for test, each in gone.items():
        body = ended.get(test, {})
        expect(each["sha256"] == hashes.get(test) == body.get("sha256") and each["rule"] == body.get("rule") and each["term"] == body.get("term"),
               f"the evidence of test {test} was destroyed as the ledger says")
        open_points.append(f"The evidence of test {test} was destroyed on {each['at'][:10]} under {each['rule']} ({each['term']}): its hash alone is here.")
    check_witnesses(witnesses)
    if manifest["time_stamp"]:
        check_time_stamp(manifest["time_stamp"], options.get("--ca"))
    else:
        open_points.append("No time-stamp authority stamped this checkpoint: the times are those of the ledger and its witnesses.")
    open_points.append("The custody log and the summary are what the operator's records say; of them the hashes alone were checked.")
    return 0


try:
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    code = main(sys.argv[1:])
except Exception as error:  # a damaged bundle may break at any point
    faults.append(f"the bundle can be read ({type(error).__name__}: {error})")
    code = 1
if code != 2:
    for point in open_points:
        print("not checked:", point)
    for fault in faults:
        print("WRONG: it does not hold that", fault)
    print(f"{len(checked)} checks are right, {len(faults)} are not.")
    code = 1 if faults or not checked else 0
sys.exit(code)

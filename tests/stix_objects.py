"""Objects of a TAXII envelope against the published JSON schemas of STIX 2.1.
   python3 tests/stix_objects.py SCHEMAS < ENVELOPE      prints each type; ends with "N passed, N failed"."""
import json, pathlib, sys, warnings

warnings.simplefilter("ignore")
try:
    import jsonschema
except ImportError:
    sys.exit("script/conformance stix needs Debian's python3-jsonschema")

root = pathlib.Path(sys.argv[1])
by_type = {path.stem: path for part in ("sdos", "sros", "observables", "common") for path in (root / part).glob("*.json")}
documents = {path.resolve(): json.loads(path.read_text()) for path in by_type.values()}


def load(uri):
    return documents[pathlib.Path(uri.removeprefix("file://")).resolve()]


def faults(value):
    path = by_type.get(value.get("type"))
    if path is None:
        return ["no schema of this type"]
    # References are relative to the file; the schemas' own ids are addresses that nobody fetches.
    schema = {key: part for key, part in documents[path.resolve()].items() if key != "$id"}
    for document in documents.values():
        document.pop("$id", None)
    resolver = jsonschema.RefResolver(f"file://{path.resolve()}", schema, handlers={"file": load})
    return [fault.message for fault in jsonschema.Draft202012Validator(schema, resolver=resolver).iter_errors(value)]


passed, failed, counts = 0, 0, {}
for value in json.load(sys.stdin).get("objects", []):
    wrong = faults(value)
    counts[value.get("type")] = counts.get(value.get("type"), 0) + 1
    if wrong:
        failed += 1
        print(f"FAIL {value.get('id')}: {wrong[0][:200]}")
    else:
        passed += 1
for kind, count in sorted(counts.items()):
    print(f"{count} {kind}")
# What the schemas refuse must be refused: an indicator without its pattern.
broken = {"type": "indicator", "spec_version": "2.1", "id": "indicator--6eacde80-02bc-5f60-af19-336883dcdadd",
          "created": "2026-03-01T00:00:00Z", "modified": "2026-03-01T00:00:00Z", "valid_from": "2026-03-01T00:00:00Z", "pattern_type": "stix"}
passed, failed = (passed + 1, failed) if faults(broken) else (passed, failed + 1)
print(f"{passed} passed, {failed} failed")
sys.exit(0 if failed == 0 and passed > 1 else 1)

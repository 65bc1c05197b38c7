"""Reports of XARF v4, one a line, against its published JSON schemas.
   python3 tests/xarf_reports.py SCHEMAS < LINES      prints each type; ends with "N passed, N failed"."""
import json, pathlib, sys, warnings

warnings.simplefilter("ignore")
try:
    import jsonschema
except ImportError:
    sys.exit("script/conformance xarf-out needs Debian's python3-jsonschema")

root = pathlib.Path(sys.argv[1]).resolve()
documents = {path: json.loads(path.read_text()) for path in [*root.glob("*.json"), *root.glob("types/*.json")]}
for document in documents.values():
    document.pop("$id", None)  # references are relative to the file; the ids are addresses that nobody fetches


def load(uri):
    return documents[pathlib.Path(uri.removeprefix("file://")).resolve()]


def faults(value):
    path = root / "xarf-v4-master.json"
    resolver = jsonschema.RefResolver(f"file://{path}", documents[path], handlers={"file": load})
    validator = jsonschema.Draft202012Validator(documents[path], resolver=resolver, format_checker=jsonschema.FormatChecker())
    return [fault.message for fault in validator.iter_errors(value)]


passed, failed, counts, last = 0, 0, {}, None
for line in sys.stdin:
    last = json.loads(line)
    wrong = faults(last)
    kind = f"{last.get('category')}/{last.get('type')}"
    counts[kind] = counts.get(kind, 0) + 1
    if wrong:
        failed += 1
        print(f"FAIL {kind} {last.get('source_identifier')}: {wrong[0][:200]}")
    else:
        passed += 1
for kind, count in sorted(counts.items()):
    print(f"{count} {kind}")
# What the schemas refuse must be refused: a type that there is not, a blocklist without its threat, a sender without an address.
for field, value in (("type", "obscene"), ("threat_type", None), ("sender", {"org": "North"})):
    broken = {**last, "category": "reputation", "type": "blocklist", "threat_type": "unfiled", field: value}
    broken = {key: part for key, part in broken.items() if part is not None}
    passed, failed = (passed + 1, failed) if faults(broken) else (passed, failed + 1)
print(f"{passed} passed, {failed} failed")
sys.exit(0 if failed == 0 and passed > 3 else 1)

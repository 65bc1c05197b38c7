// Checks the folder of a feed of MISP against docs/schemas/misp-*.json with ajv, that its files fit each other, and that the
// schemas refuse what the format refuses.
//   node tests/misp_check.mjs FOLDER      ends with "N events, N names"; exit code 1 with what is wrong
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// ajv comes with the packages of tests/camara.
const Ajv = createRequire(new URL("camara/package.json", import.meta.url))("ajv/dist/2020.js").default;
const schemas = join(dirname(fileURLToPath(import.meta.url)), "../docs/schemas");
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
const [isEvent, isManifest] = ["event", "manifest"].map((name) => ajv.compile(JSON.parse(readFileSync(join(schemas, `misp-${name}.json`), "utf8"))));

const folder = process.argv[2];
let wrong = 0, names = 0;
const fault = (text) => { wrong += 1; console.error(text); };
const hash = (kind, text) => createHash(kind).update(text).digest("hex");
const read = (file) => readFileSync(join(folder, file), "utf8");

const manifest = JSON.parse(read("manifest.json")), hashes = [];
if (!isManifest(manifest)) fault(`manifest.json: ${ajv.errorsText(isManifest.errors)}`);
for (const [uuid, entry] of Object.entries(manifest)) {
  const text = read(`${uuid}.json`), whole = JSON.parse(text), event = whole.Event;
  if (!isEvent(whole)) { fault(`${uuid}: ${ajv.errorsText(isEvent.errors)}`); continue; }
  if (entry["integrity:sha256"] !== hash("sha256", text)) fault(`${uuid}: another hash than its file's`);
  for (const field of ["info", "date", "timestamp", "analysis", "threat_level_id"])
    if (entry[field] !== event[field]) fault(`${uuid}: ${field} differs from its event's`);
  if (event.uuid !== uuid || Number(event.attribute_count) !== event.Attribute.length) fault(`${uuid}: it is another event, or of another size`);
  if (new Set(event.Attribute.map((a) => a.uuid)).size !== event.Attribute.length) fault(`${uuid}: an attribute stands twice`);
  for (const a of event.Attribute) {
    if (Number(a.timestamp) > Number(event.timestamp)) fault(`${uuid}: newer than its event: ${a.value}`);
    if (!a.deleted) { hashes.push(`${hash("md5", a.value)},${uuid}`); names += 1; }
  }
}
if (read("hashes.csv").split("\n").filter(Boolean).sort().join() !== hashes.sort().join()) fault("hashes.csv has others than the names that stand");
const events = readdirSync(folder).filter((file) => /^[0-9a-f-]{36}\.json$/.test(file)).length;
if (events !== Object.keys(manifest).length) fault("the manifest names other events than there are");

// The schemas have teeth: each of these changes makes what is right wrong.
const spoil = (right, check, what, change) => {
  const copy = structuredClone(right);
  change(copy);
  if (check(copy)) fault(`the schema takes ${what}`);
};
const first = Object.keys(manifest)[0];
if (first) {
  const event = JSON.parse(read(`${first}.json`));
  spoil(event, isEvent, "an event without its UUID", (e) => delete e.Event.uuid);
  spoil(event, isEvent, "a timestamp that is a number", (e) => (e.Event.timestamp = Number(e.Event.timestamp)));
  spoil(event, isEvent, "a date with a time", (e) => (e.Event.date += "T00:00:00Z"));
  spoil(event, isEvent, "an info of two lines", (e) => (e.Event.info = "a\nb"));
  spoil(event, isEvent, "an unknown type of attribute", (e) => (e.Event.Attribute[0].type = "ip-dst"));
  spoil(event, isEvent, "deleted as a word", (e) => (e.Event.Attribute[0].deleted = "0"));
  spoil(event, isEvent, "something deleted that is acted on", (e) => Object.assign(e.Event.Attribute[0], { deleted: true, to_ids: true }));
  spoil(event, isEvent, "a value with a wildcard", (e) => (e.Event.Attribute[0].value = "*.example"));
  spoil(event, isEvent, "a field that the format has not", (e) => (e.Event.order = "O-1"));
  spoil(manifest, isManifest, "an entry without its organisation", (m) => delete m[first].Orgc);
  spoil(manifest, isManifest, "a key that is no UUID", (m) => (m.first = m[first]));
}
console.log(`${Object.keys(manifest).length} events, ${names} names`);
process.exit(wrong ? 1 : 0);

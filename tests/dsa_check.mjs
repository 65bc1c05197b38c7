// Checks statements of reasons against docs/schemas/dsa-statement.json with ajv, and that the schema refuses what the DSA
// Transparency Database refuses.
//   node tests/dsa_check.mjs FILE…      each a JSON array of records; ends with "N valid", exit code 1 with what is wrong
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// ajv comes with the packages of tests/camara.
const Ajv = createRequire(new URL("camara/package.json", import.meta.url))("ajv/dist/2020.js").default;

const schema = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../docs/schemas/dsa-statement.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } });
const check = ajv.compile(schema);
let wrong = 0, valid = 0, sample = null;
for (const file of process.argv.slice(2))
  for (const record of JSON.parse(readFileSync(file, "utf8"))) {
    sample ??= record;
    if (check(record)) { valid += 1; continue; }
    wrong += 1;
    console.error(record.puid, ajv.errorsText(check.errors));
  }
// The schema has teeth: each of these changes makes a valid record wrong.
const spoiled = {
  "no puid": (r) => delete r.puid,
  "a puid with blanks": (r) => (r.puid = "S 1"),
  "no measure at all": (r) => { delete r.decision_visibility; delete r.decision_provision; },
  "a ground without its law": (r) => { r.decision_ground = "DECISION_GROUND_ILLEGAL_CONTENT"; delete r.illegal_content_legal_ground; },
  "the category that was removed": (r) => (r.category = "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"),
  "facts that are too long": (r) => (r.decision_facts = "x".repeat(5001)),
  "a day that is none": (r) => (r.application_date = "1999-12-31"),
  "a word of one's own": (r) => (r.automated_decision = "SOMEWHAT"),
  "other content, unsaid": (r) => delete r.content_type_other,
  "a source's name for what is voluntary": (r) => { r.source_type = "SOURCE_VOLUNTARY"; r.source_identity = "Somebody"; },
  "a field of one's own": (r) => (r.site = "shop.example"),
};
for (const [what, spoil] of Object.entries(spoiled)) {
  const record = structuredClone(sample ?? {});
  spoil(record);
  if (check(record)) { wrong += 1; console.error(`the schema takes ${what}`); }
}
console.log(`${valid} valid`);
process.exit(wrong === 0 && valid > 0 ? 0 : 1);

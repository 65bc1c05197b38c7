// The examples that the published schemas of XARF v4 carry, through `muster intake xarf --dry-run`.
//   node tests/xarf_examples.mjs MUSTER DATA FOLDER   (FOLDER has types/*.json)     ends with "N passed, N failed"
// Each example that names a web address is taken; each other one is refused because it names none.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [muster, data, folder] = process.argv.slice(2);
let passed = 0, failed = 0;
for (const file of readdirSync(join(folder, "types")).filter((f) => f.endsWith(".json")).sort()) {
  const examples = JSON.parse(readFileSync(join(folder, "types", file), "utf8")).examples ?? [];
  for (const example of examples) {
    const path = join(data, "example.json");
    writeFileSync(path, JSON.stringify(example));
    const run = spawnSync(muster, ["--data", join(data, "i"), "--json", "intake", "xarf", "--dry-run", "--ground", "explicit_unlawful", path], { encoding: "utf8" });
    const told = JSON.parse(run.stdout || "{}");
    const named = typeof example.url === "string" || (example.category === "content" && typeof example.domain === "string");
    const code = told.errors?.[0]?.code ?? "";
    const right = named ? told.reports === 1 && told.refused === 0 : code === "xarf_no_address";
    right ? ++passed : ++failed;
    console.log(`${right ? "ok  " : "FAIL"} ${file.replace(".json", "")}: ${told.reports ? "taken" : `${code} ${told.errors?.[0]?.field ?? run.stderr}`}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

// Writes the demonstration's observed names, one a line, sorted, without duplicates: the real domain names that the npm
// packages of demo/package.json hold.   node demo/names.mjs OUT
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const names = new Set();
const hostLike = /^(?=.{4,253}$)([a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/;

// The packages hold lists, objects of lists, or records with a URL: whatever looks like a host name is one.
function take(value) {
  if (typeof value === "string") {
    const host = value.trim().toLowerCase().replace(/^[a-z]+:\/\//, "").split("/")[0].replace(/\.$/, "");
    if (hostLike.test(host)) names.add(host);
  } else if (Array.isArray(value)) value.forEach(take);
  else if (value && typeof value === "object") Object.values(value).forEach(take);
}

for (const file of [
  "@dahoom/disposable-email/domains.json",
  "disposable-email-domains/index.json",
  "disposable-email-domains/wildcard.json",
  "eth-phishing-detect/src/config.json",
  "free-email-domains/domains.json",
  "top-sites/top-sites.json",
]) take(require(file));

const out = process.argv[2];
if (!out) {
  console.error("demo/names.mjs: say where to write");
  process.exit(2);
}
writeFileSync(out, [...names].sort().join("\n") + "\n");
console.log(`${names.size} names`);

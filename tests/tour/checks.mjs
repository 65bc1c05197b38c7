// What every page of a console must hold, checked in the browser.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const must = (ok, what) => { if (!ok) throw new Error(what); };
// What a screen reader or a keyboard would stumble over; colours are measured, too.
export async function accessible(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa"] }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes[0].target}`)));
  must(found.length === 0, `${what}: ${found.join("; ")}`);
}
export const fits = async (page, what) => must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.querySelector("main").scrollWidth <= innerWidth), `${what} is wider than the screen`);

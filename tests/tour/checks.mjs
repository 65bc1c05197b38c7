// What every page of a console must hold, checked in the browser.
import { appendFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const must = (ok, what) => { if (!ok) throw new Error(what); };
// What a screen reader or a keyboard would stumble over; colours are measured, too. Where it looked is written to the file
// MUSTER_TOUR_PAGES, for every_page.mjs.
export async function accessible(page, what) {
  await page.evaluate(axe);
  let found, still = false;
  // A list that is read again is pale for a moment: a page that was not still while it was looked at is looked at again.
  for (let times = 1; !still; ++times) {
    must(times <= 20, `${what} is never still`);
    await page.locator(".table-box.dim").first().waitFor({ state: "detached" });
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
    ({ found, still } = await page.evaluate(async () => {
      const pale = () => document.querySelector(".table-box.dim") !== null;
      let was = pale();
      const watch = new MutationObserver(() => { was ||= pale(); });
      watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["class"] });
      const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa"] });
      watch.disconnect();
      return { found: violations.map((v) => `${v.id}: ${v.nodes[0].target}`), still: !was };
    }));
  }
  must(found.length === 0, `${what}: ${found.join("; ")}`);
  if (!process.env.MUSTER_TOUR_PAGES) return;
  const wing = (await page.title()).includes("Muster Numbers") ? "numbers" : "sites";
  appendFileSync(process.env.MUSTER_TOUR_PAGES, `${wing} ${new URL(page.url()).pathname}\n`);
}
// Nothing reaches beyond the screen; what does is named.
export async function fits(page, what) {
  const wide = await page.evaluate(() => {
    const main = document.querySelector("main");
    if (document.documentElement.scrollWidth <= innerWidth && main.scrollWidth <= innerWidth) return null;
    const beyond = [...main.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth && !e.closest(".table-box"));
    const widest = beyond.sort((a, b) => b.scrollWidth - a.scrollWidth || b.getBoundingClientRect().right - a.getBoundingClientRect().right);
    return widest.slice(0, 6).map((e) => `${e.tagName}.${e.className} ${e.scrollWidth} "${e.textContent.slice(0, 24)}"`).join("; ");
  });
  must(wide === null, `${what} is wider than the screen: ${wide}`);
}

// Bundles in a real browser: a publisher by two people, a bundle that is refused with its hits, one that runs in shadow and over
// the history and is enabled by the second person; in both languages and on a phone.
//   node tests/tour/bundles.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-bundles"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster);
const { base, data, passwords } = instance;

// A publisher of its own, with a key that the demonstration does not know.
const key = join(data, "publisher.key");
const publicKey = execFileSync(muster, ["bundle", "keygen", key], { encoding: "utf8" }).trim();
function bundle(name, terms) {
  const draft = join(data, `${name}.draft`), file = join(data, `${name}.bundle`);
  const header = { format: "muster-bundle/1", kind: "lexicon", name, version: "1", ground: "explicit_unlawful", licence: "Apache-2.0", source: "A tour", items: terms.length };
  writeFileSync(draft, [header, ...terms].map((x) => JSON.stringify(x) + "\n").join(""));
  execFileSync(muster, ["bundle", "sign", draft, "--key", key, "--publisher", "Tour publisher", "--out", file]);
  return file;
}
const press = bundle("press-words", [{ t: "newspaper", w: 0.5 }, { t: "parliament", w: 0.5 }]);
const markers = bundle("tour-markers", [{ t: "half price", w: 4 }, { t: "planted-term-quorvix", w: 4 }]);
try { instance.run("test", "http://shop-017.example/", "--farm", join(data, "farm.txt")); } catch { /* exit 1: a clue */ }

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const signIn = async (user, options) => (lastPage = await person(browser, base, user, passwords[user], options));
const picture = (page, name, fullPage = false) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

let place;
try {
  let examiner, supervisor;
  await step("a publisher is proposed by one person and confirmed by another", async () => {
    examiner = await signIn("examiner");
    await examiner.goto(base + "/testing?tab=bundles");
    await examiner.getByText("naughty-words").first().waitFor();
    await picture(examiner, "bundles", true);
    await accessible(examiner, "bundles");
    await examiner.getByText("Propose a publisher").click();
    await examiner.getByRole("textbox", { name: "Publisher", exact: true }).fill("Tour publisher");
    await examiner.getByRole("textbox", { name: "Public key" }).fill(publicKey);
    await examiner.getByRole("button", { name: "Propose", exact: true }).click();
    const row = (page) => page.locator("tr", { hasText: "Tour publisher" });
    await row(examiner).getByRole("button", { name: "Confirm" }).click();
    await examiner.getByText("two different persons").first().waitFor();
    supervisor = await signIn("supervisor");
    await supervisor.goto(base + "/testing?tab=bundles");
    await row(supervisor).getByRole("button", { name: "Confirm" }).click();
    await row(supervisor).locator(".state", { hasText: "Enrolled" }).waitFor();
  });
  await step("a list of press words is refused, with its hits", async () => {
    await examiner.goto(base + "/testing?tab=bundles");
    await examiner.getByRole("button", { name: "Load a bundle" }).click();
    await examiner.locator("input[type=file]").setInputFiles(press);
    await examiner.getByRole("button", { name: "Load", exact: true }).click();
    await examiner.getByText("newspaper").first().waitFor();
    await picture(examiner, "refused");
  });
  await step("another is loaded, proposed, runs in shadow and over the history", async () => {
    await examiner.locator("input[type=file]").setInputFiles(markers);
    await examiner.getByRole("button", { name: "Load", exact: true }).click();
    await examiner.waitForURL(/\/testing\/bundles\//);
    place = new URL(examiner.url()).pathname;
    await examiner.getByRole("button", { name: "Propose", exact: true }).click();
    await examiner.getByRole("button", { name: "Start shadow mode" }).click();
    await examiner.locator(".page-head .state", { hasText: "In shadow" }).waitFor();
    await examiner.getByRole("button", { name: "Run over the history" }).click();
    // Every page that was tested so far: the one above, and what the server has tested by itself meanwhile.
    const run = await until("the run over the history ends", () => examiner.evaluate(async () => {
      const [job] = (await (await fetch("/api/jobs?kind=bundle_rerun&state=done")).json()).items;
      return job?.result;
    }));
    must(run.pages >= 1, JSON.stringify(run));
    await examiner.getByText(`Pages: ${run.pages}`).first().waitFor({ timeout: 60000 });
    await examiner.reload();
    await examiner.getByText("two different persons").first().waitFor({ state: "attached" });
    await picture(examiner, "shadow", true);
    await accessible(examiner, "a bundle");
    must((await examiner.getByRole("button", { name: "Enable", exact: true }).count()) === 0, "who proposed has no button to enable");
  });
  await step("the second person enables it", async () => {
    await supervisor.goto(base + place);
    await supervisor.getByRole("button", { name: "Enable", exact: true }).click();
    await supervisor.locator(".page-head .state", { hasText: "Enabled" }).waitFor();
    await picture(supervisor, "enabled", true);
  });
  await step("a known page is entered by one person, and the other isn't told the answer", async () => {
    await examiner.goto(base + "/testing?tab=visits");
    await examiner.getByText("shop-017.example").first().click();
    await examiner.waitForURL(/\/testing\/visits\//);
    await examiner.getByText("Pictures", { exact: true }).waitFor();
    const visit = new URL(examiner.url()).pathname;
    await examiner.goto(base + "/testing?tab=quality");
    await examiner.getByText("Enter a known page").click();
    await examiner.getByRole("textbox", { name: /^Visit/ }).fill(visit);
    await examiner.getByRole("button", { name: "Enter", exact: true }).click();
    await examiner.locator("tr", { hasText: "shop-017.example" }).locator(".state", { hasText: "Proposed" }).waitFor();
    await picture(examiner, "quality", true);
    await accessible(examiner, "quality");
    const decider = await signIn("decider");
    await decider.goto(base + "/testing?tab=quality");
    const row = decider.locator("tr", { hasText: "shop-017.example" });
    await row.getByRole("button", { name: "No violation", exact: true }).click();
    await decider.getByText("Your answer is not the one that was entered").first().waitFor();
    await row.getByRole("button", { name: "Violation", exact: true }).click();
    await decider.getByText("No known pages wait").waitFor();
  });
  await step("this month's report, as it stands now", async () => {
    await examiner.goto(base + "/testing?tab=quality");
    await examiner.getByText("This month so far").click();
    await examiner.getByText("as it stands now").waitFor();
    await picture(examiner, "report", true);
    await accessible(examiner, "a report");
  });
  await step("in Chinese, and on a phone", async () => {
    const page = await signIn("supervisor");
    await page.getByRole("button", { name: "中文" }).first().click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(base + place);
    await page.getByText("历史回算").first().waitFor();
    await fits(page, "a bundle on a phone");
    await picture(page, "phone-zh", true);
    await page.goto(base + "/testing?tab=bundles");
    await page.getByText("数据包").first().waitFor();
    await fits(page, "bundles on a phone");
    await picture(page, "phone-list-zh", true);
    await page.goto(base + "/testing?tab=quality");
    await page.getByText("一致程度").first().waitFor();
    await fits(page, "quality on a phone");
    await picture(page, "phone-quality-zh", true);
    must(page.faults.length === 0, page.faults.join("; "));
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

// The README's tour in a real browser: from a list of observed names to a signed, enforced, appealed and reversed decision.
//   node tests/tour/tour.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible } from "./checks.mjs";
import { startInstance, startUnbound, until } from "./instance.mjs";
import { enrolKey, person, registerKey, sign } from "./people.mjs";
import { neverBlock } from "./never_block.mjs";
import { debarment, figures, statementOfReasons } from "./record.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
let lastPage = null;
const instance = await startInstance(muster);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: browserArguments,
});
const { base, passwords } = instance;
const picture = (page, name) => page.screenshot({ path: picture.path(name) });
picture.path = (name) => `${pictures}/${name}.png`;

const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);
const use = (page) => (lastPage = page);
const planted = "shop-017.example";

try {
  let receipt, examiner, keys, decider, confirmer, unbound, caseUrl, orderNumber, appealOfficer;
  await step("sign in", async () => {
    examiner = use(await person(browser, base, "examiner", passwords.examiner));
    await picture(examiner, "home");
  });
  await step("two people of the authority register security keys, a key officer enrols them", async () => {
    decider = use(await person(browser, base, "decider", passwords.decider, { key: true }));
    const first = await registerKey(decider, base);
    confirmer = use(await person(browser, base, "confirmer", passwords.confirmer, { key: true }));
    const second = await registerKey(confirmer, base);
    keys = use(await person(browser, base, "keys", passwords.keys));
    await enrolKey(keys, base, "Dana Decider", first);
    await enrolKey(keys, base, "Casey Confirmer", second);
  });
  await step("census: observed names against the register", async () => {
    const page = use(examiner);
    await page.goto(base + "/census");
    await page.getByRole("button", { name: "Take a census" }).click();
    await page.setInputFiles("input[type=file]", instance.observed);
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("button", { name: /^Unfiled/ }).or(page.getByRole("link", { name: /^Unfiled/ })).first().waitFor({ timeout: 60000 });
    await page.locator("table tbody tr").first().waitFor({ timeout: 60000 });
    await picture(page, "census");
  });
  await step("unfiled sites get notices", async () => {
    const page = use(examiner);
    await page.goto(base + "/census?standing=unfiled");
    await page.locator("table tbody tr").first().waitFor();
    const boxes = page.locator("table tbody input[type=checkbox]");
    for (let i = 0; i < Math.min(8, await boxes.count()); ++i) await boxes.nth(i).check();
    await page.getByRole("button", { name: "Send notices" }).click();
    await page.locator("p.tell.good").waitFor({ timeout: 60000 });
    const mail = join(instance.data, "mail", "new");
    await until("a provider's letter goes out", () => existsSync(mail) && readdirSync(mail).length > 0, 60);
  });
  await step("test: the planted site raises a suspicion", async () => {
    const page = use(examiner);
    await page.goto(`${base}/testing?url=${planted}`);
    await page.getByRole("button", { name: "Visit now" }).click();
    await until("a suspicion is raised", async () => {
      await page.goto(`${base}/testing?tab=suspicions`);
      return page.locator("table tbody tr", { hasText: planted }).first().waitFor({ timeout: 2500 }).then(() => true, () => false);
    }, 90);
    await page.getByRole("link", { name: planted }).first().click();
    await page.getByRole("button", { name: "Confirm that I looked at it" }).click();
    await page.getByRole("button", { name: "Open a case" }).click();
    await page.waitForURL(/\/cases\//, { timeout: 60000 });
    caseUrl = page.url();
    await picture(page, "case");
  });
  await step("each element is tied to evidence; screened; referred to the authority", async () => {
    const page = use(examiner);
    for (;;) {
      await page.waitForTimeout(400);
      const open = page.locator(".elements li", { hasText: "missing" }).first();
      if ((await open.count()) === 0) break;
      await open.getByRole("button", { name: "Tie evidence" }).click();
      const dialog = page.locator("dialog[open]");
      if (/authority|statement|law/i.test(await dialog.locator("p").first().textContent())) {
        await dialog.getByText("A statement of mine").click();
      }
      if (await dialog.getByLabel("In words").count()) await dialog.getByLabel("In words").fill("Seen on the page and recorded by the visit.");
      await dialog.getByRole("button", { name: "Tie evidence" }).click();
      await dialog.waitFor({ state: "detached" });
    }
    for (const name of ["Seal evidence", "Confirm that I looked at it", "Refer to authority"]) {
      const button = page.getByRole("button", { name });
      if (await button.waitFor({ timeout: 5000 }).then(() => true, () => false)) await button.click();
      await page.waitForTimeout(500);
    }
  });
  await step("the zone is empty and Unbound answers", async () => {
    unbound = await startUnbound(instance, [planted, instance.names.find((n) => n !== planted)]);
    if (unbound.ask(planted) !== "NOERROR") throw new Error(`${planted}: ${unbound.ask(planted)}`);
  });
  await step("decided by one person of the authority", async () => {
    const page = use(decider);
    await page.goto(caseUrl);
    await page.locator("#decide").waitFor({ timeout: 60000 });
    await page.locator("fieldset.scopes label", { hasText: "Network entry" }).filter({ hasNotText: "whole domain" }).first().locator("input").check();
    const noNotice = page.getByLabel("Why was no notice given before?");
    if (await noNotice.count()) await noNotice.fill("The site shows no reachable responsible entity.");
    await page.getByLabel("Reasons").fill("The page offers what the named law forbids to offer; see the sealed visit.");
    await page.getByRole("button", { name: "Write the text to sign" }).click();
    await picture(page, "decision");
    await sign(page, "Sign as decider");
    await until("the first signature stands", async () => (await page.locator(".signers .mark.yes").count()) === 1);
  });
  await step("the decider cannot confirm, and is told why", async () => {
    const page = use(decider);
    await page.reload();
    await page.getByText("Why can’t I sign?").waitFor({ timeout: 60000 });
  });
  await step("one signature enforces nothing", async () => {
    await unbound.refresh();
    if (unbound.ask(planted) !== "NOERROR") throw new Error(`${planted}: ${unbound.ask(planted)}`);
  });
  await step("confirmed by another person: the order is issued", async () => {
    const page = use(confirmer);
    await page.goto(caseUrl);
    await sign(page, "Confirm with my signature");
    await page.locator("a[href^='/orders/']").first().waitFor({ timeout: 60000 });
    await page.locator("a[href^='/orders/']").first().click();
    await page.waitForURL(/\/orders\//);
    await page.locator("h1").waitFor();
    orderNumber = (await page.locator("header span.num, .head span.num, span.num").first().textContent()).trim();
    await picture(page, "order");
    await accessible(page, "an order");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as XARF" }).click();
    const name = (await saved).suggestedFilename();
    if (name !== `${orderNumber}.xarf.json`) throw new Error(`the report for the host is saved as ${name}`);
    const decision = await page.evaluate(async () => (await (await fetch("/api" + location.pathname)).json()).decision_id);
    await page.goto(`${base}/decisions/${decision}`);
    await page.locator("main h1").waitFor();
    await accessible(page, "a decision");
  });
  await step("Unbound answers NXDOMAIN for that name alone", async () => {
    await until("the zone carries the name", async () => {
      await unbound.refresh();
      return unbound.ask(planted) === "NXDOMAIN";
    }, 20).catch((e) => { throw new Error(`${e.message}; ${unbound.ask(planted)}; ${unbound.zone.replace(/\n/g, " / ")}`); });
    const other = instance.names.find((n) => n !== planted);
    if (unbound.ask(other) !== "NOERROR") throw new Error(`${other}: ${unbound.ask(other)}`);
  });
  await step("the statement of reasons is written; it has nobody to go to, is handed over, and arrives", async () => {
    await statementOfReasons(use(examiner), base, browser, orderNumber, picture);
  });
  await step("anybody can look the name up, and appeals", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = use(await context.newPage());
    await page.goto(`${base}/lookup?name=${planted}`);
    await page.getByText(orderNumber).first().waitFor({ timeout: 60000 });
    await picture(page, "lookup");
    await page.goto(`${base}/public/orders/${encodeURIComponent(orderNumber)}`);
    await page.locator("a[href$='/appeal']").first().click();
    await page.locator("textarea").first().fill("The page was changed by somebody who broke in; it has been put right.");
    await page.locator("form button").last().click();
    await page.getByText(/receipt/i).first().waitFor({ timeout: 60000 });
    receipt = (await page.locator(".receipt").first().textContent()).trim();
    await picture(page, "appeal");
  });
  await step("a third person hears the appeal, stays the order and reverses it", async () => {
    appealOfficer = use(await person(browser, base, "appeals", passwords.appeals));
    const page = appealOfficer;
    await page.goto(`${base}/orders?tab=appeals`);
    await page.locator("table tbody a").first().click();
    for (const name of ["Acknowledge receipt", "Stay the order"]) {
      await page.getByRole("button", { name }).click();
      await page.waitForTimeout(600);
    }
    await unbound.refresh();
    if (unbound.ask(planted) !== "NOERROR") throw new Error("a stayed order still takes the name away");
    await page.getByRole("button", { name: "Reverse the order" }).click();
    await page.locator("dialog textarea").fill("The page is clean; the order has no ground any more.");
    await page.locator("dialog").getByRole("button", { name: "Reverse the order" }).click();
    await page.locator("dialog").waitFor({ state: "detached", timeout: 60000 });
    await accessible(page, "an appeal");
  });
  await step("Unbound answers again", async () => {
    await unbound.refresh();
    if (unbound.ask(planted) !== "NOERROR") throw new Error(`${planted}: ${unbound.ask(planted)}`);
  });
  await step("figures have definitions, and lead to their records", async () => {
    await figures(use(examiner), base, picture);
  });
  await step("two people keep the list of names that no order takes away without a third", async () => {
    await neverBlock({ proposer: use(decider), confirmer }, base, picture);
  });
  await step("a company is debarred after a hearing, by three people", async () => {
    const subject = await examiner.evaluate(async () => {
      const { items } = await (await fetch("/api/filings?limit=100")).json();
      const f = items.find((x) => x.subject_name && x.subject_kind !== "individual");
      return f ? { id: f.subject_id, name: f.subject_name } : null;
    });
    if (!subject) throw new Error("no company is on file");
    await debarment({ examiner: use(examiner), hearer: appealOfficer, decider }, base, subject, picture);
  });
  await step("with the receipt the appellant reads what was held against the site, and how soon it was restored", async () => {
    const page = use(await (await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" })).newPage());
    await page.goto(`${base}/public/appeals`);
    await page.fill("#receipt", receipt);
    await page.locator("form[method=post] button").click();
    for (const words of ["What was held against the site", "The order is reversed", "Nothing of it was left anywhere", "Seen on the page and recorded by the visit."])
      await page.getByText(words).first().waitFor({ timeout: 60000 });
    await picture(page, "outcome");
  });
  await step("the ledger verifies in the browser and offline", async () => {
    const auditor = use(await person(browser, base, "auditor", passwords.auditor));
    await auditor.goto(base + "/ledger");
    await auditor.getByText("The ledger is consistent").waitFor({ timeout: 60000 });
    await auditor.locator("table tbody a").first().click();
    await auditor.getByText("Recomputed in this browser").waitFor({ timeout: 60000 });
    await picture(auditor, "ledger");
    const words = instance.run("ledger", "verify");
    console.log("     " + words.trim().split("\n").pop());
  });
  await step("no page broke a content policy or threw", async () => {
    const faults = [examiner, keys, decider, confirmer, appealOfficer].flatMap((p) => p.faults);
    if (faults.length) throw new Error(faults.join(" | "));
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

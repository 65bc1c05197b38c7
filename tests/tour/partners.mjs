// Partners in a real browser: a partner files a link, it is walked, an advertising network is found on its way, the link is
// suspended by two persons, on the stop list that gateways fetch, put right, tested again item by item, lifted, and off that list; on a
// phone too.
//   node tests/tour/partners.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { enrolKey, person, registerKey, sign } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-partners"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster, "[clock]\nprior_notice = \"0 days\"\n[grounds.partner_breach]\ncure = \"0 working days\"\n[testing]\nvisits_per_host_pause_ms = 0\nvisits_per_address_pause_ms = 0\n[promotion]\nadvertising_networks = [\"promo-adnet.example\"]\n");
const { base, passwords } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null, partnerUrl, caseUrl, orderUrl, partner, examiner, decider, confirmer, gateway, stopVersion;
const use = (page) => (lastPage = page);
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

// An address of the farm says itself what it answers.
const hex = (text) => Buffer.from(text).toString("hex");
const landing = `http://land-01.promo-filed.example/page/${hex("Weather radar|Rain and weather by our radar, town by town")}`;
const through = `http://go-07.promo-short.example/go/${hex(`http://ads-05.promo-adnet.example/go/${hex(landing)}`)}`;
async function fileLink(page, short) {
  await page.goto(partnerUrl);
  const form = page.locator("form", { has: page.locator("input[name=landing_url]") });
  for (const [name, value] of Object.entries({ code: "TOUR-1", channel: "posters/spring", service: "Weather radar", landing_url: landing, short_url: short, qr: landing, place: "Station wall" }))
    await form.locator(`input[name=${name}]`).fill(value);
  await form.getByRole("button", { name: "Add a link" }).click();
  await until("the form is empty again", async () => (await form.locator("input[name=code]").inputValue()) === "");
}
// What a gateway fetches that has the list of version `since`; an auditor reads the same document.
const stopList = (since) => gateway.evaluate(async (since) => {
  const answer = await fetch(`/feeds/stop-list?since=${since}`);
  return answer.ok ? answer.text() : `${answer.status} ${await answer.text()}`;
}, since);
async function walk(page) {
  const number = (await page.locator("h1").textContent()).match(/P-\d{4}-\d+/)?.[0];
  await page.goto(`${base}/partners/${number}/links/TOUR-1`);
  await page.getByRole("button", { name: "Walk it now" }).waitFor();  // else what was walked before is not there to be counted
  const before = await page.locator("a[href^='/testing/visits/']").count();
  await page.getByRole("button", { name: "Walk it now" }).click();
  await until("the link was walked", async () => {
    await page.reload();
    await page.locator("h1").waitFor();
    await page.waitForTimeout(400);
    return (await page.locator("a[href^='/testing/visits/']").count()) > before;
  }, 60);
}

try {
  await step("a partner sees its own page alone", async () => {
    partner = use(await person(browser, base, "partner", passwords.partner));
    await partner.getByRole("link", { name: "Partners", exact: true }).click();
    await partner.locator("table tbody tr").first().waitFor();
    must((await partner.locator("table tbody tr").count()) === 1, "more than its own");
    await partner.locator("table tbody tr a").first().click();
    await partner.getByRole("heading", { name: "What it has to show" }).waitFor();
    partnerUrl = partner.url();
    await partner.locator(".tree summary").first().click();
    await partner.locator(".tree .tree").first().waitFor();
    await partner.getByRole("heading", { name: "Charged on bills" }).waitFor();
    await partner.getByText("Nothing of this partner is on the stop list.").waitFor();
    await accessible(partner, "a partner's own page");
    await picture(partner, "partner");
  });
  await step("it sees the services that it charges for", async () => {
    await partner.getByRole("link", { name: "Charging", exact: true }).click();
    await partner.locator("table tbody tr a").first().click();
    await partner.getByRole("heading", { name: "Charge flow" }).waitFor();
    must((await partner.getByRole("button", { name: "Walk it" }).count()) === 0, "a partner walks flows");
    await accessible(partner, "a partner's own service");
    await picture(partner, "service");
  });
  await step("it files a link whose way leads through an advertising network", async () => {
    await fileLink(partner, through);
    await picture(partner, "filed");
  });
  await step("the link is walked hop by hop, and the network is found", async () => {
    await walk(partner);
    await partner.locator(".chain li.stop", { hasText: "ads-05.promo-adnet.example" }).waitFor();
    await partner.getByRole("heading", { name: "The way of the QR code" }).waitFor();
    await accessible(partner, "a link");
    await picture(partner, "chain");
  });
  await step("an examiner reads the finding and opens a case", async () => {
    examiner = use(await person(browser, base, "examiner", passwords.examiner));
    await examiner.goto(`${base}/partners?tab=findings&kind=advertising_network`);
    await examiner.locator("table tbody tr", { hasText: "TOUR-1" }).getByRole("link").first().click();
    await examiner.getByRole("heading", { name: "What was found" }).waitFor();
    await accessible(examiner, "a finding");
    await picture(examiner, "finding");
    await examiner.getByRole("button", { name: "Open a case" }).click();
    await examiner.getByRole("link", { name: "The case that was opened on it" }).click();
    await examiner.waitForURL(/\/cases\//);
    caseUrl = examiner.url();
  });
  await step("the clause is tied, the partner is told, the case is referred", async () => {
    const page = use(examiner);
    const open = page.locator(".elements li", { hasText: "missing" }).first();
    await open.getByRole("button", { name: "Tie evidence" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("A statement of mine").click();
    await dialog.getByLabel("In words").fill("Clause 4: no advertising network stands between.");
    await dialog.getByRole("button", { name: "Tie evidence" }).click();
    await dialog.waitFor({ state: "detached" });
    const told = await page.evaluate(async (id) => {
      const csrf = (await (await fetch("/api/session")).json()).csrf_token;
      const answer = await fetch(`/api/cases/${id}/notices`, { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf, "idempotency-key": "tour-notice" }, body: JSON.stringify({ words: "An advertising network stands on the way of TOUR-1." }) });
      return [answer.status, await answer.text()];
    }, caseUrl.split("/").pop());
    must(told[0] < 300, `the notice: ${told}`);
    await page.reload();
    for (const name of ["Seal evidence", "Confirm that I looked at it", "Refer to authority"]) {
      const button = page.getByRole("button", { name });
      if (await button.waitFor({ timeout: 5000 }).then(() => true, () => false)) await button.click();
      await page.waitForTimeout(500);
    }
    use(partner);
    const letters = await partner.evaluate(async () => (await (await fetch("/api/notices?limit=20")).json()).items.map((n) => n.kind));
    must(letters.includes("prior_notice"), `the partner was not told: ${letters}`);
  });
  await step("keys", async () => {
    decider = use(await person(browser, base, "decider", passwords.decider, { key: true }));
    const first = await registerKey(decider, base);
    confirmer = use(await person(browser, base, "confirmer", passwords.confirmer, { key: true }));
    const second = await registerKey(confirmer, base);
    const keys = use(await person(browser, base, "keys", passwords.keys));
    await enrolKey(keys, base, "Dana Decider", first);
    await enrolKey(keys, base, "Casey Confirmer", second);
  });
  await step("two persons suspend the link, and nothing wider", async () => {
    const page = use(decider);
    await page.goto(caseUrl);
    await page.locator("#decide").waitFor({ timeout: 60000 });
    const scopes = page.locator("fieldset.scopes label");
    must((await scopes.count()) === 4, `${await scopes.count()} scopes: a link, two channels, a partner are possible`);
    await scopes.first().locator("input").check();
    await page.getByLabel("Reasons").fill("An advertising network stands on the way, against clause 4.");
    await picture(page, "decide");
    await page.getByRole("button", { name: "Write the text to sign" }).click();
    await sign(page, "Sign as decider");
    await until("the first signature stands", async () => (await page.locator(".signers .mark.yes").count()) === 1);
    use(partner);
    await partner.reload();
    must((await partner.locator(".tell.stop").count()) === 0, "one signature suspends");
    use(confirmer);
    await confirmer.goto(caseUrl);
    await sign(confirmer, "Confirm with my signature");
    await confirmer.locator("a[href^='/orders/']").first().waitFor({ timeout: 60000 });
    orderUrl = base + (await confirmer.locator("a[href^='/orders/']").first().getAttribute("href"));
    use(partner);
    await partner.reload();
    await partner.locator(".tell.stop", { hasText: "Suspended: link:" }).waitFor();
    await partner.goto(partnerUrl);
    await partner.locator("li", { hasText: "/TOUR-1" }).filter({ hasText: "stopped" }).waitFor();
    await picture(partner, "suspended");
  });
  await step("gateways are told by the stop list, whole and signed", async () => {
    const page = use(confirmer);
    await page.goto(`${base}/billing?tab=stops`);
    await page.locator("table tbody tr", { hasText: "/TOUR-1" }).getByRole("link", { name: /^O-/ }).waitFor({ timeout: 20000 });
    await picture(page, "stop-list");
    gateway = use(await person(browser, base, "auditor", passwords.auditor));
    const document = await stopList(0);
    must(/^\+ link:P-\d{4}-\d+\/TOUR-1 O-\S+$/m.test(document), `the link is not on the list: ${document}`);
    must(/\n\n— \S+ \S+\n$/.test(document), `the list is not signed: ${document}`);
    stopVersion = document.match(/^version (\d+)$/m)[1];
  });
  await step("the partner reads it among its instructions, and says that it is done", async () => {
    const page = use(partner), row = page.locator("table tbody tr", { hasText: "/TOUR-1" });
    await until("the instruction is there", async () => {
      await page.goto(`${base}/instructions`);
      return row.first().waitFor({ timeout: 3000 }).then(() => true, () => false);
    }, 40);
    await row.getByRole("link").first().click();
    await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await page.getByRole("button", { name: "It is done" }).click();
    await page.locator(".under .state", { hasText: "Verified" }).waitFor();  // the register of contracts acted with the order
    await picture(page, "instruction");
    await page.goto(partnerUrl);
  });
  await step("it can not be lifted before the re-test", async () => {
    const page = use(partner);
    await page.getByRole("link", { name: "What has to be tested again" }).first().click();
    await page.locator(".tell.wait").waitFor();
    await picture(page, "retest-open");
    const d = use(decider);
    await d.goto(orderUrl);
    await d.getByRole("button", { name: "Lift" }).first().click();
    await d.locator("dialog[open] textarea").fill("It says that it is fixed.");
    await d.locator("dialog[open] button.primary").click();
    await d.locator("dialog[open]").getByText("not tested away yet").waitFor();
  });
  await step("put right, walked again, and the item is met", async () => {
    const page = use(partner);
    await fileLink(page, `http://go-07.promo-short.example/go/${hex(landing)}`);
    await walk(page);
    must((await page.locator(".chain li.stop").count()) === 0, "something is still wrong on the way");
    await page.getByText("Gone from it:").first().waitFor();
    await picture(page, "fixed");
    await page.getByRole("link", { name: "What has to be tested again" }).first().click();
    await page.locator(".tell.good").waitFor();
    await accessible(page, "the re-test");
    await picture(page, "retest-complete");
  });
  await step("lifted by the body that decided, and the link is free", async () => {
    const d = use(decider);
    await d.goto(orderUrl);
    await d.getByRole("button", { name: "Lift" }).first().click();
    await d.locator("dialog[open] textarea").fill("Tested again and found in order.");
    await d.locator("dialog[open] button.primary").click();
    await d.locator("dialog[open]").waitFor({ state: "detached" });
    const page = use(partner);
    await page.goto(partnerUrl);
    await page.getByRole("heading", { name: "What it has to show" }).waitFor();
    must((await page.locator(".tell.stop").count()) === 0, "it is still suspended");
  });
  await step("gateways are told that it may be promoted again", async () => {
    const page = use(confirmer);
    await page.goto(`${base}/billing?tab=stops`);
    await page.getByText("Nothing is stopped").waitFor({ timeout: 20000 });
    const delta = await stopList(stopVersion);
    must(/^- link:P-\d{4}-\d+\/TOUR-1$/m.test(delta) && !/^\+/m.test(delta), `since ${stopVersion}: ${delta}`);
    must(Number(delta.match(/^version (\d+)$/m)[1]) > Number(stopVersion), "the version did not grow");
  });
  await step("how many links were walked lately, in Chinese, and on a phone", async () => {
    const page = use(examiner);
    await page.goto(`${base}/partners`);
    await page.getByText(/Of \d+ links \d+ were inspected/).waitFor();
    await picture(page, "list");
    const phone = use(await person(browser, base, "registrar", passwords.registrar, { viewport: { width: 390, height: 844 } }));
    for (const [name, url] of [["phone-list", `${base}/partners`], ["phone-partner", partnerUrl], ["phone-link", `${partnerUrl}/links/TOUR-1`], ["phone-findings", `${base}/partners?tab=findings&state=fixed`]]) {
      await phone.goto(url);
      await phone.locator("h1").waitFor();
      await phone.waitForTimeout(600);
      await fits(phone, name);
      await picture(phone, name);
    }
    must(phone.faults.length === 0 && partner.faults.length === 0, [...phone.faults, ...partner.faults].join("; "));
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

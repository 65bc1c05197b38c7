// Reports of the public in a real browser: sent with a proof of work and without a script, looked up and taken back by who has the
// secret, looked at by an examiner, rejected, and sealed by one key; in both languages and on a phone.
//   node tests/tour/reports.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-reports"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
// Three reports a minute are many here: from the fourth on each brings a proof of work.
const instance = await startInstance(muster, "[reports]\nproof_from_per_minute = 3\nproof_bits_first = 10\nproof_bits_max = 12\n");
const { base, data, passwords } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

async function visitor(options = {}) {
  const page = (lastPage = await (await browser.newContext({ viewport: { width: 1000, height: 900 }, locale: "en-GB", ...options })).newPage());
  page.faults = [];
  page.on("pageerror", (e) => page.faults.push(String(e)));
  page.on("console", (m) => { if (m.type() === "error" && /Content Security Policy|Uncaught/.test(m.text())) page.faults.push(m.text()); });
  page.asked = [];
  page.on("request", (r) => page.asked.push(r.url()));
  return page;
}
async function report(page, address, ground, words) {
  await page.goto(base + "/public/reports");
  await page.fill("#address", address);
  await page.selectOption("#ground", ground);
  if (words) await page.fill("#explanation", words);
  await page.locator("#report button").click();
  await page.locator(".receipt, .error").first().waitFor({ timeout: 60000 });
  const [number, secret] = (await page.locator(".receipt").allTextContents()).map((x) => x.trim());
  return { number, secret };
}

try {
  let first, second, examiner;
  await step("anybody reports and gets a receipt", async () => {
    const page = await visitor();
    await page.goto(base + "/public");
    await page.getByRole("link", { name: "Report a site" }).first().click();
    await accessible(page, "the form");
    await picture(page, "form");
    first = await report(page, "https://tour-quorvix.example/pay", "billing_fraud", "I was charged and had agreed to nothing.");
    must(/^R-\d{4}-\d{6}$/.test(first.number) && first.secret.length === 24, `${first.number} ${first.secret}`);
    await accessible(page, "the receipt");
    await picture(page, "receipt");
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("without a script, while few come in, in Chinese", async () => {
    const page = await visitor({ javaScriptEnabled: false, locale: "zh-CN" });
    second = await report(page, "http://tour-quorvix.example/other", "billing_fraud", "被扣费，但从未同意。");
    must(second.number !== undefined, "no receipt");
    await page.getByText("举报已收到").waitFor();
    await picture(page, "receipt-zh");
  });
  await step("many come in: the browser does its work, and without a script the page says why not", async () => {
    const page = await visitor();
    for (let i = 0; i < 3; i++) must((await report(page, `http://tour-many-${i}.example/`, "unfiled", "No number.")).number, "no receipt");
    page.asked.length = 0;
    must((await report(page, "http://tour-worked.example/", "phishing_or_malware", "It asks for a code.")).number, "no receipt");
    must(page.asked.some((u) => u.endsWith("/api/public-reports/challenge")), "no challenge was asked for");
    const asked = await (await fetch(base + "/api/public-reports/challenge")).json();
    must(asked.bits >= 10, `work of ${asked.bits} bits`);
    const bare = await visitor({ javaScriptEnabled: false });
    const refused = await report(bare, "http://tour-bare.example/", "unfiled", "No number.");
    must(refused.number === undefined, "taken without work");
    await bare.getByText("has to do a little work").waitFor();
    must((await bare.inputValue("#address")) === "http://tour-bare.example/", "what was typed is gone");
    await picture(bare, "without-script");
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("number and secret show the outcome, and stand in no address", async () => {
    const page = await visitor();
    await page.goto(base + "/public/reports");
    await page.fill("#number", second.number);
    await page.fill("#secret", second.secret);
    await page.getByRole("button", { name: "Show the outcome" }).click();
    await page.getByText("Others reported the same").waitFor();
    await accessible(page, "the status");
    await picture(page, "status");
    must(page.asked.every((u) => !u.includes(second.secret)), "the secret stands in an address");
    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByText("Taken back").first().waitFor();
  });
  await step("an examiner sees the queue, trusted flaggers first", async () => {
    examiner = lastPage = await person(browser, base, "examiner", passwords.examiner);
    await examiner.getByRole("link", { name: "Reports" }).click();
    await examiner.locator("table tbody tr").first().waitFor();
    must((await examiner.locator("table tbody tr").first().textContent()).includes("Trusted"), "the first is not the flagger's");
    await accessible(examiner, "the list");
    await picture(examiner, "queue");
  });
  await step("reads the words and rejects; the reporter learns why", async () => {
    await examiner.goto(base + `/reports?q=${first.number}`);
    await examiner.getByRole("link", { name: first.number }).click();
    await examiner.getByRole("button", { name: "Read", exact: true }).click();
    await examiner.getByText("I was charged and had agreed to nothing.").waitFor();
    await accessible(examiner, "a report");
    await picture(examiner, "report");
    await examiner.getByRole("button", { name: "Reject as unfounded" }).click();
    await examiner.locator("dialog textarea").fill("The charge was agreed to on another page.");
    await examiner.locator("dialog button.primary").click();
    await examiner.locator(".page-head .state", { hasText: "Closed" }).waitFor();
    const page = await visitor();
    await page.goto(base + "/public/reports");
    await page.fill("#number", first.number);
    await page.fill("#secret", first.secret);
    await page.getByRole("button", { name: "Show the outcome" }).click();
    await page.getByText("agreed to on another page").waitFor();
  });
  await step("one key seals what may show a minor; the hotline gets the address", async () => {
    lastPage = examiner;
    await examiner.goto(base + "/reports?q=tour-worked.example");
    await examiner.locator("table tbody tr a").first().click();
    await examiner.getByText("Key M").waitFor();
    await examiner.keyboard.press("m");
    await examiner.locator(".page-head .state", { hasText: "Sealed" }).waitFor();
    must(!(await examiner.locator("main").textContent()).includes("tour-worked"), "its name is still there");
    await examiner.goto(base + "/reports?q=tour-worked.example");
    await examiner.getByText("No report waits").waitFor();
    const mail = join(data, "mail", "new");
    const address = Buffer.from("http://tour-worked.example/").toString("base64").slice(0, 32);
    await until("the hotline's letter leaves", () => existsSync(mail) && readdirSync(mail).some((f) => { const text = readFileSync(join(mail, f), "utf8"); return text.includes(address) || text.includes("tour-worked.example"); }), 60);
  });
  await step("the desk enters a report; a trusted flagger is revoked with a reason", async () => {
    lastPage = examiner;
    await examiner.goto(base + "/reports?tab=enter");
    await examiner.getByLabel("Reported page").fill("http://tour-letter.example/");
    await examiner.locator("form.panel textarea").fill("It came by letter.");
    await examiner.getByRole("button", { name: "Send the report" }).click();
    await examiner.locator("p.tell.good").waitFor();
    await accessible(examiner, "the desk's form");
    const supervisor = (lastPage = await person(browser, base, "supervisor", passwords.supervisor));
    await supervisor.getByRole("link", { name: "Reports" }).click();
    const row = supervisor.locator("tr", { hasText: "Consumer Watch" });
    await row.locator(".state", { hasText: "Active" }).waitFor();
    await picture(supervisor, "flaggers");
    await row.getByRole("button", { name: "Revoke" }).click();
    await supervisor.locator("dialog textarea").fill("Its reports were copied from elsewhere.");
    await supervisor.locator("dialog button.danger").click();
    await row.locator(".state", { hasText: "Revoked" }).waitFor();
    await accessible(supervisor, "trusted flaggers");
    must(supervisor.faults.length === 0, supervisor.faults.join("; "));
  });
  await step("in Chinese, and on a phone", async () => {
    const page = (lastPage = await person(browser, base, "examiner", passwords.examiner));
    await page.getByRole("button", { name: "中文" }).first().click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(base + "/reports");
    await page.getByText("可信举报方").first().waitFor();
    await fits(page, "the list on a phone");
    await picture(page, "phone-list-zh");
    await page.locator("table tbody tr a").first().click();
    await page.getByText("举报人所述").waitFor();
    await fits(page, "a report on a phone");
    await picture(page, "phone-zh");
    must(page.faults.length === 0, page.faults.join("; "));
    const small = await visitor({ viewport: { width: 390, height: 844 }, locale: "zh-CN" });
    await small.goto(base + "/public/reports");
    await fits(small, "the form on a phone");
    await picture(small, "phone-form-zh");
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

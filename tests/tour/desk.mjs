// The desk of those who work on cases, in a real browser and by the keyboard alone where it is about review: take the next,
// uncover, hand over with a note, let go; what one is spared, what one is no fair judge of, who is missing; in both languages
// and on a phone.
//   node tests/tour/desk.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-desk"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster, "[care]\nviews_per_day = 2\n");
const { base, passwords } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const use = (page) => (lastPage = page);
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

async function call(session, method, path, body, headers = {}) {
  const answer = await fetch(base + path, {
    method, headers: { "content-type": "application/json", ...(session && { cookie: session.cookie, "x-csrf-token": session.csrf }), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const value = answer.headers.get("content-type")?.includes("json") ? await answer.json() : await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${value.code}`);
  return { value, answer };
}
async function signIn(login, password) {
  const { value, answer } = await call(null, "POST", "/api/session", { login, password });
  return { cookie: answer.headers.get("set-cookie").split(";")[0], csrf: value.csrf_token, person: value.person, mustChange: value.must_change_password };
}
const rows = (page, n) => until(`${n} rows`, async () => (await page.locator("table tbody tr").count()) === n, 15);
// By the keyboard: Tab until what is focused says so.
async function tabTo(page, says, most = 80) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => { const e = document.activeElement; return `${e?.tagName} ${e?.getAttribute("aria-label") ?? ""} ${e?.textContent ?? ""}`; });
    if (says.test(at)) return;
  }
  throw new Error(`the keyboard does not reach ${says}`);
}

try {
  let examiner, colleague, opened = [];
  await step("a second examiner, and three cases", async () => {
    const admin = await signIn("admin", passwords.admin);
    const { value: parties } = await call(admin, "GET", "/api/parties?kind=authority&limit=10");
    const { value: made } = await call(admin, "POST", "/api/people", { display_name: "Erin Examiner", login: "erin", party_id: parties.items[0].id, identity: "passport:A0000043" });
    const { answer } = await call(admin, "GET", `/api/people/${made.id}`);
    await call(admin, "PUT", `/api/people/${made.id}/roles`, { roles: ["examiner"] }, { "if-match": answer.headers.get("etag") });
    const first = await signIn("erin", made.first_password);
    colleague = { password: made.first_password };
    if (first.mustChange) {
      colleague.password = "quiet harbour lantern 42";
      await call(first, "POST", "/api/session/password", { current: made.first_password, next: colleague.password });
    }
    const session = await signIn("examiner", passwords.examiner);
    for (const [target, ground, region] of [["desk-a.example", "explicit_unlawful", "CN-11"], ["desk-b.example", "unfiled", "CN-35"], ["desk-c.example", "phishing_or_malware", "CN-11"]])
      opened.push((await call(session, "POST", "/api/cases", { target, ground, region }, { "idempotency-key": target })).value);
  });
  await step("the queue: what is late first on top, by region, ground and urgency", async () => {
    examiner = use(await person(browser, base, "examiner", passwords.examiner));
    await examiner.getByRole("link", { name: "Cases", exact: true }).click();
    await examiner.locator("table tbody tr").nth(2).waitFor();
    must((await examiner.locator("table tbody tr").first().textContent()).includes("desk-a.example"), "the first is another one");
    await accessible(examiner, "the queue");
    await picture(examiner, "queue");
    await examiner.getByRole("button", { name: "Urgent", exact: true }).click();
    await rows(examiner, 2);
    await examiner.getByRole("button", { name: "Urgent", exact: true }).click();
    await examiner.locator("select[aria-label=Ground]").selectOption("unfiled");
    await rows(examiner, 1);
    await examiner.locator("select[aria-label=Ground]").selectOption("");
    await rows(examiner, 3);
  });
  await step("by the keyboard: N takes the next, content stays covered until it is asked for", async () => {
    await examiner.locator("body").press("n");
    await examiner.waitForURL(/\/cases\/[0-9a-f-]{36}/);
    await examiner.getByText("You work on it until").waitFor();
    await accessible(examiner, "a case that I work on");
    await picture(examiner, "claimed");
    await examiner.locator("body").press("b");
    await examiner.getByRole("button", { name: /Blur content/ }).waitFor();
    await examiner.locator("body").press("b");
    await examiner.getByRole("button", { name: /Show content/ }).waitFor();
  });
  await step("by the keyboard: handed over with a note", async () => {
    await examiner.locator("body").press("h");
    const dialog = examiner.locator("dialog[open]");
    await dialog.getByText("Stands in the case’s time line.").waitFor();
    await tabTo(examiner, /^SELECT/);
    await examiner.keyboard.type("Erin");
    await tabTo(examiner, /^TEXTAREA/);
    await examiner.keyboard.type("The second visit is missing.");
    await tabTo(examiner, /^BUTTON .*Hand over/);
    await examiner.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await examiner.getByText("Erin Examiner works on it until").waitFor();
    const page = use(await person(browser, base, "erin", colleague.password));
    await page.getByRole("link", { name: "Cases", exact: true }).click();
    await page.getByText("The second visit is missing.").waitFor();
    await page.getByRole("link", { name: opened[0].number }).first().click();
    await page.getByText("You work on it until").waitFor();
    await page.locator("body").press("r");
    await page.getByText("Nobody works on it now.").waitFor();
    await page.locator("body").press("t");
    await page.getByText("You work on it until").waitFor();
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("meanwhile nobody else takes its next step, and J and K walk the queue", async () => {
    use(examiner);
    await examiner.reload();
    await examiner.getByText("Erin Examiner works on it until").waitFor();
    const before = examiner.url();
    await examiner.locator("body").press("j");
    await examiner.waitForURL((u) => u.toString() !== before);
    await examiner.locator("h1").waitFor();
    await examiner.locator("body").press("k");
    await examiner.waitForURL(before);
  });
  await step("so much content a day and no more", async () => {
    await examiner.locator("body").press("b");
    await examiner.getByRole("button", { name: /Blur content/ }).waitFor();
    await examiner.locator("body").press("b");
    await examiner.getByRole("button", { name: /Show content/ }).waitFor();
    await examiner.locator("body").press("b");
    await examiner.getByText("That is enough for one day").waitFor();
    await picture(examiner, "capped");
  });
  await step("what one is spared, and what one is no fair judge of", async () => {
    await examiner.goto(base + "/cases?tab=care");
    await examiner.getByText("You have uncovered content 2 times today, of 2.").waitFor();
    await examiner.getByLabel("Explicit content that a named law forbids").or(examiner.getByLabel(/Explicit/)).first().check();
    await examiner.getByLabel("Which").fill("desk-b.example");
    await examiner.getByRole("button", { name: "Declare" }).click();
    await examiner.locator("li", { hasText: "desk-b.example" }).waitFor();
    await accessible(examiner, "for me");
    await picture(examiner, "care");
    await examiner.goto(base + "/cases?tab=queue");
    await rows(examiner, 1);
    must((await examiner.locator("table tbody tr").textContent()).includes("desk-c.example"), "another case is left");
  });
  await step("who is missing, and who is on duty", async () => {
    const supervisor = use(await person(browser, base, "supervisor", passwords.supervisor));
    await supervisor.goto(base + "/cases?tab=staffing");
    await supervisor.getByText("a decider with an enrolled key").waitFor();
    await supervisor.getByRole("button", { name: "Put on duty" }).first().click();
    await supervisor.locator("form.panel").getByLabel("Person").selectOption({ label: (await supervisor.locator("form.panel").getByLabel("Person").locator("option", { hasText: "Erin Examiner" }).textContent()) });
    const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 16);
    await supervisor.locator("form.panel").getByLabel("From").fill(day(-1));
    await supervisor.locator("form.panel").getByLabel("Until").fill(day(2));
    await supervisor.locator("form.panel button.primary").click();
    await supervisor.locator("ul.links li", { hasText: "Erin Examiner" }).getByText("now").waitFor();
    await accessible(supervisor, "who is missing");
    await picture(supervisor, "staffing");
    const auditor = await signIn("auditor", passwords.auditor);
    const { value: csv } = await call(auditor, "GET", "/api/case-history.csv");
    must(csv.includes("case.handed_over") && csv.includes(opened[0].number), "the history lacks what happened");
    must(supervisor.faults.length === 0, supervisor.faults.join("; "));
  });
  await step("in Chinese, and on a phone", async () => {
    const page = use(await person(browser, base, "erin", colleague.password));
    await page.getByRole("button", { name: "中文" }).first().click();
    await page.goto(base + "/cases");
    await page.getByText("最先到期的排在最前").waitFor();
    await picture(page, "queue-zh");
    await page.setViewportSize({ width: 390, height: 844 });
    for (const tab of ["queue", "staffing", "care"]) {
      await page.goto(base + `/cases?tab=${tab}`);
      await page.locator("main .group, main table, main .empty").first().waitFor();
      await fits(page, `${tab} on a phone`);
      await picture(page, `phone-${tab}-zh`);
    }
    must([...page.faults, ...examiner.faults].length === 0, [...page.faults, ...examiner.faults].join("; "));
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

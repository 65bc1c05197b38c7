// From a report to a reversed order by the keyboard alone, in English and in Chinese: anybody reports, an examiner reviews, one
// decides and another confirms, the notice is handed over, an appeal is filed and the order is reversed. No pointer is used from
// the moment somebody reports; whatever is pressed has to be reached with Tab, and shows that it has the focus.
//   node tests/tour/keyboard.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { enrolKey, person, registerKey } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-keyboard"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster, "[testing]\nvisits_per_host_pause_ms = 0\nvisits_per_address_pause_ms = 0\n");
const { base, passwords, data, run } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const use = (page) => (lastPage = page);
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

// What the console says, out of its own lists of words.
function words(language) {
  const folder = new URL("../../console/src/", import.meta.url), said = new Map();
  for (const [at, name] of [["i18n/", `${language}_common`], ["sites/i18n/", language]])
    for (const file of readdirSync(new URL(at, folder)).filter((f) => f.startsWith(name)))
      for (const [, key, text] of readFileSync(new URL(at + file, folder), "utf8").matchAll(/'([a-z_.]+)': '((?:[^'\\]|\\.)*)'/g)) said.set(key, text.replaceAll("\\'", "'"));
  return (key) => {
    must(said.has(key), `there is no word ${key} in ${language}`);
    return said.get(key);
  };
}

// Tab until what has the focus is meant: `css`, and `text` in what it, its label or its row says.
async function reach(page, css, text = "", most = 250) {
  for (let i = 0; i < most; i++) {
    const at = await page.evaluate(({ css, text }) => {
      const e = document.activeElement;
      if (!e?.matches(css) || ![e, e.closest("label"), e.closest("tr")].some((x) => x?.textContent.includes(text))) return "";
      return e.matches(":focus-visible") ? "there" : "unseen";
    }, { css, text });
    must(at !== "unseen", `${css} ${text} has the focus and does not show it`);
    if (at) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${css} ${text}`);
}
async function press(page, css, text = "") {
  await page.locator(css, text ? { hasText: text } : {}).first().waitFor({ timeout: 60000 });
  await reach(page, css, text);
  await page.keyboard.press("Enter");
}
// The link of a list's row.
async function open(page, text) {
  await page.locator("table tbody tr", { hasText: text }).first().waitFor({ timeout: 60000 });
  await reach(page, "table tbody a", text);
  await page.keyboard.press("Enter");
}
async function write(page, css, what) {
  await reach(page, css);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(what);
}
// Of a list or of radio buttons that has the focus: down until what is chosen is meant.
async function choose(page, meant) {
  for (let i = 0; i < 30; i++) {
    if (await page.evaluate(meant.test, meant.value)) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`the arrow keys do not reach ${meant.value}`);
}
const option = (value) => ({ value, test: (v) => document.activeElement.value === v });
const radio = (value) => ({ value, test: (v) => document.activeElement.checked && document.activeElement.closest("label").textContent.includes(v) });
const gone = (page) => page.locator("dialog[open]").waitFor({ state: "detached", timeout: 60000 });

// With the browser's own switch to the language; what they hold was registered before.
async function signedIn(page, login, language) {
  await page.goto(base + "/");
  await page.locator("input[name=login]").waitFor();
  await write(page, "input[name=login]", login);
  await write(page, "input[name=password]", passwords[login]);
  await page.keyboard.press("Enter");
  await page.waitForSelector("nav", { state: "attached", timeout: 60000 });
  await press(page, ".rail button.link", language === "zh" ? "中文" : "English");
  return use(page);
}
async function signedOut(page) {
  await press(page, "details.me summary");
  await press(page, "details.me button");
  await page.locator("input[name=login]").waitFor();
}
// A place of the rail.
async function place(page, path) {
  await press(page, `.rail a[href="${path}"]`);
  await page.waitForURL((u) => u.pathname === path);
  await page.locator("main h1").waitFor();
}

async function walk(language, host, people) {
  const t = words(language), locale = language === "zh" ? "zh-CN" : "en-GB";
  const visitor = async () => use(await (await browser.newContext({ locale })).newPage());
  const name = (what) => `${what} (${language})`;
  const take = async (page) => {
    await page.getByText(t("desk.free.one")).waitFor();
    await until("the case is taken", async () => {  // a key that is pressed in the moment in which the page comes may be lost
      await page.keyboard.press("t");
      return page.getByText(t("desk.mine.until")).first().waitFor({ timeout: 2000 }).then(() => true, () => false);
    });
  };
  let orderNumber;
  await step(name("anybody reports"), async () => {
    const page = await visitor();
    await page.goto(base + "/public/reports");
    await page.locator("#address").waitFor();
    await write(page, "#address", `http://${host}/`);
    await reach(page, "#ground");
    await choose(page, option("explicit_unlawful"));
    await write(page, "#explanation", language === "zh" ? "页面提供法律禁止的内容。" : "The page offers what the law forbids.");
    await press(page, "#report button");
    await page.locator(".receipt").first().waitFor({ timeout: 60000 });
    await accessible(page, "the receipt");
    await page.context().close();
  });
  await step(name("reviewed: looked at, a case opened and taken, each element tied, referred"), async () => {
    try { run("test", "--farm", `${data}/farm.txt`, `http://${host}/`); } catch (e) { if (e.status !== 1) throw e; }  // 1: a finding
    const page = await signedIn(people.examiner, "examiner", language);
    await place(page, "/testing");
    await open(page, host);
    await page.waitForURL(/\/testing\/suspicions\//);
    await press(page, ".steps button", t("event.screen"));
    await page.locator(".page-head .state").first().waitFor();
    await press(page, "button.primary", t("suspicion.open.case"));
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
    await page.locator("#element-1").waitFor();
    await take(page);
    for (let i = 1; i <= (await page.locator(".elements > li").count()); i++) {
      if ((await page.locator(`#element-${i} .tick.no`).count()) === 0) continue;
      await page.keyboard.press(String(i));
      await page.keyboard.press("Enter");
      await page.locator("dialog[open]").waitFor();
      await reach(page, "dialog input[type=radio]");
      if (i > 1) await choose(page, radio(t("element.statement")));
      await write(page, "dialog textarea", "Seen on the page, and recorded by the visit.");
      await press(page, "dialog button.primary");
      await gone(page);
      await page.locator(`#element-${i} .tick.yes`).waitFor();
    }
    for (const event of ["seal", "screen", "refer"]) {
      const button = page.locator(".steps button", { hasText: t(`event.${event}`) });
      if (event === "seal" && (await button.count()) === 0) continue;  // as the suspicion brought it
      await press(page, ".steps button", t(`event.${event}`));
      await button.waitFor({ state: "detached", timeout: 60000 });
    }
    await accessible(page, "a case that was referred");
    await page.screenshot({ path: `${pictures}/referred-${language}.png`, fullPage: true });
  });
  // Out of the queue; D goes to what there is to do.
  const taken = async (page) => {
    await place(page, "/cases");
    await open(page, host);
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
    await page.locator("h1", { hasText: host }).waitFor();
    await take(page);
  };
  const sign = async (page, signatures) => {
    await page.locator("#sign input[type=checkbox]").waitFor({ timeout: 60000 });
    await page.keyboard.press("d");
    await reach(page, "#sign input[type=checkbox]");
    await page.keyboard.press("Space");
    await press(page, "#sign button.primary");
    await until("the signature stands", async () => (await page.locator(".signers .mark.yes").count()) === signatures);
  };
  await step(name("decided and signed by one person"), async () => {
    const page = await signedIn(people.decider, "decider", language);
    await taken(page);
    await page.locator("#decide").waitFor({ timeout: 60000 });
    await page.keyboard.press("d");
    await reach(page, "#decide input[type=radio]");
    await choose(page, radio(`${t("measure.network")} · ${t("scope.host")}`));
    const written = language === "zh" ? "该网站未提供可联系的责任主体。" : "The site shows no reachable responsible entity.";
    await write(page, "#decide textarea", written);
    await page.keyboard.press("Tab");
    await write(page, "#decide textarea", language === "zh" ? "页面提供法律禁止的内容，见封存的访问。" : "The page offers what the named law forbids; see the sealed visit.");
    await press(page, "#decide button.primary");
    await sign(page, 1);
  });
  await step(name("confirmed by another person: there is an order"), async () => {
    const page = await signedIn(people.confirmer, "confirmer", language);
    await taken(page);
    await sign(page, 2);
    await press(page, "main a[href^='/orders/']");
    await page.waitForURL(/\/orders\/[0-9a-f-]{36}/);
    orderNumber = (await page.locator("span.num", { hasText: /^O-/ }).first().textContent()).trim();
    must(/^O-\d{4}-\d{6}$/.test(orderNumber), `no order's number: ${orderNumber}`);
  });
  await step(name("the statement of reasons is handed over"), async () => {
    const page = use(people.examiner);
    const number = "S" + orderNumber.slice(1);
    await place(page, "/orders");
    await press(page, "main a[href='/statements']");
    await page.waitForURL(/\/statements$/);
    await until("it could not be delivered, and waits for a person", async () => {
      await page.reload();
      return page.locator("tr", { hasText: number }).filter({ hasText: t("statement.state.undelivered") }).waitFor({ timeout: 2500 }).then(() => true, () => false);
    }, 90);
    await open(page, number);
    await press(page, "button.primary", t("statements.hand_over"));
    await page.locator("dialog[open]").waitFor();
    await write(page, "dialog textarea", language === "zh" ? "今日以挂号信寄出。" : "By registered letter, today.");
    await press(page, "dialog button.primary");
    await gone(page);
    await page.locator(".page-head .state", { hasText: t("statement.state.handed_over") }).waitFor();
  });
  await step(name("anybody looks the name up, and appeals"), async () => {
    const page = await visitor();
    await page.goto(base + "/lookup");
    await page.locator("input[name=name]").waitFor();
    await write(page, "input[name=name]", host);
    await page.keyboard.press("Enter");
    await press(page, "a[href^='/public/orders/']");
    await press(page, "a[href$='/appeal']");
    await page.locator("textarea").first().waitFor();
    await write(page, "textarea", language === "zh" ? "页面曾遭他人入侵，现已恢复。" : "Somebody had broken in; the page has been put right.");
    await press(page, "main form button");
    await page.locator(".receipt").first().waitFor({ timeout: 60000 });
    must((await page.locator(".receipt").first().textContent()).trim().length > 8, "no receipt");
    await page.context().close();
  });
  await step(name("a third person stays the order and reverses it"), async () => {
    const page = await signedIn(people.appeals, "appeals", language);
    await place(page, "/orders");
    // The list of appeals takes its time: until it is there, no order may stand among them.
    await page.route("**/api/appeals?*", async (route) => { await page.waitForTimeout(1500); await route.continue(); }, { times: 1 });
    await press(page, "nav.tabs a", t("orders.appeals"));
    await open(page, orderNumber);
    await page.waitForURL(/\/(appeals|orders)\//);
    for (const event of ["acknowledge", "stay"]) {
      const button = page.locator(".steps button", { hasText: t(`event.${event}`) });
      await press(page, ".steps button", t(`event.${event}`));
      await button.waitFor({ state: "detached", timeout: 60000 });
    }
    await press(page, ".steps button.danger", t("event.reverse"));
    await page.locator("dialog[open]").waitFor();
    await write(page, "dialog textarea", language === "zh" ? "页面已恢复正常，命令已无依据。" : "The page is clean; the order has no ground any more.");
    await press(page, "dialog button.primary");
    await gone(page);
    await accessible(page, "an appeal that was decided");
    await page.screenshot({ path: `${pictures}/reversed-${language}.png`, fullPage: true });
    const order = await page.evaluate(async (number) => (await (await fetch(`/api/orders/${number}`)).json()), orderNumber);
    must(order.in_force === false, `the order is ${order.state}`);
    must(Object.values(people).every((one) => one.faults.length === 0), Object.values(people).flatMap((one) => one.faults).join("; "));
  });
  await step(name("everybody signs out"), async () => {
    for (const page of Object.values(people)) await signedOut(use(page));
  });
}

try {
  const people = {};
  await step("keys are registered and enrolled", async () => {
    for (const login of ["examiner", "decider", "confirmer", "appeals"])
      people[login] = use(await person(browser, base, login, passwords[login], { key: login === "decider" || login === "confirmer" }));
    const keys = use(await person(browser, base, "keys", passwords.keys));
    await enrolKey(keys, base, "Dana Decider", await registerKey(people.decider, base));
    await enrolKey(keys, base, "Casey Confirmer", await registerKey(people.confirmer, base));
    for (const page of Object.values(people)) await signedOut(page);
  });
  await walk("en", "shop-017.example", people);
  await walk("zh", "club-001.example", people);
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

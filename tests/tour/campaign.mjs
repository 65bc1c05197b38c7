// A campaign of registering again in a real browser: approved by another person than who drafted it, its waves and figures, a
// deadline that moves, a line that is exempted; on a desk and on a phone, in both languages.
//   node tests/tour/campaign.mjs MUSTER-NUMBERS [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { freePort, putAway, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [numbers, pictures = "build/tour-campaign"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
let lastPage = null;

const data = mkdtempSync(join(tmpdir(), "muster-campaign-tour-"));
const run = (...args) => execFileSync(numbers, ["--data", join(data, "i"), ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
const first = /shown once: (\S+)/.exec(run("instance", "init", "--kind", "demo", "--name", "tour", "--admin", "root"))[1];
for (const [name, region, from] of [["North", "CN-11", "+8619900000000"], ["South", "CN-31", "+8619910000000"]]) {
  const pool = run("pool", "make", "--name", name, "--region", region, "--first", from, "--last", from.slice(0, -4) + "9999");
  run("pool", "stock", pool, "600");
  run("unverified", "generate", pool, "600", "--shops", "6");
}
const port = await freePort();
const base = `http://localhost:${port}`;
const server = spawn(numbers, ["--data", join(data, "i"), "server", "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
let log = "";
for (const stream of [server.stdout, server.stderr]) stream.on("data", (d) => { log += d; });
await until("the server answers", () => {
  if (server.exitCode !== null) throw new Error("the server ended: " + log);
  return fetch(base + "/healthz").then((r) => r.ok, () => false);
});

// One who talks to the API without a browser.
async function caller(login, password) {
  const answer = await fetch(base + "/api/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ login, password }) });
  must(answer.ok, `${login} signs in: ${answer.status}`);
  const cookie = answer.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
  const session = await answer.json();
  return {
    session,
    async ask(method, path, body, more = {}) {
      const said = await fetch(base + "/api" + path, { method, headers: { cookie, "x-csrf-token": session.csrf_token, "content-type": "application/json", ...more }, body: body ? JSON.stringify(body) : undefined });
      const text = await said.text();
      must(said.ok, `${method} ${path}: ${said.status} ${text.slice(0, 300)}`);
      return { body: text ? JSON.parse(text) : null, etag: said.headers.get("etag"), location: said.headers.get("location") };
    },
  };
}
async function changed(login, former, next) {
  const one = await caller(login, former);
  await one.ask("POST", "/session/password", { current: former, next });
  return caller(login, next);
}
const passwords = { olu: "tall birches by the water 41", sue: "seven grey herons at noon 58" };
const root = await changed("root", first, "an old map of quiet roads 73");
const party = root.session.party.id;
for (const [login, name, role, identity] of [["olu", "Olu Operator", "operator", "passport:A0000001"], ["sue", "Sue Supervisor", "supervisor", "passport:A0000002"]]) {
  const made = await root.ask("POST", "/people", { display_name: name, login, party_id: party, identity });
  const shown = await root.ask("GET", `/people/${made.body.id}`);
  await root.ask("PUT", `/people/${made.body.id}/roles`, { roles: [role, "compliance_officer"] }, { "if-match": shown.etag });
  await changed(login, made.body.first_password, passwords[login]);
}
const operator = await caller("olu", passwords.olu);
const day = 86_400_000, at = (ms) => new Date(Date.now() + ms).toISOString().replace(/\.\d+Z/, "Z");
const drafted = await operator.ask("POST", "/campaigns", {
  name: "Second stage", sender: "Example", place: "any shop", cohort: { registered_before: "2013-09-01" },
  waves: [{ name: "Three and more", held_min: 3, invite_at: at(20_000), deadline: at(60 * day) }, { name: "The others", invite_at: at(14 * day), deadline: at(90 * day) }],
});

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: browserArguments,
});
const signIn = async (user, options) => (lastPage = await person(browser, base, user, passwords[user], options));
const picture = (page, name, fullPage = false) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

const place = `/campaigns/${drafted.body.id}`;
try {
  await step("who drafted a campaign does not approve it", async () => {
    const page = await signIn("olu");
    await page.goto(base + "/campaigns");
    await page.getByRole("link", { name: "Second stage" }).click();
    await page.locator(".steps details summary").first().click();
    await page.getByText("Your roles don’t include this step.").first().waitFor();
    must((await page.getByRole("button", { name: "Approve", exact: true }).count()) === 0, "no button to approve");
    await picture(page, "draft");
    await accessible(page, "a draft");
  });
  await step("a supervisor approves, and it begins", async () => {
    const page = await signIn("sue");
    await page.goto(base + place);
    for (const [act, then] of [["Approve", "Approved"], ["Start", "Running"]]) {
      await page.getByRole("button", { name: act, exact: true }).click();
      await page.locator("dialog").getByRole("button", { name: act, exact: true }).click();
      await page.locator(".page-head .state", { hasText: then }).waitFor();
    }
  });
  let page;
  await step("lines are enrolled and the first wave is invited; figures by wave, region and dealer", async () => {
    run("campaign", "run");
    await until("the day of the first wave", () => Date.now() > new Date(drafted.body.waves[0].invite_at).getTime());
    run("campaign", "run");
    page = await signIn("olu");
    await page.goto(base + place);
    await page.getByText("1,200 lines").waitFor();
    await page.locator("td", { hasText: "CN-31" }).first().waitFor();
    await page.locator("td", { hasText: "shop-0001" }).waitFor();
    must((await page.locator(".parts .invited").count()) > 0, "a part of the bar is invited");
    await page.getByText("As many a day as now").first().waitFor();
    await picture(page, "campaign", true);
    await accessible(page, "a campaign");
    await fits(page, "a campaign");
  });
  await step("a deadline moves with its reason", async () => {
    await page.getByRole("button", { name: "Move the deadline" }).first().click();
    const box = page.locator("dialog");
    await picture(page, "move");
    await box.locator("textarea").fill("The shops were closed by the storm");
    await box.locator("input").fill(at(5 * day).slice(0, 16));
    await box.getByRole("button", { name: "Move the deadline" }).click();
    await box.getByText("least term").first().waitFor();  // too early: it says so, and nothing moved
    await box.locator("input").fill(at(75 * day).slice(0, 16));
    await box.getByRole("button", { name: "Move the deadline" }).click();
    await box.waitFor({ state: "detached" });
    await page.getByText("The shops were closed by the storm").waitFor();
    await page.getByText("moved 1 ×").waitFor();
    await picture(page, "moved");
  });
  await step("a line is exempted; its number stands in no address and masked alone", async () => {
    await page.getByRole("button", { name: "Exempt a line" }).click();
    const box = page.locator("dialog");
    await box.locator("input[type=tel]").fill("+86 199 0000 0000");
    await box.locator("select").selectOption("hospital");
    await box.locator("input[type=date]").fill(at(30 * day).slice(0, 10));
    const asked = page.waitForRequest((r) => r.method() === "POST" && r.url().includes("/exemptions"));
    await box.getByRole("button", { name: "Exempt a line" }).click();
    must(!(await asked).url().includes("1990"), "the number stands in an address");
    await page.getByText("+861•••••••000").waitFor();
    await page.locator("td", { hasText: "in force" }).waitFor();
    await accessible(page, "exemptions");
    await picture(page, "exempted");
  });
  await step("an operator drafts one in the console: a day too early is said at its field, then it stands", async () => {
    await page.goto(base + "/campaigns");
    await page.getByRole("button", { name: "Draft a campaign" }).click();
    const box = page.locator("dialog");
    await box.getByLabel("Campaign", { exact: true }).fill("Old paper registers");
    await box.getByLabel("Messages from").fill("Example");
    await box.getByLabel("Register at").fill("any shop");
    await box.getByLabel("Citizen", { exact: true }).check();
    await box.getByLabel("Registered before").fill("2012-01-01");
    await box.getByRole("button", { name: "Add a wave" }).click();
    const second = box.locator("fieldset", { hasText: "Wave 2" });
    await second.getByLabel("Deadline").fill(at(40 * day).slice(0, 10));
    await accessible(page, "the form of a campaign");
    await picture(page, "new");
    await box.getByRole("button", { name: "Draft it" }).click();
    await second.locator(".fault").first().waitFor();
    must((await second.locator(".fault").first().textContent()).includes("least term"), "the fault stands at its wave");
    await picture(page, "new-fault");
    await second.getByLabel("Deadline").fill(at(150 * day).slice(0, 10));
    await box.getByRole("button", { name: "Draft it" }).click();
    await page.locator("h1", { hasText: "Old paper registers" }).waitFor();
    await page.locator(".page-head .state", { hasText: "Draft" }).waitFor();
    must((await page.locator("table.waves tbody tr").count()) === 2, "two waves");
    await page.getByText("2012-01-01").waitFor();
  });
  await step("on a phone, in Chinese", async () => {
    const phone = await signIn("olu", { viewport: { width: 390, height: 844 } });
    await phone.evaluate(() => localStorage.setItem("muster.language", "zh"));
    await phone.goto(base + "/campaigns");
    await phone.locator('main a[href^="/campaigns/"]').first().waitFor();
    must((await phone.locator("h1").first().textContent()).includes("补登记"), "in Chinese");
    await picture(phone, "phone-list");
    await fits(phone, "the list on a phone");
    await phone.goto(base + place);
    await phone.getByText("期限届满时的预计").waitFor();
    await picture(phone, "phone-campaign", true);
    await accessible(phone, "a campaign on a phone");
    await fits(phone, "a campaign on a phone");
  });
} catch (e) {
  broke(e);
} finally {
  await browser.close();
  await putAway([server], data);
}
end();

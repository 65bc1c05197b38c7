// The person's own page in a real browser, on a phone and on a desktop: number, code, what is in my name, "not mine", the lock of
// a SIM, no new numbers, who looked me up, everything that is held; what staff decides shows; in Chinese; axe finds nothing.
//   node tests/person/person_page.mjs MUSTER_NUMBERS [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { browserArguments } from "../tour/steps.mjs";
import { iccid, residentId } from "./register.mjs";
import { putAway } from "../tour/instance.mjs";

const [numbers, pictures = "build/person"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "muster-person-"));
const run = (...args) => execFileSync(numbers, ["--data", join(data, "i"), ...args], { encoding: "utf8" }).trim();
let passed = 0, failed = 0;
async function step(name, work) {
  try { await work(); passed += 1; console.log(`ok   ${name}`); }
  catch (e) { failed += 1; console.log(`FAIL ${name}: ${String(e.message).split("\n").slice(0, 5).join(" | ")}`); }
}
const must = (condition, what) => { if (!condition) throw new Error(what); };

// Three numbers of one person, one of another; a person of the house.
run("instance", "init", "--kind", "demo", "--name", "person");
const pool = run("pool", "make", "--name", "Range", "--operator", "Demonstration Mobile", "--region", "CN-11", "--first", "+8619900000000", "--last", "+8619900009999");
run("pool", "stock", pool, "50");
const dealer = run("dealer", "add", "--name", "Corner Shop 42");
writeFileSync(join(data, "sims.csv"), "iccid,imsi\n" + Array.from({ length: 10 }, (_, i) => `${iccid(i + 1)},46099${String(i + 1).padStart(10, "0")}`).join("\n") + "\n");
writeFileSync(join(data, "one.csv"), `iccid,imsi\n${iccid(1)},460990000000001\n`);
const packs = run("dealer", "stock", dealer, pool, join(data, "sims.csv")).split("\n").map((l) => l.split(","));
const header = "key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,place,device,consent";
const capture = (key, person, msisdn) => `${key},citizen,cn_resident_id,CHN,${residentId("19900101", person)},,Specimen Person ${person},1990-01-01,"12 Example Street, Utopia",${msisdn},${dealer},BJ-0042,T-17,terms-1`;
const register = (...lines) => { writeFileSync(join(data, "captures.csv"), [header, ...lines].join("\n") + "\n"); return run("register", join(data, "captures.csv")); };
register(capture("a", 1, packs[0][0]), capture("b", 1, packs[1][0]), capture("c", 1, packs[2][0]), capture("d", 2, packs[3][0]));
writeFileSync(join(data, "people.csv"), "kind,country,number,name,birth_date,status\n" + [1, 2].map((n) => `cn_resident_id,CHN,${residentId("19900101", n)},Specimen Person ${n},1990-01-01,`).join("\n") + "\n");
run("work", "--register-file", join(data, "people.csv"));

const server = spawn(numbers, ["--data", join(data, "i"), "server", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
let log = "";
for (const stream of [server.stdout, server.stderr]) stream.on("data", (d) => { log += d; });
const base = await new Promise((resolve, reject) => {
  const look = setInterval(() => { const m = /http:\/\/localhost:\d+/.exec(log); if (m) { clearInterval(look); resolve(m[0]); } }, 50);
  setTimeout(() => reject(new Error("the server did not start: " + log)), 20000).unref();
});
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
const lastCode = () => readFileSync(join(data, "i", "demo-codes.txt"), "utf8").trim().split("\n").pop().split(" ").pop();

async function visit(name, options, number) {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  const seen = [];
  page.on("request", (r) => seen.push(r.url()));
  const picture = (what) => page.screenshot({ path: `${pictures}/${name}-${what}.png`, fullPage: true });
  await page.goto(base + "/me");
  await picture("start");
  await page.getByRole("textbox").fill(number);
  await page.getByRole("button", { name: /Send the code|发送验证码/ }).click();
  await picture("code");
  await page.getByRole("textbox").fill("000000");
  await page.getByRole("button", { name: /Go on|继续/ }).click();
  must(await page.getByRole("alert").isVisible(), "a wrong code says so");
  await page.getByRole("textbox").fill(lastCode());
  await page.getByRole("button", { name: /Go on|继续/ }).click();
  await picture("home");
  return { context, page, seen, picture };
}
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "en-GB" };
const desktop = { viewport: { width: 1280, height: 900 }, locale: "en-GB" };

try {
  await step("phone: from a number to all numbers, without a script", async () => {
    const { page, picture, seen, context } = await visit("phone", phone, packs[0][0]);
    await page.getByRole("link", { name: "See the numbers in my name" }).click();
    must((await page.locator("ul.items > li").count()) === 3, "three numbers, not the other person's");
    must((await page.locator("body").evaluate((b) => b.scrollWidth <= window.innerWidth).catch(() => true)), "nothing sticks out");
    await picture("numbers");
    must(!(await page.content()).includes(packs[0][0].slice(1)), "masked");
    await page.getByRole("link", { name: "This is not mine" }).nth(2).click();
    await picture("not-mine");
    await page.getByRole("textbox").fill("I never was in that shop.");
    await page.getByRole("button", { name: "Yes, it is not mine" }).click();
    await picture("disputed");
    must(await page.getByText("a person will look at it").isVisible(), "the dispute is open");
    await page.goto(base + "/me/numbers");
    await page.getByRole("link", { name: "Lock its SIM" }).first().click();
    await picture("lock");
    await page.getByRole("button", { name: "Lock the SIM" }).click();
    must(await page.getByText("SIM locked").isVisible(), "locked");
    let refused = "";
    try { run("line", "sim", packs[0][0], iccid(9), "--reason", "lost"); } catch (e) { refused = String(e.stderr); }
    must(/locked its SIM/.test(refused), "a shop can't change the SIM: " + refused);
    must(seen.every((u) => !/\d{7}/.test(u.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "").replace(/:\d+/, ""))), "no number in an address");
    await context.close();
  });
  await step("phone: no new numbers, and a shop is refused", async () => {
    const { page, picture, context } = await visit("phone-freeze", phone, packs[1][0]);
    await page.getByRole("link", { name: /Stop new numbers in my name/ }).click();
    await picture("question");
    await page.getByRole("button", { name: "Stop new numbers" }).click();
    must(await page.getByText("Nobody can register a new number in your name now").isVisible(), "frozen");
    let said = "";
    try { said = register(capture("e", 1, packs[4][0])); } catch (e) { said = String(e.stdout); }
    must(/registration_frozen/.test(said), "refused with its own code: " + said);
    await page.getByRole("link", { name: /Stop new numbers in my name/ }).click();
    await page.getByRole("button", { name: "Allow new numbers" }).click();
    must(/1 registered/.test(register(capture("f", 1, packs[4][0]))), "lifted");
    await context.close();
  });
  await step("desktop: who looked me up, everything that is held, leaving", async () => {
    const { page, picture, context } = await visit("desktop", desktop, packs[3][0]);
    await page.getByRole("link", { name: "Get everything that is held about me" }).click();
    await picture("export");
    await page.getByRole("button", { name: "Show it as a page to print" }).click();
    must(await page.getByText("Specimen Person 2").isVisible(), "the name is there");
    await picture("export-page");
    await page.goto(base + "/me/export");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download it as a file" }).click()]);
    const held = JSON.parse(readFileSync(await file.path(), "utf8"));
    must(held.identity[0].name === "Specimen Person 2" && held.lines.length === 1, "the file says the same");
    await page.goto(base + "/me/readings");
    must(await page.getByText("took everything that is held").first().isVisible(), "the reading is listed");
    await picture("readings");
    await page.goto(base + "/me/wrong");
    await picture("wrong");
    await page.getByRole("button", { name: "Send" }).click();
    await page.goto(base + "/me");
    await page.getByRole("button", { name: "Leave this page" }).click();
    await page.goto(base + "/me/numbers");
    must(page.url() === base + "/me", "closed");
    await context.close();
  });
  await step("a number that is nobody's gets the same pages", async () => {
    const context = await browser.newContext({ ...desktop, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(base + "/me");
    await page.getByRole("textbox").fill("+8619900009000");
    await page.getByRole("button", { name: "Send the code" }).click();
    must(await page.getByText("What code did you get?").isVisible(), "the code page");
    await context.close();
  });
  await step("in Chinese, on a phone", async () => {
    const { page, picture, context } = await visit("phone-zh", { ...phone, locale: "zh-CN" }, packs[2][0]);
    await page.getByRole("link", { name: /查看我名下的号码/ }).click();
    await picture("numbers");
    must(await page.getByRole("heading", { name: "我名下的号码" }).isVisible(), "in Chinese");
    await page.goto(base + "/me/readings");
    await picture("readings");
    await context.close();
  });
  await step("axe finds nothing on the pages", async () => {
    const context = await browser.newContext({ ...desktop, bypassCSP: true });
    const page = await context.newPage();
    const check = async (where) => {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run());
      must(violations.length === 0, where + ": " + violations.map((v) => `${v.id} ${v.nodes[0].html}`).join("; "));
    };
    await page.goto(base + "/me");
    await check("start");
    await page.getByRole("textbox").fill(packs[3][0]);
    await page.getByRole("button", { name: "Send the code" }).click();
    await check("code");
    await page.getByRole("textbox").fill(lastCode());
    await page.getByRole("button", { name: "Go on" }).click();
    for (const path of ["", "/numbers", "/readings", "/freeze", "/wrong", "/disputes", "/export", "/demo-codes"]) {
      await page.goto(base + "/me" + path);
      await check(path || "home");
      must((await page.content()).length < 50000, path + " is small");
    }
    await context.close();
  });
  await step("in production a gateway gets the code, and no page shows it", async () => {
    const got = [];
    const sink = createServer((request, response) => {
      let body = "";
      request.on("data", (d) => { body += d; }).on("end", () => { got.push(JSON.parse(body)); response.writeHead(200, { "Content-Type": "application/json" }).end("{}"); });
    });
    await new Promise((r) => sink.listen(0, "127.0.0.1", r));
    const real = (...args) => execFileSync(numbers, ["--data", join(data, "real"), ...args], { encoding: "utf8" }).trim();
    real("instance", "init", "--kind", "production", "--name", "real");
    const range = real("pool", "make", "--name", "Range", "--region", "CN-11", "--first", "+8619900000000", "--last", "+8619900009999");
    real("pool", "stock", range, "5");
    const shop = real("dealer", "add", "--name", "Shop");
    const [number] = real("dealer", "stock", shop, range, join(data, "sims.csv").replace("sims", "one")).split("\n")[0].split(",");
    writeFileSync(join(data, "real.csv"), [header, capture("r", 1, number).replace(dealer, shop)].join("\n") + "\n");
    real("register", join(data, "real.csv"));
    real("line", "step", number, "activate");
    const other = spawn(numbers, ["--data", join(data, "real"), "server", "--port", "0", "--sms-url", `http://127.0.0.1:${sink.address().port}/sms`], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [other.stdout, other.stderr]) stream.on("data", (d) => { said += d; });
    try {
      for (let i = 0; i < 200 && !/localhost:\d+/.test(said); ++i) await new Promise((r) => setTimeout(r, 50));
      const root = /http:\/\/localhost:\d+/.exec(said)[0];
      const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(root + "/me");
      must(!(await page.content()).includes("demo-codes"), "no word of a demonstration");
      await page.getByRole("textbox").fill(number);
      await page.getByRole("button", { name: "Send the code" }).click();
      for (let i = 0; i < 100 && got.length === 0; ++i) await new Promise((r) => setTimeout(r, 50));
      must(got.length === 1 && got[0].to === number, "the gateway got it: " + JSON.stringify(got));
      await page.getByRole("textbox").fill(/\d{6}/.exec(got[0].text)[0]);
      await page.getByRole("button", { name: "Go on" }).click();
      must(await page.getByText("What do you want to do?").isVisible(), "it opens the page");
      must((await page.goto(root + "/me/demo-codes")).status() === 404, "no page shows codes");
      must(!/\d{6}/.test(said.replace(/"(at|ts|time)":"[^"]*"/g, "").replace(/localhost:\d+/g, "")) || !said.includes(/\d{6}/.exec(got[0].text)[0]), "nor the log");
      await context.close();
    } finally {
      other.kill("SIGTERM");
      await new Promise((r) => other.once("exit", r));
      sink.close();
    }
  });
  await step("nothing personal in the server's log", () => {
    must(!/Specimen|19900101|1990-01-01|8619900000|Example Street/.test(log), log);
  });
} finally {
  await browser.close();
  await putAway([server], data);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

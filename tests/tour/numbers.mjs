// The second half of the README's tour in a real browser: the console of muster-numbers, on a desk and on a phone, in light
// and dark, in both languages, by keyboard.
//   node tests/tour/numbers.mjs MUSTER-NUMBERS [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startNumbers } from "./instance.mjs";
import { deskPages, desks } from "./numbers_desk.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [numbers, pictures = "build/tour-numbers"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
let lastPage = null;

const house = await startNumbers(numbers, 4000, 500);
const { base, data, passwords, run } = house;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: browserArguments,
});
const pages = [];
const signIn = async (user, options) => {
  const page = await person(browser, base, user, passwords[user], options);
  pages.push(page);
  return (lastPage = page);
};
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png` });

const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

try {
  let registrar, second, number, line;
  await step("the other house has its own name and its own colour, and holds nothing of the first one", async () => {
    const page = (lastPage = await (await browser.newContext({ locale: "en-GB" })).newPage());
    await page.goto(base + "/");
    await page.locator("form button.primary").waitFor();
    must((await page.locator(".brand").textContent()).includes("Muster Numbers"), "another name");
    must((await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim())) !== "#2f55c8", "another accent");
    await picture(page, "sign-in");
    await accessible(page, "sign-in");
    for (const place of ["/filings", "/census", "/cases"]) must((await fetch(base + place)).status === 404, place);
    const html = await (await fetch(base + "/")).text();
    const script = await (await fetch(base + /src="(\/assets\/[^"]+\.js)"/.exec(html)[1])).arrayBuffer();
    must(!Buffer.from(script).toString().includes("Take a census"), "words of the other console");
    await page.context().close();
  });
  await step("home: what waits for me", async () => {
    registrar = await signIn("registrar");
    await registrar.getByText("Check by hand").first().waitFor();
    await picture(registrar, "home");
    await accessible(registrar, "home");
  });
  await step("a registration is checked by hand: read for a purpose, confirmed by one", async () => {
    const page = registrar;
    await page.goto(base + "/registrations?waiting=persons");
    await page.locator("table tbody tr").first().waitFor();
    await picture(page, "registrations");
    await accessible(page, "registrations");
    await page.locator("table tbody a.cover").first().click();
    await page.getByRole("button", { name: "Confirm the identity" }).waitFor();
    await picture(page, "registration");
    await accessible(page, "registration");
    await page.getByRole("button", { name: "Read and record" }).click();
    await page.getByText("Recorded: Verify the identity.").waitFor();
    await page.getByRole("button", { name: "Confirm the identity" }).click();
    await page.getByText("You have said your word").waitFor();
  });
  await step("who captured it can't check it", async () => {
    const dealer = await signIn("dealer");
    await dealer.goto(registrar.url());
    await dealer.getByText("Why can’t I say my word?").waitFor();
    await dealer.getByText("You captured it").waitFor();
    must((await dealer.locator("nav a[href='/lines']").count()) === 0, "a dealer has no register of lines");
  });
  await step("a second person confirms, and the line serves", async () => {
    second = await signIn("second");
    await second.goto(registrar.url());
    await second.getByRole("button", { name: "Confirm the identity" }).click();
    await second.locator(".page-head .state", { hasText: "Verified" }).waitFor();
    await picture(second, "registration-verified");
  });
  await step("lines of a range; a number stands in no address", async () => {
    const page = (lastPage = registrar);
    await page.goto(base + "/pools");
    await page.locator("table tbody tr").first().waitFor();
    await picture(page, "pools");
    await accessible(page, "pools");
    await page.getByRole("link", { name: "North · shops" }).click();
    await page.getByRole("button", { name: "Free", exact: true }).click();
    // A number that serves nobody stands in clear; the others' rows may still be there.
    number = (await page.locator("table tbody tr", { has: page.locator(".state", { hasText: "Free" }) }).first().locator("a.cover").textContent()).trim();
    await page.getByRole("button", { name: "In service", exact: true }).click();
    await page.locator("table tbody .state", { hasText: "In service" }).first().waitFor();
    await picture(page, "lines");
    await accessible(page, "lines");
    await page.locator("input[type=tel]").fill(number);
    await page.locator("form.look-up select").selectOption("customer_request");
    const asked = page.waitForRequest((r) => r.url().includes("/look-up"));
    await page.getByRole("button", { name: "Look it up" }).click();
    must(!(await asked).url().includes(number.slice(-6)), "the number stands in an address");
    await page.waitForURL(/\/lines\/[0-9a-f-]{36}$/);
    await page.getByText("Looked up who holds the line").waitFor();
  });
  await step("a line is barred with a reason, and restored", async () => {
    const page = registrar;
    await page.goto(base + "/pools");
    await page.getByRole("link", { name: "East · shops" }).click();
    await page.getByRole("button", { name: "In service", exact: true }).click();
    await page.locator("table tbody .state", { hasText: "In service" }).first().waitFor();
    await page.locator("table tbody a.cover").first().click();
    await page.getByRole("button", { name: "Bar", exact: true }).waitFor();
    line = page.url();
    await picture(page, "line");
    await accessible(page, "line");
    await page.getByRole("button", { name: "Bar", exact: true }).click();
    await page.locator("dialog select").selectOption("holder_asked");
    await page.locator("dialog").getByRole("button", { name: "Bar", exact: true }).click();
    await page.locator(".page-head .state", { hasText: "Barred" }).waitFor();
    await page.getByRole("button", { name: "Restore" }).click();
    await page.locator(".page-head .state", { hasText: "In service" }).waitFor();
  });
  await step("a person is read one record at a time; the reading is on the page", async () => {
    const page = registrar;
    await page.goto(line);
    await page.getByRole("link", { name: "The person" }).first().click();
    await page.getByRole("button", { name: "Read and record" }).waitFor();
    must((await page.locator("main").textContent()).match(/Mustermann|Specimen|Eriksson|Doe/) === null, "a name before it was read");
    await page.locator("select").selectOption("customer_request");
    await page.getByRole("button", { name: "Read and record" }).click();
    await page.getByText("Recorded: The person asked.").waitFor();
    await page.getByText("Personal data read").first().waitFor();
    await picture(page, "person");
    await accessible(page, "person");
    await page.goto(base + "/persons");
    await page.getByText("Persons are not listed").waitFor();
    await picture(page, "persons");
    await accessible(page, "persons");
  });
  await step("by keyboard alone: search, a place, a list", async () => {
    const page = registrar;
    await page.goto(base + "/");
    await page.getByText("Waits for me").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("regis");
    await page.keyboard.press("Enter");
    await page.waitForURL(base + "/registrations");
    await page.keyboard.press("Control+k");
    await page.locator("dialog[open] input").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.keyboard.press("Tab");
    must(await page.evaluate(() => document.activeElement !== document.body), "Tab moves the focus");
  });
  await step("the ledger verifies in the browser and offline", async () => {
    const auditor = await signIn("auditor");
    await auditor.goto(base + "/ledger");
    await auditor.getByText("The ledger is consistent").waitFor({ timeout: 60000 });
    await picture(auditor, "ledger");
    await accessible(auditor, "ledger");
    console.log("     " + run("ledger", "verify").trim().split("\n").at(-2));
  });
  await desks({ base, step, must, signIn, picture, accessible });
  await step("figures leave the house without small cells and signed; a changed one is found", async () => {
    const file = join(data, "figures.json");
    const key = /log's key: (\S+)/.exec(run("figures", "export", "--out", file))[1];
    must(run("figures", "verify", file, "--key", key).includes("as they were signed"), "the figures verify");
    const told = JSON.parse(JSON.parse(readFileSync(file, "utf8")).text);
    must(told.tables.length > 1 && told.tables.some((t) => t.hidden > 0), "tables, some with hidden cells");
    for (const t of told.tables) for (const row of t.cells) for (const n of row) must(n === null || n === 0 || n >= told.cell_min, `${t.name}: ${n}`);
    writeFileSync(file, readFileSync(file, "utf8").replace(/(\d)\]\]/, (_, d) => `${(Number(d) + 1) % 10}]]`));
    let refused = false;
    try { run("figures", "verify", file, "--key", key); } catch { refused = true; }
    must(refused, "a changed file is refused");
  });
  await step("on a phone the desks are no wider than the screen, and they speak Chinese", async () => {
    const phone = await signIn("compliance", { viewport: { width: 390, height: 844 } });
    for (const place of deskPages) {
      await phone.goto(base + place);
      await phone.locator("h1").waitFor();
      await phone.waitForTimeout(400);
      await fits(phone, place);
      await picture(phone, `phone${place.replace(/[^a-z]+/g, "-")}`);
      const row = phone.locator("table tbody a.cover").first();
      if (!(await row.count())) continue;
      await row.click();
      await phone.locator(".columns").waitFor();
      await phone.waitForTimeout(400);
      await fits(phone, `${place}, one`);
      await picture(phone, `phone${place.replace(/[^a-z]+/g, "-")}-one`);
    }
    await phone.goto(base + "/requests");
    await phone.getByRole("button", { name: "Menu" }).click();
    await phone.getByRole("button", { name: "中文" }).click();
    for (const [place, word] of [["/dealers", "代理网点"], ["/requests", "机关调取"], ["/disputes", "异议"], ["/companies", "单位用户"]]) {
      await phone.goto(base + place);
      await phone.locator("h1", { hasText: word }).waitFor();
      await phone.waitForTimeout(400);
      await fits(phone, `${place} in Chinese`);
      await picture(phone, `phone-zh${place.replace(/[^a-z]+/g, "-")}`);
    }
  });
  await step("on a phone nothing is wider than the screen", async () => {
    const phone = await signIn("second", { viewport: { width: 390, height: 844 } });
    for (const [place, name] of [["/", "home"], ["/registrations", "registrations"], ["/lines", "lines"], ["/persons", "persons"], [new URL(line).pathname, "line"], [new URL(second.url()).pathname, "registration"]]) {
      await phone.goto(base + place);
      await phone.locator("h1").waitFor();
      await phone.waitForTimeout(400);
      await fits(phone, place);
      await picture(phone, `phone-${name}`);
    }
    await phone.getByRole("button", { name: "Menu" }).click();
    await picture(phone, "phone-menu");
  });
  await step("dark, and in Chinese", async () => {
    const page = (lastPage = second);
    await page.goto(line);
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("button", { name: "深色" }).click();
    await page.getByText("历任持有人").waitFor();
    await page.waitForTimeout(300);
    await picture(page, "dark-zh-line");
    await accessible(page, "a line, dark, in Chinese");
    await page.goto(base + "/registrations");
    await page.locator("table tbody tr").first().waitFor();
    await picture(page, "dark-zh-registrations");
    await page.goto(base + "/");
    await page.locator("h1").waitFor();
    await picture(page, "dark-zh-home");
    await accessible(page, "home, dark, in Chinese");
  });
  await step("no page broke a content policy or threw", async () => {
    const faults = pages.flatMap((p) => p.faults);
    if (faults.length) throw new Error(faults.join(" | "));
  });
} catch (e) {
  broke(e);
  console.log(house.log().slice(-3000));
} finally {
  await browser.close();
  await house.stop();
}
end();

// Another system's register taken over in a real browser: a mapping written, a dry run, a CSV and an SQLite file, what is to be
// verified again; and the comparison with what the other system says. In both languages and on a phone.
//   node tests/tour/takeover.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-takeover"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster);
const { base, passwords, data, names } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const use = (page) => (lastPage = page);
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);
const rows = (page, n) => until(`${n} rows`, async () => (await page.locator("table tbody tr").count()) === n, 15);
const file = (name, text) => { const path = join(data, name); writeFileSync(path, text); return path; };

const mapping = (more = "") => `system = "Old register"
law = "Act 5, art. 9"
reverify = true
${more}
[columns]
site_number = "no"
domains = "hosts"
subject_name = "owner"
state = "status"
[constants]
region = "CN-35"
[values.state]
"1" = "filed"
`;
const csv = "no;owner;hosts;status\nOLD1-1;First Trading;first-old.example;1\nOLD2-1;Second Trading;nodot;1\nOLD3-1;Third Trading;third-old.example;1\n";

try {
  let registrar;
  await step("the page is found from the filings, and says what to do", async () => {
    registrar = use(await person(browser, base, "registrar", passwords.registrar));
    await registrar.getByRole("link", { name: "Filings", exact: true }).click();
    await registrar.getByRole("link", { name: "Take-over", exact: true }).click();
    await registrar.getByText("Nothing came from another system yet").waitFor();
    must(await registrar.getByRole("button", { name: "Take over", exact: true }).isDisabled(), "it can be begun without a file");
    await accessible(registrar, "an empty take-over");
    await picture(registrar, "empty");
  });
  await step("a mapping is written from the example; a fault in it is told with its line", async () => {
    await registrar.getByText("Write a mapping").click();
    const text = registrar.getByLabel("Mapping (TOML)");
    must((await text.inputValue()).includes("site_number"), "no example is shown");
    await registrar.getByLabel("Name of the mapping").fill("old register");
    await text.fill('system = "Old register"\nreverify = 1\n');
    await registrar.getByRole("button", { name: "Save mapping" }).click();
    await registrar.getByText("reverify is true or false (line 2)").first().waitFor();
    await text.fill(mapping('[source]\nseparator = ";"'));
    await registrar.getByRole("button", { name: "Save mapping" }).click();
    await registrar.getByText("old register is saved, version 1.").waitFor();
    await registrar.getByText("Old register: reads a CSV file").waitFor();
    await accessible(registrar, "a mapping");
    await picture(registrar, "mapping");
  });
  await step("a dry run names the record that is at fault and writes nothing", async () => {
    await registrar.getByLabel("The other system’s file").setInputFiles(file("old.csv", csv));
    await registrar.getByLabel("Provider of records that name none").selectOption({ index: 1 });
    await registrar.getByRole("button", { name: "Check only" }).click();
    await registrar.getByText("3 records: 2 good, 0 were in already, 1 refused").waitFor();
    must((await registrar.locator(".group table tbody tr").first().textContent()).startsWith("2 OLD2-1"), "the record at fault is another one");
    await registrar.getByText("Nothing came from another system yet").waitFor();
    await picture(registrar, "dry-run");
  });
  await step("taken over; where the filings came from", async () => {
    await registrar.getByRole("button", { name: "Take over", exact: true }).click();
    await registrar.getByText("Taken over").first().waitFor();
    await registrar.locator("td", { hasText: "old.csv" }).waitFor();
    must((await registrar.locator("tr", { hasText: "old.csv" }).textContent()).includes("Act 5, art. 9"), "why they are verified again isn't said");
    await accessible(registrar, "a take-over");
    await picture(registrar, "taken-over");
  });
  await step("an SQLite file by another mapping", async () => {
    const path = join(data, "old.db");
    execFileSync("sqlite3", [path, "create table sites(no text, owner text, hosts text, status integer); insert into sites values('OLD9-1', 'Ninth Trading', 'ninth-old.example', 1);"]);
    await registrar.reload();
    await registrar.getByText("Write a mapping").click();
    await registrar.getByLabel("Name of the mapping").fill("old database");
    await registrar.getByLabel("Mapping (TOML)").fill(mapping('[source]\ntable = "sites"').replace("Old register", "Old database"));
    await registrar.getByRole("button", { name: "Save mapping" }).click();
    await registrar.getByText("Old database: reads the table sites of an SQLite file").waitFor();
    await registrar.getByLabel("The other system’s file").setInputFiles(path);
    await registrar.getByLabel("Provider of records that name none").selectOption({ index: 1 });
    await registrar.getByRole("button", { name: "Take over", exact: true }).click();
    await registrar.getByText("1 records: 1 good, 0 were in already, 0 refused").waitFor();
    await registrar.locator("td", { hasText: "old.db" }).waitFor();
  });
  await step("by the keyboard: one is verified again and leaves the list", async () => {
    await registrar.getByRole("link", { name: "To verify again" }).click();
    await rows(registrar, 3);
    await accessible(registrar, "what is to be verified again");
    await picture(registrar, "verify");
    await registrar.getByRole("combobox", { name: "Other system" }).selectOption("Old database");
    await rows(registrar, 1);
    await registrar.getByRole("button", { name: "Verified again" }).focus();
    await registrar.keyboard.press("Enter");
    await registrar.locator("dialog[open]").getByText("It goes into the ledger").waitFor();
    await registrar.locator("dialog[open] textarea").focus();
    await registrar.keyboard.type("Seen in person with the licence.");
    await registrar.keyboard.press("Tab");
    await registrar.keyboard.press("Tab");
    await registrar.keyboard.press("Enter");
    await registrar.locator("dialog[open]").waitFor({ state: "detached" });
    await registrar.getByText("Nothing is to be verified again").waitFor();
    await registrar.getByRole("combobox", { name: "Other system" }).selectOption("");
    await rows(registrar, 2);
    await registrar.locator("table tbody tr a").first().click();
    await registrar.waitForURL(/\/filings\/[0-9a-f-]{36}/);
  });
  await step("the shadow comparison: from the census, an empty page, a file", async () => {
    await registrar.goto(base + "/census");
    await registrar.getByRole("link", { name: "Shadow comparison" }).click();
    await registrar.getByText("No comparison yet").waitFor();
    await accessible(registrar, "no comparison");
    await picture(registrar, "shadow-empty");
    await registrar.getByLabel("The other system’s decisions").setInputFiles(file("bad.csv", "domain\nx.example\n"));
    await registrar.getByRole("button", { name: "Compare" }).click();
    await registrar.getByText("The file has a header with name, and standing or blocked.").first().waitFor();
    const lines = ["first-old.example,filed,0", "third-old.example,unfiled,0", "not a name,filed,0", `${names[0]},filed,1`, "nobody-1.example,filed,", "nobody-2.example,unfiled,1"];
    await registrar.getByLabel("The other system’s decisions").setInputFiles(file("decided.csv", "name,standing,blocked\n" + lines.join("\n") + "\n"));
    await registrar.getByRole("button", { name: "Compare" }).click();
    await registrar.locator(".tile", { hasText: "names compared" }).getByText("5", { exact: true }).waitFor();
    await registrar.getByText("5 names, 1 lines refused").waitFor();
    await accessible(registrar, "a comparison");
    await picture(registrar, "shadow");
  });
  await step("its differences by kind, by pair and by name, each with our rule; the same as CSV", async () => {
    await registrar.locator("a.tile", { hasText: "blocked there alone" }).click();
    await until("those blocked there alone", async () => (await registrar.locator("table tbody tr", { hasText: "nobody-2.example" }).count()) === 1 && (await registrar.locator("table tbody tr", { hasText: "nobody-1.example" }).count()) === 0);
    await registrar.locator("a.tile", { hasText: "blocked there alone" }).click();
    await registrar.getByLabel("Every pair of standings").selectOption({ label: "Unfiled there, Filed here (1)" });
    await registrar.locator("table tbody tr", { hasText: "third-old.example" }).waitFor();
    const [download] = await Promise.all([registrar.waitForEvent("download"), registrar.getByRole("link", { name: "CSV" }).click()]);
    const text = await (await download.createReadStream()).toArray().then((all) => Buffer.concat(all).toString());
    must(text.startsWith("name,theirs,ours,rule") && text.includes("third-old.example,unfiled,filed,filing_active,0,0") && !text.includes("nobody"), text);
    await registrar.locator("table tbody tr a").first().click();
    await registrar.waitForURL(/\/sites\//);
    must(registrar.faults.length === 0, registrar.faults.join("; "));
  });
  await step("who only looks is offered nothing to do", async () => {
    const auditor = use(await person(browser, base, "auditor", passwords.auditor));
    await auditor.goto(base + "/filings/takeover");
    await auditor.locator("td", { hasText: "old.csv" }).waitFor();
    must((await auditor.getByRole("button", { name: "Take over", exact: true }).count()) === 0, "an auditor is offered a take-over");
    await auditor.goto(base + "/census/shadow");
    await auditor.locator(".tile").first().waitFor();
    must((await auditor.getByRole("button", { name: "Compare" }).count()) === 0, "an auditor is offered a comparison");
    must(auditor.faults.length === 0, auditor.faults.join("; "));
  });
  await step("in Chinese, in the dark, and on a phone", async () => {
    const page = use(await person(browser, base, "registrar", passwords.registrar));
    await page.getByRole("button", { name: "中文" }).first().click();
    await page.emulateMedia({ colorScheme: "dark" });
    for (const [place, name, seen] of [["/filings/takeover", "takeover", "接管登记"], ["/filings/takeover?tab=verify", "verify", "待重新核验"], ["/census/shadow", "shadow", "影子比对"]]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(base + place);
      await page.getByText(seen).first().waitFor();
      await page.locator("main table, main .empty").first().waitFor();
      await accessible(page, `${name} in Chinese and in the dark`);
      await picture(page, `${name}-zh-dark`);
      await page.setViewportSize({ width: 390, height: 844 });
      await fits(page, `${name} on a phone`);
      await picture(page, `phone-${name}-zh`);
    }
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

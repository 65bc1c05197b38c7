// The programme in a real browser: the dashboard down to its records in three clicks, an item that is given, begun and shown, an
// inspection with a finding, a report with its proof; on a phone, in the dark, in Chinese.
//   node tests/tour/programme.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-programme"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster);
const { base, passwords } = instance;
instance.run("demo", "cases"); // sites that went all the way to an order
try { instance.run("census", instance.observed); } catch { /* exit 1: there are findings */ }
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const signIn = async (user, options) => (lastPage = await person(browser, base, user, passwords[user], options));
const picture = (page, name, fullPage = true) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

try {
  let supervisor;
  await step("from a figure of the dashboard to its records", async () => {
    supervisor = await signIn("supervisor");
    await supervisor.goto(base + "/dashboard");
    await supervisor.locator(".live.on").waitFor();
    await supervisor.getByText("From the unfiled to the restored").waitFor();
    await accessible(supervisor, "the dashboard");
    const tile = supervisor.locator(".tile", { hasText: /Reports received[1-9]/ }); // live: it is counted while one looks
    await tile.waitFor();
    await supervisor.locator(".tile", { hasText: /Orders issued[1-9]/ }).waitFor();
    await picture(supervisor, "dashboard");
    await tile.click(); // one
    await supervisor.waitForURL(/\/figures\/reports_received/);
    await supervisor.locator("tbody a", { hasText: "Report" }).first().click(); // two
    await supervisor.waitForURL(/\/reports\//);
  });
  await step("what is behind, area by area", async () => {
    await supervisor.goto(base + "/programme");
    await picture(supervisor, "programmes");
    await supervisor.locator("tbody a").first().click();
    await supervisor.getByText("Phase 1: Find what nobody answers for").waitFor();
    await supervisor.locator("tbody a .num", { hasText: /^A$/ }).first().waitFor();
    await picture(supervisor, "programme");
    await accessible(supervisor, "a programme");
    await supervisor.getByRole("button", { name: /^Overdue/ }).click();
    await supervisor.locator(".state", { hasText: "Overdue" }).first().waitFor();
  });
  await step("an item is given to somebody, who begins it and shows what there is", async () => {
    await supervisor.goto(supervisor.url().split("?")[0] + "?area=L");
    await supervisor.locator("tbody a", { hasText: "L4" }).first().click();
    await supervisor.waitForURL(/\/programme\/items\//);
    await supervisor.locator("label", { hasText: /^Owner/ }).locator("select").selectOption({ label: "Emery Examiner · Northern Telecom (demo)" });
    await supervisor.getByRole("button", { name: "Save" }).click();
    await supervisor.getByText("Item changed").first().waitFor();
    const place = new URL(supervisor.url()).pathname;
    const examiner = await signIn("examiner");
    await examiner.goto(base + "/programme/mine");
    await examiner.locator("tbody a", { hasText: "L4" }).first().click();
    await examiner.waitForURL(new RegExp(place));
    await examiner.getByRole("button", { name: "Begin", exact: true }).click();
    await examiner.getByRole("button", { name: "Done", exact: true }).first().click();
    await examiner.getByLabel("Which").fill("https://example.org/report");
    await examiner.getByRole("button", { name: "Show evidence" }).click();
    await examiner.locator("a", { hasText: "https://example.org/report" }).waitFor();
    await picture(examiner, "item");
    await accessible(examiner, "an item");
    must((await examiner.getByRole("button", { name: "Accept", exact: true }).count()) === 0, "who does it does not accept it");
  });
  await step("a provider is inspected, and what is found says who found it", async () => {
    lastPage = supervisor;
    await supervisor.goto(base + "/programme/inspections");
    await supervisor.getByRole("button", { name: "Open an inspection" }).click();
    await supervisor.locator("dialog select").first().selectOption({ label: "Birch Cloud" });
    await supervisor.getByLabel("Purpose").fill("The yearly look at who is connected.");
    await supervisor.locator("dialog").getByRole("button", { name: "Open an inspection" }).click();
    await supervisor.waitForURL(/\/programme\/inspections\//);
    await supervisor.getByRole("button", { name: "Met", exact: true }).first().click();
    await supervisor.locator(".state", { hasText: "Met" }).first().waitFor();
    await supervisor.getByRole("button", { name: "Write a finding" }).click();
    await supervisor.getByLabel("What was found").fill("A site was connected before it was filed.");
    await supervisor.locator("dialog").getByRole("button", { name: "Write a finding" }).click();
    await supervisor.getByText("Others found it").first().waitFor();
    await picture(supervisor, "inspection");
    await accessible(supervisor, "an inspection");
  });
  await step("a report is made, and reads the same in a file of its own", async () => {
    await supervisor.goto(base + "/programme/reports");
    await supervisor.getByRole("button", { name: "Make a report" }).click();
    await supervisor.getByRole("link", { name: /^R\d{4}-00001$/ }).waitFor();
    await picture(supervisor, "reports");
    await accessible(supervisor, "reports");
    const id = (await supervisor.getByRole("link", { name: "HTML" }).getAttribute("href"));
    await supervisor.goto(base + id);
    await supervisor.getByText("Reports received").first().waitFor();
    await picture(supervisor, "report");
  });
  await step("a host is referred to a regulator, in no words", async () => {
    await supervisor.goto(base + "/dashboard/referrals");
    await supervisor.getByLabel("Regulator").fill("The Regulator");
    await supervisor.getByLabel("Key of its ledger").fill(instance.run("ledger", "key").trim());
    await supervisor.getByLabel("Address").fill("http://127.0.0.1:9");
    await supervisor.getByRole("button", { name: "Name a regulator" }).click();
    await supervisor.getByRole("button", { name: "Refer to a regulator" }).click();
    await supervisor.locator("dialog").getByLabel("Site", { exact: true }).fill("far-away.example");
    await supervisor.locator("dialog").getByRole("button", { name: "Refer to a regulator" }).click();
    await supervisor.locator("tbody b", { hasText: "far-away.example" }).waitFor();
    await supervisor.locator(".state", { hasText: "On its way" }).waitFor();
    await picture(supervisor, "referrals");
    await accessible(supervisor, "referrals");
  });
  await step("an inspector reads for a time, changes nothing, and is seen reading", async () => {
    await supervisor.goto(base + "/programme/visits");
    await supervisor.getByRole("button", { name: "Grant a visit" }).click();
    await supervisor.getByLabel("Inspector").selectOption({ label: "Indigo Inspector · Communications Authority (demo)" });
    await supervisor.getByLabel("Purpose").fill("File 12/26: how orders are carried out.");
    await supervisor.locator("dialog").getByRole("button", { name: "Grant a visit" }).click();
    await supervisor.waitForURL(/\/programme\/visits\/./);
    const visit = supervisor.url();
    const inspector = await signIn("inspector");
    await inspector.goto(base + "/orders");
    await inspector.locator("tbody a").first().waitFor();
    const refused = await inspector.evaluate(async () => {
      const { csrf_token } = await (await fetch("/api/session")).json();
      return (await (await fetch("/api/calendars", { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf_token, "idempotency-key": "k" }, body: "{}" })).json()).code;
    });
    must(refused === "inspector_reads", `an inspector changes nothing: ${refused}`);
    lastPage = supervisor;
    await supervisor.goto(visit);
    await supervisor.locator("code", { hasText: "/api/orders" }).first().waitFor();
    await picture(supervisor, "visit");
    await accessible(supervisor, "a visit");
    await supervisor.getByRole("button", { name: "End the visit" }).click();
    await supervisor.locator(".state", { hasText: "Over" }).waitFor();
    must((await inspector.evaluate(() => fetch("/api/referrals").then((r) => r.status))) === 403, "when it is over, it is over");
  });
  await step("in the dark, on a phone, in Chinese", async () => {
    await supervisor.emulateMedia({ colorScheme: "dark" });
    await supervisor.goto(base + "/dashboard");
    await supervisor.locator(".tile").first().waitFor();
    await picture(supervisor, "dashboard-dark");
    await supervisor.emulateMedia({ colorScheme: "light" });
    await supervisor.setViewportSize({ width: 390, height: 844 });
    await supervisor.goto(base + "/dashboard");
    await supervisor.locator(".tile").first().waitFor();
    await fits(supervisor, "the dashboard on a phone");
    await picture(supervisor, "dashboard-phone");
    await supervisor.goto(base + "/programme/inspections");
    await supervisor.locator(".finding").first().waitFor();
    await fits(supervisor, "findings on a phone");
    await supervisor.setViewportSize({ width: 1440, height: 900 }); // the languages stand in the rail
    await supervisor.goto(base + "/programme");
    await supervisor.getByRole("button", { name: "中文" }).first().click();
    await supervisor.getByText("专项行动").first().waitFor();
    await picture(supervisor, "programmes-zh");
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

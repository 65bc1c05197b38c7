// Charging in a real browser: a service is proposed and confirmed by another person, a day of charges is compared, a flow is walked up
// to its last confirmation; on a phone too.
//   node tests/tour/billing.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-billing"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster);
const { base, passwords } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const use = (page) => (lastPage = page);
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

try {
  const registrar = await person(browser, base, "registrar", passwords.registrar);
  const supervisor = await person(browser, base, "supervisor", passwords.supervisor);
  await step("the services of the demonstration", async () => {
    const page = use(registrar);
    await page.goto(base + "/billing");
    await page.getByRole("link", { name: "TONE-00" }).waitFor({ timeout: 60000 });
    await accessible(page, "services");
    await picture(page, "services");
  });
  await step("one proposes a service, and can't confirm it", async () => {
    const page = use(registrar);
    await page.getByRole("button", { name: "Propose a service" }).click();
    for (const [name, value] of [["code", "TOUR-1"], ["name", "Tour tones"], ["price", "2.50"], ["from", "2026-01-01T00:00"], ["first_text", "Buy?"], ["second_text", "Sure?"], ["behalf_text", "Billed for Tour"]])
      await page.fill(`dialog [name=${name}]`, value);
    await page.locator("dialog button.primary").click();
    await page.getByRole("heading", { name: "Tour tones" }).waitFor({ timeout: 60000 });
    await page.getByText("Waits for a second person").first().waitFor();
    await picture(page, "proposed");
  });
  await step("another person confirms it", async () => {
    const page = use(supervisor);
    await page.goto(registrar.url());
    await page.getByRole("button", { name: "Confirm service" }).click();
    const ask = page.locator("dialog button.primary");
    if (await ask.isVisible().catch(() => false)) await ask.click();
    await page.getByText("Confirmed", { exact: true }).first().waitFor({ timeout: 60000 });
    await accessible(page, "a service");
    await picture(page, "service");
  });
  await step("a day of charges was compared", async () => {
    const page = use(supervisor);
    await page.goto(base + "/billing?tab=charges");
    await page.getByRole("link", { name: /charges-/ }).first().click();
    await page.getByText("Other price").first().waitFor({ timeout: 60000 });
    await accessible(page, "charges");
    await picture(page, "charges");
  });
  await step("a flow is walked, and its fault is found", async () => {
    const page = use(registrar);
    await page.goto(base + "/billing?code=TONE-03");
    await page.getByRole("link", { name: "TONE-03" }).click();
    await page.getByRole("button", { name: "Walk it" }).click();
    await until("the walk", async () => (await page.getByText(/\d+ findings|As described/).count()) > 0, 40);
    await picture(page, "flow");
  });
  await step("nothing is stopped; the list is signed", async () => {
    const page = use(supervisor);
    await page.goto(base + "/billing?tab=stops");
    await page.getByText("Nothing is stopped").waitFor({ timeout: 60000 });
    await accessible(page, "the stop list");
    await picture(page, "stops");
  });
  await step("on a phone", async () => {
    const phone = use(await person(browser, base, "auditor", passwords.auditor, { viewport: { width: 390, height: 844 } }));
    for (const path of ["/billing", "/billing?tab=charges"]) {
      await phone.goto(base + path);
      await phone.locator("table tbody tr").first().waitFor({ timeout: 60000 });
      await fits(phone, path);
      await picture(phone, "phone" + path.replace(/\W+/g, "-"));
    }
  });
  for (const page of [registrar, supervisor]) must(page.faults.length === 0, page.faults.join("; "));
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await browser.close();
  await instance.stop();
}
end();

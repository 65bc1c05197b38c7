// Testing in a real browser: a page that its scripts write, its screenshot in grey for one look in a visit and in a case, what may
// show a minor, the way of a visit, what others were shown, what sites have in common, and a campaign from start to end; in both
// languages.
//   node tests/tour/testing.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { startInstance } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-testing"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster, "[testing]\nvisits_per_host_pause_ms = 0\nvisits_per_address_pause_ms = 0\n[care]\nviews_per_day = 3\n");
const { base, passwords, data, run } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let page = null;
const picture = (name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => page, `${pictures}/failed.png`);

// Visits from the command line; the id of the one visit, as the list has it.
async function visited(host, ...more) {
  try {
    run("test", ...more, "--farm", `${data}/farm.txt`, `http://${host}/`);
  } catch (e) {
    if (e.status !== 1) throw e;  // 1: a finding
  }
  return page.evaluate(async (host) => (await (await fetch(`/api/tests?q=${host}&limit=1`)).json()).items[0].id, host);
}

try {
  await step("an examiner comes in", async () => {
    page = await person(browser, base, "examiner", passwords.examiner);
  });
  const shot = () => page.locator(".shot img");
  const filter = () => shot().evaluate((e) => getComputedStyle(e).filter);
  const press = (key) => page.locator("body").press(key);
  const host = "scripted.example";
  let visit = "";
  await step("what scripts write was read by a browser; its screenshot comes when it is asked for, grey and blurred", async () => {
    const id = await visited(host);
    visit = `${base}/testing/visits/${id}`;
    await page.goto(visit);
    await page.getByRole("heading", { name: "In a browser" }).waitFor();
    await page.getByText("planted-term-quorvix").first().waitFor();
    must((await page.locator(".shot").count()) === 0, "the screenshot is there before anybody asked for it");
    await press("g");
    must((await page.locator(".shot").count()) === 0, "a key in clear shows what nobody asked for");
    await press("p");
    await shot().waitFor();
    must(/grayscale\(1\) blur/.test(await filter()), `shown in clear: ${await filter()}`);
    must(await shot().evaluate((e) => e.complete && e.naturalWidth === 412), "no picture of a phone");
    await picture("browser-blurred");
    await press("g");
    await page.getByRole("button", { name: "Grey and blur it" }).waitFor();
    must((await filter()) === "none", `still ${await filter()}`);
    await accessible(page, "a visit with a browser");
    await picture("browser-clear");
    await press("p");
    await page.locator(".shot").waitFor({ state: "detached" });
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("in a case: to who has taken it, one picture at a time, and gone with the next case", async () => {
    const opened = [];
    for (const target of [host, "beside.example"])
      opened.push(await page.evaluate(async (target) => {
        const { csrf_token } = await (await fetch("/api/session")).json();
        const answer = await fetch("/api/cases", { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf_token, "idempotency-key": target }, body: JSON.stringify({ target, ground: "explicit_unlawful" }) });
        return answer.ok ? (await answer.json()).id : Promise.reject(new Error(await answer.text()));
      }, target));
    await page.goto(`${base}/cases/${opened[0]}`);
    await page.getByRole("button", { name: "Ask for the screenshot" }).waitFor();
    await press("p");
    await page.getByText("Take the case first").waitFor();
    await picture("case-not-taken");
    await press("t");
    await page.getByText("You work on it until").waitFor();
    await press("p");
    await shot().waitFor();
    must(/grayscale\(1\) blur/.test(await filter()), `shown in clear: ${await filter()}`);
    must((await page.getByText("Take the case first").count()) === 0, "the sentence stays");
    await accessible(page, "a case with a picture");
    await picture("case-blurred");
    await press("g");
    await page.getByRole("button", { name: "Grey and blur it" }).waitFor();
    must((await filter()) === "none", `still ${await filter()}`);
    for (const [key, at] of [["j", opened[1]], ["k", opened[0]]]) {
      await press(key);
      await page.waitForURL(`${base}/cases/${at}`);
      await page.getByText("You work on it until").or(page.getByText("Nobody works on it now.")).waitFor();
      must((await page.locator(".shot").count()) === 0, "the picture came along");
    }
  });
  await step("so many pictures a day over all pages; then the case is handed over, not shown", async () => {
    await page.getByRole("button", { name: "Ask for the screenshot" }).waitFor();
    await press("p");  // visit, case, case again: three
    await shot().waitFor();
    await press("p");
    await page.locator(".shot").waitFor({ state: "detached" });
    await press("p");
    await page.getByText("That is enough for one day").waitFor();
    must((await page.locator(".shot").count()) === 0, "shown beyond the day's share");
    await picture("case-capped");
    await page.locator(".problem + p").getByRole("button", { name: "Hand over" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("Stands in the case’s time line.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, "a case with a picture on a phone");
    await page.setViewportSize({ width: 1440, height: 900 });
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("one key: what may show a minor leaves every screen, and the hotline gets the address", async () => {
    const here = page.url();
    await page.goto(visit);
    await page.getByText("planted-term-quorvix").first().waitFor();
    await press("m");
    await page.getByText("This visit may show a minor and was sealed.").waitFor();
    must((await page.getByText("planted-term-quorvix").count()) === 0, "what it said is still on the screen");
    await page.goto(here);
    await page.getByText("Visits to this name that were sealed: 1.").waitFor();
    must((await page.locator("details.evidence").count()) === 0, "its evidence is still listed");
    await accessible(page, "a case with a sealed visit");
    await picture("case-sealed");
    await visited("shop-001.example");
    await page.goto(`${base}/testing?tab=visits`);
    await page.locator("table tbody tr", { hasText: "shop-001.example" }).first().waitFor();
    must((await page.locator("table tbody tr", { hasText: host }).count()) === 0, "the visit is still listed");
    const reports = await page.evaluate(async () => (await Promise.all(["sealed", "closed"].map(async (state) => (await fetch(`/api/reports?state=${state}`)).text()))).join());
    must(reports.includes("child_abuse_material") && !reports.includes(host), `not one report without its address: ${reports}`);
  });
  const group = (name) => page.locator(".group", { has: page.getByRole("heading", { name, exact: true }) }).last();
  await step("until when evidence is kept stands on the visit's page; a legal hold is set there, and listed", async () => {
    await page.goto(`${base}/testing/visits/${await visited("shop-001.example")}`);
    const kept = group("How long it is kept");
    await kept.getByText(/^Kept /).waitFor();
    await kept.getByRole("button", { name: "Set a legal hold" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByLabel("Law or order").fill("Criminal procedure, art. 94");
    await dialog.getByLabel("Number of the file").fill("prosecutor@example.org");
    await dialog.getByLabel("Why").fill("The prosecutor asked for it.");
    await dialog.getByRole("button", { name: "Set a legal hold" }).click();
    await dialog.locator(".problem").waitFor();
    await accessible(page, "a hold that is not taken");
    await picture("hold-dialog");
    await dialog.getByLabel("Number of the file").fill("2026-17");
    await dialog.getByRole("button", { name: "Set a legal hold" }).click();
    await dialog.waitFor({ state: "detached" });
    await kept.getByText("Legal hold 2026-17").waitFor();
    must((await kept.getByRole("button", { name: "Lift" }).count()) === 0, "an examiner can lift a hold");
    await accessible(page, "a visit under a hold");
    await picture("hold-visit");
    await page.goto(`${base}/testing?tab=holds`);
    await page.locator("table tbody tr", { hasText: "shop-001.example" }).getByText("Standing").waitFor();
    await accessible(page, "legal holds");
    await picture("holds");
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, "legal holds on a phone");
    await page.setViewportSize({ width: 1440, height: 900 });
    must(page.faults.length === 0 || page.faults.every((f) => /422/.test(f)), page.faults.join("; "));
    page.faults.length = 0;
  });
  await step("a case's evidence is put together for a court by one button, and downloaded", async () => {
    const test = await visited("shop-017.example");
    const id = await page.evaluate(async ([target, test]) => {
      const { csrf_token } = await (await fetch("/api/session")).json();
      const post = async (path, key, body, more = {}) => {
        const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf_token, "idempotency-key": key, ...more }, body: JSON.stringify(body) });
        return answer.ok ? answer : Promise.reject(new Error(await answer.text()));
      };
      const opened = await post("/api/cases", `court-${target}`, { target, ground: "explicit_unlawful" }), { id } = await opened.json();
      await post(`/api/cases/${id}/elements`, `court-${test}`, { element: "sealed_visit", evidence_kind: "test_run", evidence_ref: test }, { "if-match": opened.headers.get("etag") });
      return id;
    }, ["shop-017.example", test]);
    await page.goto(`${base}/cases/${id}`);
    const box = group("Bundle for a court");
    await box.getByLabel("Number of the file that it is for").fill("2026-17");
    await box.getByRole("button", { name: "Make the bundle" }).click();
    const load = box.getByRole("button", { name: "Download" });
    await load.waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), load.click()]);
    must(/^evidence-C-.*\.zip$/.test(file.suggestedFilename()), file.suggestedFilename());
    await file.saveAs(`${pictures}/bundle.zip`);
    const said = execFileSync("sh", ["-c", "rm -rf bundle && python3 -m zipfile -e bundle.zip bundle && python3 -B bundle/verify.py"], { cwd: pictures, encoding: "utf8" });
    must(/checks are right, 0 are not/.test(said), said);
    await group("How long it is kept").getByText("Kept for as long as something needs it").waitFor();
    await accessible(page, "a case with its bundle and its evidence's terms");
    await picture("case-bundle");
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, "a case with its bundle on a phone");
    await page.setViewportSize({ width: 1440, height: 900 });
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("the way of a visit is drawn, hop by hop", async () => {
    await page.goto(`${base}/testing/visits/${await visited("go-001.example")}`);
    await page.locator(".graph svg rect").first().waitFor();
    must((await page.locator(".graph svg rect").count()) === 4, "not four hosts");
    await picture("hops");
  });
  await step("what others were shown stands side by side, with what differs marked", async () => {
    await page.goto(`${base}/testing/visits/${await visited("cloak-phone.example", "--vantages")}`);
    await page.locator(".vantages .differs").first().waitFor();
    must((await page.locator(".vantages .differs mark").count()) > 0, "nothing is marked");
    await accessible(page, "vantages");
    await picture("vantages");
  });
  await step("what two sites have in common is told and drawn", async () => {
    await visited("story-001.example");
    const id = await visited("story-002.example");
    await page.goto(`${base}/testing/visits/${id}`);
    await page.getByRole("link", { name: "What it has in common" }).click();
    await page.getByRole("heading", { name: "What story-002.example has in common" }).waitFor();
    await page.getByText(/% of the words/).first().waitFor();
    await page.locator(".graph svg circle").first().waitFor();
    must((await page.locator(".graph svg circle").count()) === 2, "not two sites");
    await accessible(page, "likeness");
    await fits(page, "likeness");
    await picture("likeness");
  });
  await step("a campaign is started, paused, resumed and cancelled", async () => {
    await page.goto(`${base}/testing?tab=campaigns`);
    await page.getByRole("button", { name: "Start a campaign" }).click();
    await page.getByLabel("Campaign", { exact: true }).fill("Every site in a week");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { name: /Every site in a week: .* sites in 7 days/ }).waitFor();
    await page.locator(".chart svg").waitFor();
    await accessible(page, "a campaign");
    await picture("campaign");
    for (const [button, state] of [["Pause", "paused"], ["Resume", "running"]]) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.locator(".page-head .state", { hasText: state }).waitFor();
    }
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    const asked = page.locator("dialog button.primary, dialog button.danger").first();
    await asked.waitFor({ timeout: 1500 }).then(() => asked.click(), () => undefined);
    await page.locator(".page-head .state", { hasText: "cancelled" }).waitFor();
    must(page.faults.length === 0, page.faults.join("; "));
  });
  await step("the same in Chinese, and on a phone", async () => {
    await page.getByRole("button", { name: "中文" }).first().click();
    await page.goto(`${base}/testing/likeness/story-002.example`);
    await page.getByRole("heading", { name: "story-002.example 与其他网站的共同点" }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, "likeness on a phone");
    await picture("likeness-zh");
    await page.goto(`${base}/testing?tab=holds`);
    await page.locator("table tbody tr", { hasText: "shop-001.example" }).getByText("有效").waitFor();
    await picture("holds-zh");
    await page.goto(`${base}/testing?tab=campaigns`);
    await page.getByText("已取消").first().waitFor();
    await fits(page, "campaigns on a phone");
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

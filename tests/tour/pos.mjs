// The point of sale on a phone, in a real browser: set up, capturing online, offline with the browser closed in between,
// uploads cut in the middle, a refusal corrected; nothing twice, and nothing of a person in clear on the device.
//   node tests/tour/pos.mjs MUSTER-NUMBERS [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { until } from "./instance.mjs";
import { residentId, startRegister } from "./pos_instance.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [numbers, pictures = "build/tour"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "muster-pos-browser-"));
let context, page;
const register = await startRegister(numbers);
const { base, line } = register;

async function browser(more = {}) {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "en-GB", ...more,
    args: browserArguments,
  });
  page = context.pages()[0] ?? (await context.newPage());
  page.on("pageerror", (e) => { console.log("page error: " + e.message); counts.failed += 1; });
}
const { step, counts, broke, end } = steps(() => page, `${pictures}/pos-failed.png`);
const same = (got, wanted, what) => { if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`); };
const shot = (name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const title = (text) => page.getByRole("heading", { level: 1, name: text }).waitFor({ timeout: 60000 });
const onward = () => page.getByRole("button", { name: "Continue" }).click();
// On a slow machine the page itself may send again before the button is pressed.
const sendNow = () => page.getByRole("button", { name: "Send now" }).click({ timeout: 5000 }).catch(() => {});
const items = (state) => page.locator(`.item[data-state=${state}]`);

const persons = [1, 2, 3, 4, 5, 6].map((n) => ({ n, name: `Plantina Specimenova ${n}`, born: "1990-01-01", id: residentId("19900101", n), address: `${n} Planted Lane, Quorvixton` }));
const planted = ["Plantina", "Specimenova", "Planted Lane", "Quorvixton", "19900101", "1990-01-01"];

// As a phone's camera would: large, with everything in it that a JPEG of noise has.
let photo;
async function takePhoto() {
  const url = await page.evaluate(() => {
    const c = document.createElement("canvas");
    c.width = 2400; c.height = 1600;
    const pen = c.getContext("2d"), image = pen.createImageData(2400, 1600);
    for (let i = 0, x = 1; i < image.data.length; i += 4) { x = (x * 1103515245 + 12345) % 2147483648; image.data[i] = x >> 16; image.data[i + 1] = x >> 12; image.data[i + 2] = (i >> 12) & 255; image.data[i + 3] = 255; }
    pen.putImageData(image, 0, 0);
    return c.toDataURL("image/jpeg", 0.9);
  });
  return Buffer.from(url.split(",")[1], "base64");
}

async function capture(person, msisdn, { until: stop, pictures: shots = false } = {}) {
  await page.locator("main").getByRole("link", { name: /Register a line|Register another line/ }).last().click(); // not the name of the page
  await title("Who registers?");
  if (shots) await shot("pos-1-who");
  await page.getByLabel("An adult citizen").check();
  await onward();
  await title("Which document is shown?");
  await page.getByLabel("Resident identity card (China)").check();
  await onward();
  await title("What does the document say?");
  if (shots) {
    await page.getByLabel("Number of the document").fill(person.id.slice(0, 17) + (person.id[17] === "0" ? "1" : "0"));
    await page.getByText("The check digit does not fit").first().waitFor();
    await shot("pos-2-check-digit");
  }
  await page.getByLabel("Number of the document").fill(person.id);
  await page.getByText("The check digit fits.").waitFor();
  await onward();
  await title("What is the person’s name?");
  await page.getByLabel("Name", { exact: true }).fill(person.name);
  await onward();
  await title("When was the person born?");
  if (shots) {
    await page.getByLabel("Date of birth").fill("1990-01-02");
    await onward();
    await page.getByRole("alert").getByText("says another date of birth").waitFor();
    await shot("pos-3-fault");
  }
  await page.getByLabel("Date of birth").fill(person.born);
  await onward();
  await title("Where does the person live?");
  await page.getByLabel("Address").fill(person.address);
  if (stop === "address") return;
  await onward();
  await title("Take pictures of the document");
  await page.setInputFiles("#f-pictures", { name: "camera.jpg", mimeType: "image/jpeg", buffer: photo });
  await page.locator(".shot img").waitFor();
  if (shots) await shot("pos-4-pictures");
  await onward();
  await title("Does the person agree?");
  await page.getByLabel("The person was told, and agrees").check();
  if (shots) await shot("pos-5-consent");
  await onward();
  await title("Which SIM pack?");
  await page.getByLabel("Last digits of the number or of the SIM").fill(msisdn.slice(-4));
  await page.locator(`input[name=msisdn][value="${msisdn}"]`).check();
  if (shots) await shot("pos-6-line");
  await onward();
  await title("Is everything right?");
  if (shots) await shot("pos-7-review");
  await page.getByRole("button", { name: "Save and send" }).click();
  await title("Saved");
  if (shots) await shot("pos-8-saved");
}
const toList = async () => {
  await page.goto(base + "/pos/#/");
  await title("Registrations");
};

// Everything that the page keeps, as one text: IndexedDB with its bytes, both storages, the caches.
const kept = () => page.evaluate(async () => {
  const out = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href];
  const text = async (v) => {
    if (v instanceof Blob) v = await v.arrayBuffer();
    if (v instanceof ArrayBuffer || ArrayBuffer.isView(v)) {
      const bytes = v instanceof ArrayBuffer ? new Uint8Array(v) : new Uint8Array(v.buffer, v.byteOffset, v.byteLength);
      out.push(new TextDecoder("latin1").decode(bytes), new TextDecoder("utf-16le").decode(bytes), btoa([...bytes].map((b) => String.fromCharCode(b)).join("")));
    } else if (v && typeof v === "object" && !(v instanceof CryptoKey)) for (const x of Object.values(v)) await text(x);
    else out.push(String(v));
  };
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of db.objectStoreNames) {
      const s = db.transaction(store).objectStore(store);
      const [ids, values] = await Promise.all([s.getAllKeys(), s.getAll()].map((r) => new Promise((done) => { r.onsuccess = () => done(r.result); })));
      out.push(...ids.map(String));
      for (const v of values) await text(v);
    }
    db.close();
  }
  for (const name of await caches.keys()) for (const r of await (await caches.open(name)).keys()) out.push(r.url);
  return out.join("\n");
});
const clean = (text, where) => {
  for (const secret of planted)
    for (const form of [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1)]) if (text.includes(form)) throw new Error(`${where} holds ${secret} in clear`);
};
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? filesOf(join(folder, e.name)) : e.isFile() ? [join(folder, e.name)] : []));
}

try {
  await browser();
  await step("a device is set up with the carrier's code", async () => {
    await page.goto(base + "/pos");
    await title("Set this device up");
    await page.getByLabel("Code", { exact: true }).fill("0000-0000-0000");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByRole("alert").getByText("This code is wrong").waitFor();
    await page.getByLabel("Code", { exact: true }).fill(register.code().toLowerCase().replaceAll("-", " "));
    await page.getByLabel("Name of this device").fill("Counter phone");
    await shot("pos-0-enrol");
    await page.getByRole("button", { name: "Set up" }).click();
    await title("Registrations");
    await page.getByText("Corner shop, BJ-0042").waitFor();
    await page.getByText("All delivered at").waitFor();
    photo = await takePhoto();
  });
  await step("its keys can't be taken out", async () => {
    const keys = await page.evaluate(async () => {
      const db = await new Promise((done) => { const r = indexedDB.open("muster-pos"); r.onsuccess = () => done(r.result); });
      const all = await new Promise((done) => { const r = db.transaction("keys").objectStore("keys").getAll(); r.onsuccess = () => done(r.result); });
      db.close();
      return all.map((k) => (k.privateKey ?? k).extractable);
    });
    same(keys, [false, false], "extractable");
  });
  await step("captured online: registered", async () => {
    await capture(persons[0], register.lines[0], { pictures: true });
    await toList();
    await items("accepted").first().waitFor({ timeout: 60000 });
    same(register.registered(), 1, "registrations");
    await shot("pos-9-list");
  });
  await step("offline: three are captured and wait", async () => {
    await page.evaluate(() => Promise.race([navigator.serviceWorker.ready.then(() => true), new Promise((no) => setTimeout(() => no(false), 10000))])).then((ready) => same(ready, true, "the service worker"));
    await context.setOffline(true);
    await page.getByText("No connection. You can go on").waitFor();
    for (const i of [1, 2, 3]) {
      await toList();
      await capture(persons[i], register.lines[i]);
    }
    await toList();
    same(await items("waiting").count(), 3, "waiting");
    await shot("pos-10-offline");
    same(register.registered(), 1, "registrations");
  });
  await step("a capture is begun; nothing of a person stands in clear in what the page keeps", async () => {
    await capture(persons[4], register.lines[4], { until: "address" });
    await page.waitForTimeout(300);
    clean(await kept(), "the page's storage");
  });
  await step("the browser is closed and opened again without a network: all is there", async () => {
    await context.close();
    let bytes = 0;
    for (const file of filesOf(profile)) {
      if (statSync(file).size > 64e6) continue;
      const raw = readFileSync(file);
      bytes += raw.length;
      clean(raw.toString("latin1"), file);
      clean(raw.toString("utf16le"), file);
    }
    if (bytes < 1e5) throw new Error("the profile was not looked at");
    await browser();
    await context.setOffline(true);
    await page.goto(base + "/pos/");
    await title("Registrations");
    same(await items("waiting").count(), 3, "waiting");
    await page.getByRole("link", { name: "Go on with the one you began" }).click();
    await title("Take pictures of the document");
    await page.getByRole("button", { name: "Stop this registration" }).click();
    await title("Registrations");
  });
  await step("back online: an upload is cut in the middle, goes on, and nothing is there twice", async () => {
    line.pieces = 0;
    line.cut = { after: 1, what: "piece" };
    const before = line.asked.length;
    await context.setOffline(false);
    await until("the first cut", () => line.asked.slice(before).some((a) => a.startsWith("PATCH")), 20);
    await page.getByText("Sending stopped").waitFor({ timeout: 60000 });
    await shot("pos-11-cut");
    same(register.registered(), 1, "registrations");
    const begun = register.packets().filter((p) => p.state === "receiving");
    same(begun.length, 1, "packets that are begun");
    const had = line.asked.length;
    line.cut = { after: 0, what: "answer" };
    await sendNow();
    await until("the second cut", () => line.asked.slice(had).some((a) => a.startsWith("PATCH")), 20);
    await page.getByText("Sending stopped").waitFor({ timeout: 60000 });
    line.cut = null;
    await sendNow();
    await until("all are registered", async () => (await items("accepted").count()) === 4, 40);
    same(register.registered(), 4, "registrations");
    same(register.packets().map((p) => p.state), ["accepted", "accepted", "accepted", "accepted"], "packets");
    await page.getByText("All delivered at").waitFor();
    await shot("pos-12-delivered");
  });
  await step("a refusal says the field; the correction brings that field alone", async () => {
    await capture({ ...persons[1], name: "Plantina Otherova" }, register.lines[5]);
    await toList();
    await items("refused").first().waitFor({ timeout: 60000 });
    await page.getByText("This document is on record with another name").waitFor();
    await shot("pos-13-refused");
    await page.getByRole("link", { name: "Correct" }).click();
    await title("What is the person’s name?");
    await page.getByLabel("Name", { exact: true }).fill(persons[1].name);
    await onward();
    await title("Is everything right?");
    await shot("pos-14-correction");
    await page.getByRole("button", { name: "Save and send" }).click();
    await title("Saved");
    await toList();
    await until("the correction is registered", async () => (await items("accepted").count()) === 5, 20);
    same(register.registered(), 5, "registrations");
    same(register.packets().filter((p) => p.state === "corrected").length, 1, "corrected packets");
  });
  await step("a passport's zone is typed: a slip is shown, and the rest fills itself", async () => {
    const digit = (t) => String([...t].reduce((n, c, i) => n + (c === "<" ? 0 : c >= "A" ? c.charCodeAt(0) - 55 : Number(c)) * [7, 3, 1][i % 3], 0) % 10);
    const part = (t) => t + digit(t);
    const number = part("P00000017"), born = part("740812"), ends = part("350101"), own = part("<".repeat(14));
    const zone = "P<UTOSPECIMENOVA<<PLANTINA<MARIA".padEnd(44, "<") + "\n" + number + "UTO" + born + "F" + ends + own + digit(number + born + ends + own);
    await page.getByRole("link", { name: "Register a line" }).last().click();
    await page.getByLabel("A foreigner").check();
    await onward();
    await page.getByLabel("Passport").check();
    await onward();
    const typed = page.getByLabel(/two or three lines/);
    await typed.fill(zone.replace("740812", "74O812"));
    await page.getByText("Perhaps 740812?").waitFor();
    await shot("pos-19-slip");
    await typed.fill(zone);
    await page.getByText("Read: PLANTINA MARIA SPECIMENOVA").waitFor();
    same(await page.getByLabel("Number of the document").inputValue(), "P00000017", "the number");
    same(await page.getByLabel("Country that issued it").inputValue(), "UTO", "the country");
    same(await page.getByLabel("In force until").inputValue(), "2035-01-01", "the expiry");
    await shot("pos-20-zone");
    await onward();
    same(await page.getByLabel("Name", { exact: true }).inputValue(), "PLANTINA MARIA SPECIMENOVA", "the name");
    await onward();
    same(await page.getByLabel("Date of birth").inputValue(), "1974-08-12", "the birth date");
    await onward();
    await page.getByLabel("Address").fill("7 Planted Lane");
    await onward();
    await page.setInputFiles("#f-pictures", { name: "camera.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.locator(".shot img").waitFor();
    await onward();
    await page.getByLabel("The person was told, and agrees").check();
    await onward();
    await page.locator(`input[name=msisdn][value="${register.lines[6]}"]`).check();
    await onward();
    await page.getByRole("button", { name: "Save and send" }).click();
    await title("Saved");
    await toList();
    await until("the passport is registered", async () => (await items("accepted").count()) === 6, 20);
    same(register.registered(), 6, "registrations");
  });
  await step("nothing in the addresses that were asked", async () => {
    clean(line.asked.join("\n"), "an address");
    if (line.asked.some((a) => /199000000|8986/.test(a))) throw new Error("a number stands in an address");
  });
  await step("in Chinese", async () => {
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("heading", { level: 1, name: "登记" }).waitFor();
    await shot("pos-15-zh");
    await page.getByRole("link", { name: "登记新号码" }).click();
    await shot("pos-16-zh-who");
    await page.getByRole("button", { name: "English" }).click();
  });
  await step("each page passes the accessibility rules", async () => {
    const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
    for (const at of ["#/", "#/capture/who"]) {
      await page.goto(base + "/pos/" + at);
      await page.locator("h1").waitFor();
      await page.evaluate(axe + "; undefined"); // not subject to the page's own policy, which forbids other scripts
      const found = await page.evaluate(async () => (await window.axe.run()).violations.map((v) => v.id + ": " + v.nodes[0].html.slice(0, 100)));
      same(found, [], at);
    }
  });
  await step("on a desktop", async () => {
    await context.close();
    await browser({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false });
    await page.goto(base + "/pos/");
    await title("Registrations");
    await shot("pos-17-desktop");
    await page.goto(base + "/pos/#/capture/who");
    await title("Who registers?");
    await shot("pos-18-desktop-question");
  });
  await step("a device that has not delivered for too long captures nothing new", async () => {
    const later = await context.newPage();
    await later.clock.setFixedTime(new Date(Date.now() + 4 * 24 * 3600 * 1000));
    await context.setOffline(true);
    await later.goto(base + "/pos/#/capture/who");
    await later.getByText("This device has not delivered for too long").waitFor({ timeout: 60000 });
    if (await later.getByRole("heading", { name: "Who registers?" }).count()) throw new Error("a question is asked all the same");
    await later.screenshot({ path: `${pictures}/pos-21-frozen.png` });
    await later.close();
    await context.setOffline(false);
  });
  await step("a device that was lost forgets everything at its next word", async () => {
    const device = register.run("dealer", "devices", register.dealer).split(/\s+/)[0];
    register.run("dealer", "revoke", device, "--reason", "lost");
    await page.reload();
    await page.getByText("This device was revoked").waitFor({ timeout: 60000 });
    const left = await page.evaluate(async () => {
      const db = await new Promise((done) => { const r = indexedDB.open("muster-pos"); r.onsuccess = () => done(r.result); });
      const counts = await Promise.all([...db.objectStoreNames].map((s) => new Promise((done) => { const r = db.transaction(s).objectStore(s).count(); r.onsuccess = () => done(r.result); })));
      db.close();
      return counts;
    });
    same(left, [0, 0, 0], "records left");
    for (let again = 0; again < 5; again++) { // what is read at once is drawn too
      await page.reload();
      await page.getByText("This device was revoked").waitFor({ timeout: 60000 });
    }
  });
  await step("the register's own files hold nothing in clear, and its ledger fits", async () => {
    execFileSync("bash", ["-c", `! grep -rqaE 'Plantina|Planted Lane|Quorvixton' ${register.data}/i`]);
    if (!/Everything fits/.test(register.run("ledger", "verify"))) throw new Error("the ledger");
  });
} catch (e) {
  broke(e);
  console.log(register.log());
} finally {
  await context?.close().catch(() => {});
  await register.stop();
  rmSync(profile, { recursive: true, force: true });
}
end();

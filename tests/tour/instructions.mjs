// Orders to a provider in a real browser: two persons order a hold, its host reads it on its own page, acknowledges it by the
// keyboard, says that it is done, a look verifies it; a second one travels to its machine's webhook, signed both ways; lifted, it
// goes the same way back; files, escalations, Chinese, dark and on a phone.
//   node tests/tour/instructions.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { freePort, startInstance, until } from "./instance.mjs";
import { enrolKey, person, registerKey, sign } from "./people.mjs";
import { startMachine } from "./provider_machine.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-instructions"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const instance = await startInstance(muster, "[providers]\nacknowledge = \"0 minutes\"\nacknowledge_urgent = \"30 minutes\"\ndigest_every = \"0 minutes\"\n");
const { base, passwords } = instance;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null, machine = null, provider, operator, examiner, decider, confirmer;
const use = (page) => (lastPage = page);
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

const api = (page, path) => page.evaluate(async (path) => (await (await fetch("/api" + path)).json()), path);
const send = (page, path, body) => page.evaluate(async ([path, body]) => {
  const csrf = (await (await fetch("/api/session")).json()).csrf_token;
  const answer = await fetch("/api" + path, { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf, "idempotency-key": crypto.randomUUID() }, body: JSON.stringify(body) });
  return { status: answer.status, data: await answer.json().catch(() => null) };
}, [path, body]);

// A case, tied and referred; decided by two persons as a hold of this host. The first is made on the pages, to the letter.
async function hold(name) {
  const opened = await send(examiner, "/cases", { ground: "explicit_unlawful", target: name });
  must(opened.status === 201, `a case: ${JSON.stringify(opened)}`);
  const url = `${base}/cases/${opened.data.id}`, e = use(examiner);
  await e.goto(url);
  await e.locator(".elements li").first().waitFor();
  for (;;) {
    await e.waitForTimeout(400);
    const open = e.locator(".elements li", { hasText: "missing" }).first();
    if ((await open.count()) === 0) break;
    await open.getByRole("button", { name: "Tie evidence" }).click();
    const dialog = e.locator("dialog[open]");
    await dialog.getByText("A statement of mine").click();
    await dialog.getByLabel("In words").fill("Seen on the page and recorded by the visit.");
    await dialog.getByRole("button", { name: "Tie evidence" }).click();
    await dialog.waitFor({ state: "detached" });
  }
  for (const button of ["Seal evidence", "Confirm that I looked at it", "Refer to authority"]) {
    await e.getByRole("button", { name: button }).click();
    await e.waitForTimeout(500);
  }
  const d = use(decider);
  await d.goto(url);
  await d.locator("#decide").waitFor({ timeout: 60000 });
  await d.locator("fieldset.scopes label", { hasText: "Hold" }).first().locator("input").check();
  await d.getByLabel("Carried out by").selectOption({ label: "Alder Hosting" });
  const noNotice = d.getByLabel("Why was no notice given before?");
  if (await noNotice.count()) await noNotice.fill("The site shows no reachable responsible entity.");
  await d.getByLabel("Reasons").fill("The page offers what the named law forbids to offer.");
  await d.getByRole("button", { name: "Write the text to sign" }).click();
  await sign(d, "Sign as decider");
  await until("the first signature stands", async () => (await d.locator(".signers .mark.yes").count()) === 1);
  const c = use(confirmer);
  await c.goto(url);
  await sign(c, "Confirm with my signature");
  await c.locator("a[href^='/orders/']").first().waitFor({ timeout: 60000 });
  const order = (await c.locator("a[href^='/orders/']").first().getAttribute("href")).split("/").pop();
  return { order, number: (await api(c, `/orders/${order}`)).number };
}
const known = (page, key) => until(`${key} is told`, async () => (await api(page, `/instructions?q=${key.split("/")[0]}`)).items.find((i) => i.key === key), 40);
async function inState(page, key, state, seconds = 90) {
  await until(`${key} is ${state}`, async () => (await api(page, `/instructions?q=${key.split("/")[0]}`)).items.some((i) => i.key === key && i.state === state), seconds);
}
async function lift({ order }) {
  const d = use(decider);
  await d.goto(`${base}/orders/${order}`);
  await d.getByRole("button", { name: "Lift" }).first().click();
  await d.locator("dialog[open] textarea").fill("What it was about is set right.");
  await d.locator("dialog[open] button.primary").click();
  await d.locator("dialog[open]").waitFor({ state: "detached" });
}

let first, second;
try {
  await step("people, and keys of those who sign", async () => {
    examiner = await person(browser, base, "examiner", passwords.examiner);
    operator = await person(browser, base, "operator", passwords.operator);
    provider = await person(browser, base, "provider", passwords.provider);
    decider = use(await person(browser, base, "decider", passwords.decider, { key: true }));
    const one = await registerKey(decider, base);
    confirmer = use(await person(browser, base, "confirmer", passwords.confirmer, { key: true }));
    const two = await registerKey(confirmer, base);
    const keys = use(await person(browser, base, "keys", passwords.keys));
    await enrolKey(keys, base, "Dana Decider", one);
    await enrolKey(keys, base, "Casey Confirmer", two);
  });
  await step("a provider to whom nothing was told sees that nothing was", async () => {
    const page = use(provider);
    await page.getByRole("link", { name: "Instructions", exact: true }).click();
    await page.getByText("No instructions here").waitFor();
    await accessible(page, "no instructions");
    await picture(page, "empty");
  });
  await step("two persons order a hold; its host finds it on its own page", async () => {
    first = await hold("tour-0001.example");
    await known(operator, `${first.number}/1`);
    const page = use(provider);
    await page.goto(`${base}/instructions`);
    await page.locator("table tbody tr", { hasText: `${first.number}/1` }).waitFor();
    must((await page.locator("table tbody tr").count()) === 1, "more than its own");
    must((await page.getByRole("link", { name: "Providers" }).count()) === 0, "a provider sees the page of operators");
    await accessible(page, "a provider's instructions");
    await picture(page, "list");
  });
  await step("it acknowledges by the keyboard", async () => {
    const page = use(provider);
    await page.locator("table tbody input[type=checkbox]").first().focus();
    await page.keyboard.press("Space");
    const button = page.getByRole("button", { name: "Acknowledge what is ticked (1)" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByText("1 taken, 0 known already, 0 at fault").waitFor();
    await inState(operator, `${first.number}/1`, "acknowledged", 10);
  });
  await step("says on its page that it is done; a look verifies it", async () => {
    const page = use(provider);
    await page.locator("table a", { hasText: `${first.number}/1` }).click();
    await page.getByRole("heading", { name: "What is to be done" }).waitFor();
    await accessible(page, "an instruction");
    await picture(page, "instruction");
    await page.getByRole("button", { name: "It is done" }).click();
    await inState(operator, `${first.number}/1`, "verified", 120);
    must((await api(operator, `/orders/${first.order}`)).state === "verified", "the order knows nothing of it");
    await page.reload();
    await page.getByText("by a look").waitFor();
    await picture(page, "verified");
  });
  await step("one e-mail told of it, with the list", async () => {
    const mail = join(instance.data, "mail", "new");
    const letter = await until("the digest goes out", () => readdirSync(mail).map((f) => readFileSync(join(mail, f), "utf8")).find((t) => t.includes("instructions.csv") && t.includes("abuse@alder.example")), 40);
    // Its parts are in base64; the text and the list both name it.
    const parts = letter.split(/\r?\n\r?\n/).map((part) => Buffer.from(part.split(/\r?\n--/)[0].replace(/\s/g, ""), "base64").toString("utf8"));
    must([letter, ...parts].filter((p) => p.includes(`${first.number}/1`)).length >= 1, "it does not name the instruction");
    must(letter.includes("instructions.csv"), "the list does not go with it");
  });
  await step("its machine's webhook is filed by the operator, and proven", async () => {
    const vkey = (await api(operator, "/ledger/keys")).items[0].vkey;
    const port = await freePort();
    machine = await startMachine(port, vkey);
    const page = use(operator);
    await page.goto(`${base}/instructions`);
    await page.locator("table a", { hasText: "Alder Hosting" }).first().waitFor({ timeout: 5000 }).catch(() => {});
    const party = (await api(operator, `/instructions?q=${first.number}`)).items[0].provider.id;
    await page.goto(`${base}/instructions/providers/${party}`);
    await page.getByLabel("Address").fill("https://host.example/with space");
    await page.getByLabel("Key that signs your answers").fill("not a key");
    await page.getByRole("button", { name: "File the webhook" }).click();
    await page.locator("form .fault").first().waitFor();
    await page.getByLabel("Address").fill(`http://127.0.0.1:${port}/orders`);
    await page.getByLabel("Key that signs your answers").fill(machine.vkey);
    await page.getByRole("button", { name: "File the webhook" }).click();
    await page.getByText("Nothing is sent there yet").waitFor();
    await page.getByRole("button", { name: "Ask now" }).click();
    await page.locator(".state.good", { hasText: "Proven" }).waitFor();
    await page.getByLabel("E-mail").fill("night@alder.example");
    await page.getByRole("button", { name: "Save the contact" }).click();
    await accessible(page, "a provider's ways");
    await picture(page, "ways");
  });
  await step("the next hold reaches the machine signed; what it answers counts", async () => {
    machine.answer = () => ({ acknowledged: "all" });
    second = await hold("tour-0002.example");
    const key = `${second.number}/1`;
    await until("the machine knows it", () => machine.known.has(key), 40);
    must(machine.refused.length === 0, `the machine refused: ${machine.refused}`);
    const item = machine.known.get(key);
    must(item.do === "suspend" && item.scope.value === "tour-0002.example" && item.scope.kind === "host", JSON.stringify(item));
    await inState(operator, key, "acknowledged", 20);
    // Later it says by itself that it is done; a forged one counts for nothing.
    const said = (seal) => fetch(`${base}/api/instruction-answers`, { method: "POST", headers: { "content-type": "application/json" }, body: seal("muster-instructions-answer/1", { channel: machine.messages[0].channel, executed: [key] }) });
    const { makeKey } = await import("./provider_machine.mjs");
    must((await said(makeKey("host.example/orders").seal)).status === 403, "a forged answer is taken");
    const taken = await said(machine.seal);
    must(taken.status === 200 && (await taken.json()).done === 1, "its own answer is not taken");
    await inState(operator, key, "verified", 120);
  });
  await step("lifted, it goes the same way back; people verify what no look can", async () => {
    await lift(first);
    const back = `${first.number}/2`;
    await until("the machine is told to restore", () => machine.known.get(back)?.do === "restore", 40);
    const page = use(provider);
    await page.goto(`${base}/instructions?state=acknowledged`);
    await page.locator("table tbody tr", { hasText: back }).waitFor();
    await page.getByRole("link", { name: "Take the list down" }).waitFor();
    const list = await page.evaluate(async () => (await (await fetch("/api/instructions.csv?state=acknowledged")).text()));
    must(list.includes(back), "the list lacks it");
    const file = join(instance.data, "answers.csv");
    writeFileSync(file, list.trimEnd().split("\r\n").map((l, n) => (n === 0 ? l : l.replace(/,,$/, ",executed,"))).join("\r\n") + "\r\nO-1999-000001/1,,,,,,,,,,,,executed,\r\n");
    await page.locator("summary", { hasText: "Answer by a file" }).click();
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: "Send the file" }).click();
    await page.getByText("1 taken, 0 known already, 1 at fault").waitFor();
    await page.getByText("There is no such instruction.").waitFor();
    await picture(page, "file");
    const o = use(operator), id = (await known(operator, back)).id;
    await o.goto(`${base}/instructions/${id}`);
    await o.getByLabel("Note").fill("Its holder moved it; nothing of ours holds it any more.");
    await o.getByRole("button", { name: "Looked at it: verified" }).click();
    await inState(o, back, "verified", 10);
    await picture(o, "restored");
  });
  await step("what is objected to stands on top for operators, until a person settles it", async () => {
    machine.answer = () => ({});
    const third = await hold("tour-0003.example"), key = `${third.number}/1`;
    const { id } = await known(operator, key);
    const page = use(provider);
    await page.goto(`${base}/instructions/${id}`);
    await page.locator("summary", { hasText: "It can’t be done within its scope" }).click();
    await page.getByLabel("Why").fill("It shares its address with a clinic; we can only hold both.");
    await page.getByRole("button", { name: "Object", exact: true }).click();
    await page.getByText("Objected to").first().waitFor();
    const o = use(operator);
    await o.goto(base);
    await o.getByText("Instruction before people").first().waitFor();
    await o.goto(`${base}/instructions`);
    await o.getByRole("heading", { name: "Before people" }).waitFor();
    await o.locator("table a", { hasText: key }).first().waitFor();
    await accessible(o, "the operators' page");
    await picture(o, "operators");
    await o.locator("table a", { hasText: key }).first().click();
    await o.getByLabel("Note").fill("The authority narrows it to the page.");
    await o.getByRole("button", { name: "Settled" }).click();
    await o.getByText("Settled by a person").waitFor();
    await picture(o, "settled");
    await o.goto(`${base}/instructions`);
    await o.getByText("Nothing is late, objected to or found undone").waitFor();
  });
  await step("the command line tells what the pages tell, and takes a provider's file", async () => {
    const lines = (...args) => instance.run("--json", "instruction", ...args).trim().split("\n").map((line) => JSON.parse(line));
    const listed = lines("list"), seen = (await api(operator, "/instructions?limit=100")).items;
    must(listed.length === seen.length && listed.every((i, n) => i.key === seen[n].key && i.state === seen[n].state && i.law === seen[n].law), JSON.stringify(listed));
    const [host] = lines("providers").filter((p) => p.name === "Alder Hosting");
    must(host?.webhook === "proven", JSON.stringify(host));
    const [shown] = lines("show", `${first.number}/2`);
    must(shown.instruction.state === "verified" && shown.deliveries.length > 1, JSON.stringify(shown));
    must(lines("messages", "--state", "sent").every((m) => m.state === "sent"), "a message that was not sent is listed as sent");
    const { number } = await hold("tour-0004.example"), file = join(instance.data, "answers.csv");
    await known(operator, `${number}/1`);
    writeFileSync(file, `instruction,event,note\n${number}/1,acknowledge,\nO-1999-1/1,execute,\n`);
    let told = "";
    try { instance.run("--json", "instruction", "answer", file, "--provider", host.id, "--by", "operator"); } catch (e) { told = e.status === 1 ? e.stdout : String(e.stderr); }
    const { done, refused, faults } = JSON.parse(told);
    must(done === 1 && refused === 1 && faults[0].line === 3 && faults[0].code === "instruction_unknown", told);
    await inState(operator, `${number}/1`, "acknowledged");
  });
  await step("in Chinese, dark, and on a phone", async () => {
    const phone = use(await person(browser, base, "provider", passwords.provider, { viewport: { width: 390, height: 844 } }));
    for (const [name, path] of [["phone-list", "/instructions"], ["phone-ways", "/instructions?tab=ways"], ["phone-one", `/instructions/${(await known(operator, `${first.number}/2`)).id}`]]) {
      await phone.goto(base + path);
      await phone.locator("h1").waitFor();
      await phone.waitForTimeout(600);
      await fits(phone, name);
      await picture(phone, name);
    }
    await phone.emulateMedia({ colorScheme: "dark" });
    await accessible(phone, "an instruction, dark, on a phone");
    await picture(phone, "phone-dark");
    const o = use(operator);
    await o.setViewportSize({ width: 390, height: 844 });
    await o.goto(`${base}/instructions`);
    await o.getByRole("heading", { name: "Messages" }).waitFor();
    await o.waitForTimeout(600);
    await fits(o, "the operators' page on a phone");
    await picture(o, "phone-operators");
    await o.setViewportSize({ width: 1440, height: 900 });
    await o.evaluate(() => { localStorage.setItem("muster.language", "zh"); });
    await o.reload();
    await picture(o, "zh");
    must(provider.faults.length === 0 && operator.faults.length === 0 && phone.faults.length === 0, [...provider.faults, ...operator.faults, ...phone.faults].join("; "));
  });
} catch (e) {
  broke(e);
  console.log(instance.logs());
} finally {
  await machine?.stop();
  await browser.close();
  await instance.stop();
}
end();

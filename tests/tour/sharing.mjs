// Other operators and resolvers in a real browser: an operator adds both, a token is shown once, faults stand at their fields;
// on a phone.
//   node tests/tour/sharing.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { freePort, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-sharing"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "muster-sharing-"));
const run = (...args) => execFileSync(muster, ["--data", data, ...args], { encoding: "utf8" });
const admin = /shown once: (\S+)/.exec(run("instance", "init", "--kind", "training", "--name", "sharing"))[1];
const port = await freePort(), base = `http://localhost:${port}`;
const server = spawn(muster, ["--data", data, "server", "--port", String(port)], { stdio: "ignore" });
await until("server answers", () => fetch(base + "/healthz").then((r) => r.ok, () => false));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
let lastPage = null;
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

// A first password is changed at once, as the page asks.
const chosen = "a long enough password 1";
async function ownPassword(user, first) {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = (lastPage = await context.newPage());
  await page.goto(base + "/");
  await page.fill("input[name=login]", user);
  await page.fill("input[name=password]", first);
  await page.click("form button.primary");
  await page.locator("input[type=password]").nth(1).waitFor();
  const changed = await page.evaluate(async ([current, next]) => {
    const { csrf_token } = await (await fetch("/api/session")).json();
    return (await fetch("/api/session/password", { method: "POST", headers: { "Content-Type": "application/json", "x-csrf-token": csrf_token }, body: JSON.stringify({ current, next }) })).status;
  }, [first, chosen]);
  must(changed === 204, `the password of ${user} was not changed: ${changed}`);
  await context.close();
}

try {
  let operator;
  await step("the administrator gives the role of an operator", async () => {
    const page = (await ownPassword("admin", admin), (lastPage = await person(browser, base, "admin", chosen)));
    const [made, roles] = await page.evaluate(async () => {
      const { csrf_token } = await (await fetch("/api/session")).json();
      const send = (method, path, body, more = {}) => fetch("/api" + path, { method, headers: { "Content-Type": "application/json", "x-csrf-token": csrf_token, "Idempotency-Key": crypto.randomUUID(), ...more }, body: JSON.stringify(body) });
      const party = (await (await fetch("/api/parties")).json()).items[0];
      const person = await send("POST", "/people", { display_name: "Olga Operator", login: "olga", party_id: party.id, identity: "passport:OPER0001" });
      const one = await person.json();
      const given = await send("PUT", `/people/${one.id}/roles`, { roles: ["operator"] }, { "If-Match": person.headers.get("etag") });
      return [one, given.status];
    });
    must(roles === 200 && made.first_password, `${roles} ${JSON.stringify(made)}`);
    await ownPassword("olga", made.first_password);
    operator = lastPage = await person(browser, base, "olga", chosen);
  });
  await step("another operator is added, and its token is shown once", async () => {
    await operator.getByRole("link", { name: "Orders" }).first().click();
    await operator.getByRole("link", { name: "Other operators" }).click();
    await operator.getByText("Nothing is shared yet").waitFor();
    await operator.locator("summary", { hasText: "Add an operator" }).click();
    await operator.getByLabel("Operator", { exact: true }).fill("South Telecom");
    await operator.getByLabel("Its identity").fill("identity--1");
    await operator.getByRole("button", { name: "Add an operator" }).click();
    await operator.getByText("Give the id of the peer's identity").first().waitFor();
    await operator.getByLabel("Its identity").fill("identity--6eacde80-02bc-5f60-af19-336883dcdadd");
    await operator.getByRole("button", { name: "Add an operator" }).click();
    await operator.getByText("Its token, shown once").waitFor();
    await operator.screenshot({ path: `${pictures}/peers.png`, fullPage: true });
    await accessible(operator, "other operators");
    await operator.reload();
    await operator.getByText("South Telecom").waitFor();
    must((await operator.getByText("Its token, shown once").count()) === 0, "the token is shown again");
  });
  await step("a resolver is asked from now on", async () => {
    await operator.goto(base + "/orders/resolvers");
    await operator.locator("summary", { hasText: "Ask a resolver" }).click();
    await operator.getByLabel("Resolver", { exact: true }).fill("East");
    await operator.getByLabel("Address", { exact: false }).first().fill("east.example");
    await operator.getByRole("button", { name: "Ask a resolver" }).click();
    await operator.getByText("Give the resolver's IP address").first().waitFor();
    await operator.getByLabel("Address", { exact: false }).first().fill("192.0.2.53");
    await operator.getByRole("button", { name: "Ask a resolver" }).click();
    await operator.getByText("192.0.2.53").first().waitFor();
    await accessible(operator, "resolvers");
    await operator.screenshot({ path: `${pictures}/resolvers.png`, fullPage: true });
  });
  await step("on a phone", async () => {
    await operator.setViewportSize({ width: 390, height: 844 });
    await fits(operator, "resolvers");
    await operator.screenshot({ path: `${pictures}/resolvers-phone.png`, fullPage: true });
    await operator.goto(base + "/orders/peers");
    await operator.getByText("South Telecom").waitFor();
    await fits(operator, "other operators");
    await operator.screenshot({ path: `${pictures}/peers-phone.png`, fullPage: true });
  });
  must(operator.faults.length === 0, operator.faults.join("; "));
} catch (e) {
  broke(e);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  rmSync(data, { recursive: true, force: true });
}
end();

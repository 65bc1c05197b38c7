// A training instance of its own with a browser, and people of it who were made by its administrator.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { must } from "./checks.mjs";
import { freePort, putAway, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments } from "./steps.mjs";

const chosen = "a long enough password 1";

export async function fresh(muster, name) {
  const data = mkdtempSync(join(tmpdir(), `muster-${name}-`));
  const run = (...args) => execFileSync(muster, ["--data", data, ...args], { encoding: "utf8" });
  const admin = /shown once: (\S+)/.exec(run("instance", "init", "--kind", "training", "--name", name))[1];
  const port = await freePort(), base = `http://localhost:${port}`;
  const server = spawn(muster, ["--data", data, "server", "--port", String(port)], { stdio: "ignore" });
  await until("server answers", () => fetch(base + "/healthz").then((r) => r.ok, () => false));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
  const house = { base, lastPage: null };

  // A first password is changed at once, as the page asks.
  async function ownPassword(user, first) {
    const context = await browser.newContext({ locale: "en-GB" });
    const page = (house.lastPage = await context.newPage());
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

  // The administrator makes them and gives the role; signed in, with a password of their own.
  //   who: display_name, login, identity
  house.withRole = async (role, who) => {
    const page = (await ownPassword("admin", admin), (house.lastPage = await person(browser, base, "admin", chosen)));
    const [made, roles] = await page.evaluate(async ([who, role]) => {
      const { csrf_token } = await (await fetch("/api/session")).json();
      const send = (method, path, body, more = {}) => fetch("/api" + path, { method, headers: { "Content-Type": "application/json", "x-csrf-token": csrf_token, "Idempotency-Key": crypto.randomUUID(), ...more }, body: JSON.stringify(body) });
      const party = (await (await fetch("/api/parties")).json()).items[0];
      const person = await send("POST", "/people", { ...who, party_id: party.id });
      const one = await person.json();
      const given = await send("PUT", `/people/${one.id}/roles`, { roles: [role] }, { "If-Match": person.headers.get("etag") });
      return [one, given.status];
    }, [who, role]);
    must(roles === 200 && made.first_password, `${roles} ${JSON.stringify(made)}`);
    await ownPassword(who.login, made.first_password);
    return (house.lastPage = await person(browser, base, who.login, chosen));
  };
  house.end = async () => {
    await browser.close();
    await putAway([server], data);
  };
  return house;
}

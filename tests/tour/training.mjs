// Exercises of a training instance in a real browser: the known answer comes after one's own, figures are of nobody by name;
// in both languages.
//   node tests/tour/training.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, fits, must } from "./checks.mjs";
import { freePort, until } from "./instance.mjs";
import { person } from "./people.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, pictures = "build/tour-training"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "muster-training-"));
const run = (...args) => execFileSync(muster, ["--data", data, ...args], { encoding: "utf8" });
const admin = /shown once: (\S+)/.exec(run("instance", "init", "--kind", "training", "--name", "school"))[1];
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
  let learner;
  await step("the administrator gives the role of an examiner to a learner", async () => {
    const page = (await ownPassword("admin", admin), (lastPage = await person(browser, base, "admin", chosen)));
    const [made, roles] = await page.evaluate(async () => {
      const { csrf_token } = await (await fetch("/api/session")).json();
      const send = (method, path, body, more = {}) => fetch("/api" + path, { method, headers: { "Content-Type": "application/json", "x-csrf-token": csrf_token, "Idempotency-Key": crypto.randomUUID(), ...more }, body: JSON.stringify(body) });
      const party = (await (await fetch("/api/parties")).json()).items[0];
      const person = await send("POST", "/people", { display_name: "Lee Learner", login: "learner", party_id: party.id, identity: "passport:LEARN001" });
      const one = await person.json();
      const given = await send("PUT", `/people/${one.id}/roles`, { roles: ["examiner"] }, { "If-Match": person.headers.get("etag") });
      return [one, given.status];
    });
    must(roles === 200 && made.first_password, `${roles} ${JSON.stringify(made)}`);
    await ownPassword("learner", made.first_password);
    learner = lastPage = await person(browser, base, "learner", chosen);
  });
  await step("an exercise shows the known answer after one's own", async () => {
    await learner.getByRole("link", { name: "Training" }).click();
    await learner.getByRole("link", { name: "A word on the list" }).click();
    await learner.getByText("Evidence").first().waitFor();
    must((await learner.getByText("What is known:").count()) === 0, "the answer is told before");
    await accessible(learner, "an exercise");
    await learner.getByLabel("What do you decide?").selectOption("none");
    await learner.getByRole("button", { name: "Your answer" }).click();
    await learner.getByText("What is known: No violation").waitFor();
    await learner.screenshot({ path: `${pictures}/exercise.png` });
  });
  await step("figures say nothing of one person", async () => {
    await learner.goto(base + "/training");
    await learner.getByText("fewer than five answers").waitFor();
    await accessible(learner, "the exercises");
    await fits(learner, "the exercises");
  });
  must(learner.faults.length === 0, learner.faults.join("; "));
} catch (e) {
  broke(e);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  rmSync(data, { recursive: true, force: true });
}
end();

// Other operators and resolvers in a real browser: an operator adds both, a token is shown once, faults stand at their fields;
// on a phone.
//   node tests/tour/sharing.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync } from "node:fs";
import { accessible, fits, must } from "./checks.mjs";
import { fresh } from "./fresh.mjs";
import { steps } from "./steps.mjs";

const [muster, pictures = "build/tour-sharing"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const house = await fresh(muster, "sharing"), { base } = house;
const { step, broke, end } = steps(() => house.lastPage, `${pictures}/failed.png`);

try {
  let operator;
  await step("the administrator gives the role of an operator", async () => {
    operator = await house.withRole("operator", { display_name: "Olga Operator", login: "olga", identity: "passport:OPER0001" });
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
    const feed = await operator.getByRole("link", { name: "/feeds/misp" }).getAttribute("href");
    const manifest = await operator.request.get(base + feed);
    must(manifest.status() === 200 && (await manifest.text()) === "{}", `the feed of MISP answers ${manifest.status()}`);
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
  await house.end();
}
end();

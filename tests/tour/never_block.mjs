// The never-block list in a browser: one proposes, another confirms, and an order on such a name asks for a third person.
import { accessible, fits } from "./checks.mjs";

export async function neverBlock(people, base, picture) {
  const { proposer, confirmer } = people;
  await proposer.goto(base + "/never-block");
  await proposer.getByText("112.example").waitFor();
  await proposer.getByRole("button", { name: "Propose a change" }).click();
  const dialog = proposer.locator("dialog");
  await dialog.getByLabel("Names", { exact: false }).first().fill("library.example\nco.uk");
  await dialog.getByLabel("Why").fill("The libraries of the country.");
  await dialog.getByRole("button", { name: "Propose a change" }).click();
  await dialog.getByText("A public suffix is never blocked").first().waitFor();
  await dialog.getByLabel("Names", { exact: false }).first().fill("library.example");
  await dialog.getByRole("button", { name: "Propose a change" }).click();
  await proposer.waitForURL(/\/never-block\/[0-9a-f-]{36}/);
  await proposer.locator(".steps details summary").click();
  await proposer.getByText("You proposed it; another person confirms it.").waitFor();
  const url = proposer.url();
  await confirmer.goto(url);
  await confirmer.getByRole("button", { name: "Confirm" }).click();
  await confirmer.getByText("Confirmed").first().waitFor();
  await accessible(confirmer, "a change of the never-block list");
  await picture(confirmer, "never-block-change");
  await proposer.goto(base + "/never-block");
  await proposer.getByText("library.example").waitFor();
  await proposer.getByLabel("A name", { exact: true }).fill("www.library.example");
  await proposer.getByRole("button", { name: "Check a name" }).click();
  await proposer.getByText("A third signature is needed: library.example").waitFor();
  await accessible(proposer, "the never-block list");
  await picture(proposer, "never-block");
  const wide = proposer.viewportSize();
  await proposer.setViewportSize({ width: 390, height: 844 });
  await fits(proposer, "the never-block list on a phone");
  await picture(proposer, "never-block-phone");
  await proposer.setViewportSize(wide);
}

// What follows an order on record, as steps of the tour: the statement of reasons and its way, figures and their records, a
// debarment after a hearing.
import { accessible, fits, must } from "./checks.mjs";
import { until } from "./instance.mjs";

// The name is nobody's on file: the letter has nobody to go to, and somebody hands the statement over.
export async function statementOfReasons(page, base, browser, orderNumber, picture) {
  const number = "S" + orderNumber.slice(1);
  await until("the statement is written and can't be delivered", async () => {
    await page.goto(`${base}/statements?state=undelivered`);
    return page.getByRole("link", { name: number }).waitFor({ timeout: 2500 }).then(() => true, () => false);
  }, 60);
  await page.goto(base + "/");
  await page.getByText("Hand over the statement of reasons").first().waitFor({ timeout: 60000 });
  await page.goto(`${base}/statements?state=undelivered`);
  await page.getByRole("link", { name: number }).click();
  await page.getByText("How to appeal").waitFor();
  await accessible(page, "the statement's page");
  await picture(page, "statement");
  await page.getByRole("button", { name: "Show the link for the letter" }).click();
  const link = (await page.locator("p.mono").first().textContent()).trim();
  await page.getByRole("button", { name: "Note that it was handed over" }).click();
  await page.locator("dialog textarea").fill("Registered letter through the host, today.");
  await page.locator("dialog").getByRole("button", { name: "Note that it was handed over" }).click();
  await page.locator("dialog").waitFor({ state: "detached", timeout: 60000 });

  const entity = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await entity.goto(base + link);
  await entity.getByText("Facts and reasons").waitFor();
  const pdf = await entity.request.get(base + link + "/pdf");
  must((await pdf.body()).subarray(0, 5).toString() === "%PDF-", "no PDF behind the link");
  must((await (await entity.request.get(base + link + "/json")).json()).number === number, "no JSON behind the link");
  await entity.getByRole("button", { name: "It reached me" }).click();
  await entity.getByText("You said that it reached you").waitFor();
  await entity.screenshot({ path: picture.path("statement-public"), fullPage: true });
  await entity.context().close();
  await until("the desk sees that it was received", async () => {
    await page.reload();
    return page.getByText("Received").first().waitFor({ timeout: 2500 }).then(() => true, () => false);
  });
}

export async function figures(page, base, picture) {
  await until("an order is counted", async () => {
    await page.goto(`${base}/figures/orders_issued?by=ground`);
    return page.locator("table tbody a[href^='/orders/']").first().waitFor({ timeout: 2500 }).then(() => true, () => false);
  }, 60);
  await page.getByText("a number is no aim").first().waitFor();
  await accessible(page, "a figure's page");
  await fits(page, "a figure's page");
  await picture(page, "figure");
  await page.goto(base + "/figures");
  await page.getByRole("link", { name: "Time to act" }).waitFor();
  await accessible(page, "the figures");
  await page.goto(base + "/public/transparency");
  await page.getByText("No month was published yet").waitFor();
  await accessible(page, "the public's report");
}

// Proposed by one, heard by another, put in force by a third; the public sees a company and its end.
export async function debarment(people, base, subject, picture) {
  const { examiner, hearer, decider } = people;
  await examiner.goto(`${base}/debarments?propose=${subject.id}`);
  const dialog = examiner.locator("dialog");
  await dialog.getByLabel("Why", { exact: false }).first().fill("The filed address is nobody's, and the register of companies says so.");
  await dialog.getByLabel("Law").fill("Model Act, section 9");
  await dialog.getByLabel("Decision that it rests on").fill("B-2026-17");
  await dialog.getByLabel("Day of that decision").fill(new Date().toISOString().slice(0, 10));
  await dialog.getByRole("button", { name: "Propose a debarment" }).click();
  await examiner.waitForURL(/\/debarments\/[0-9a-f-]{36}/);
  await examiner.getByRole("button", { name: "Tell the entity" }).click();
  await examiner.getByText("May answer until").waitFor();
  const url = examiner.url();
  await hearer.goto(url);
  await hearer.getByRole("button", { name: "Note the hearing" }).click();
  await hearer.locator("dialog textarea").fill("We moved last week and forgot to say so.");
  await hearer.locator("dialog").getByRole("button", { name: "Note the hearing" }).click();
  await hearer.locator("dialog").waitFor({ state: "detached", timeout: 60000 });
  await decider.goto(url);
  await decider.getByRole("button", { name: "Put in force" }).click();
  await decider.locator("dialog input[type=date]").fill(new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10));
  await decider.locator("dialog").getByRole("button", { name: "Put in force" }).click();
  await decider.locator("dialog").waitFor({ state: "detached", timeout: 60000 });
  await accessible(decider, "a debarment's page");
  await picture(decider, "debarment");
  await decider.goto(base + "/public/debarments");
  await decider.getByText(subject.name).waitFor();
  await accessible(decider, "the list of debarments");
}

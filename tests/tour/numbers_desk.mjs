// The desks of the number register in the tour: dealers, requests of authorities, disputes, and what changes who is on
// record and who holds what. Each step can fail; pages are held against a screen reader's rules and a phone's width.
export const deskPages = ["/dealers", "/dealers?view=signals", "/requests", "/disputes", "/duplicates", "/excess", "/corrections", "/transfers", "/ports", "/things", "/companies", "/reconciliations"];

// A resident's number with its check character (GB 11643).
export function residentId(birth, sequence) {
  const digits = "110105" + birth.replaceAll("-", "") + String(sequence).padStart(3, "0");
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return digits + "10X98765432"[weights.reduce((sum, w, i) => sum + w * Number(digits[i]), 0) % 11];
}

export async function desks({ base, step, must, signIn, picture, accessible }) {
  const firstRow = (page) => page.locator("table tbody a.cover").first();
  const open = async (page, place, name) => {
    await page.goto(base + place);
    await firstRow(page).waitFor();
    await picture(page, name);
    await accessible(page, name);
  };
  const press = async (page, name) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator("dialog").getByRole("button", { name, exact: true }).click();
  };
  const state = (page, text) => page.locator(".page-head .state", { hasText: text }).waitFor();
  const of = {};

  await step("a dealer: contract, quota, device, shop; what looks odd is decided by a person", async () => {
    const page = (of.compliance = await signIn("compliance"));
    await open(page, "/dealers", "dealers");
    await page.getByRole("link", { name: "Alder Phones" }).click();
    await page.getByText("registered today").waitFor();
    await page.getByText("Counter 1").waitFor();
    await page.getByText("North-01").first().waitFor();
    await picture(page, "dealer");
    await accessible(page, "dealer");
    await page.goto(base + "/dealers?view=signals");
    await page.locator("table tbody tr").first().waitFor();
    const before = await page.locator("table tbody tr").count();
    await page.getByRole("button", { name: "Decide" }).first().click();
    await page.locator("dialog").getByRole("button", { name: "It is explained" }).click();
    await page.getByText("Say why first.").waitFor();
    await page.locator("dialog select").selectOption("explained");
    await page.locator("dialog").getByRole("button", { name: "It is explained" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    for (let waited = 0; (await page.locator("table tbody tr").count()) >= before; waited++) {
      must(waited < 50, "what is decided leaves the list");
      await page.waitForTimeout(200);
    }
  });
  await step("suspending a dealer puts all that it registered to the test again", async () => {
    const page = await signIn("supervisor");
    of.supervisor = page;
    await page.goto(base + "/dealers");
    await page.getByRole("link", { name: "Hazel Kiosk" }).click();
    await page.getByRole("button", { name: "Suspend", exact: true }).click();
    await page.locator("dialog select").selectOption("signals");
    await page.locator("dialog").getByRole("button", { name: "Suspend", exact: true }).click();
    await state(page, "Suspended");
    await page.getByText("Re-verification of a dealer’s registrations").waitFor();
    await page.getByText("registrations were put to the test again").waitFor({ timeout: 60000 });
    await page.reload();
    await page.getByText(/[1-9]\d* of its registrations wait to be verified/).waitFor();
    await picture(page, "dealer-suspended");
    await accessible(page, "dealer-suspended");
  });
  await step("a request of an authority: two persons, a clock, exactly what was approved", async () => {
    const page = of.compliance;
    await open(page, "/requests", "requests");
    await page.getByRole("link", { name: "R-2026-000002" }).or(page.locator("a.cover").first()).first().click();
    await page.getByRole("button", { name: "The letter is real", exact: true }).waitFor();
    await press(page, "The letter is real");
    await state(page, "Checked");
    await page.getByText("Not open to you").click();
    await page.locator(".why", { hasText: "Who approves neither entered nor checked it." }).waitFor();
    const other = of.supervisor;
    await other.goto(page.url());
    await press(other, "Approve");
    await state(other, "Approved");
    await page.goto(base + "/requests?state=approved");
    await page.locator("table tbody a.cover").last().click();
    await page.getByRole("button", { name: "Read the answer and record it" }).click();
    await page.getByText("State of the line").last().waitFor();
    await page.getByText("read 1 ×").first().waitFor();
    must(!page.url().match(/86199/), "a number stands in an address");
    await page.getByRole("button", { name: "Read and record" }).click();
    await page.getByText("Inspector Specimen").waitFor();
    await picture(page, "request");
    await accessible(page, "request");
  });
  await step("a dispute: both sides' words for a purpose, the dealer's answer, a decision with its reason", async () => {
    const page = of.compliance;
    await open(page, "/disputes", "disputes");
    await firstRow(page).click();
    await page.getByRole("button", { name: "Read and record" }).click();
    await page.getByText("I never bought it.").waitFor();
    await press(page, "Ask the dealer");
    await state(page, "Dealer asked");
    await page.getByRole("button", { name: "Note the dealer’s answer" }).click();
    await page.locator("dialog select").selectOption("admits");
    await page.locator("dialog").getByRole("button", { name: "Note the dealer’s answer" }).click();
    await page.getByText("It was not this person").waitFor();
    await page.getByRole("button", { name: "Decide", exact: true }).click();
    await page.locator("dialog").getByText("Not theirs").click();
    await page.locator("dialog select").selectOption("dealer_admits");
    await picture(page, "dispute-decide");
    await page.locator("dialog").getByRole("button", { name: "Decide", exact: true }).click();
    await page.getByText("The dealer admits it").waitFor();
    await picture(page, "dispute");
    await accessible(page, "dispute");
  });
  await step("two records side by side, read for a purpose; a person says whether they are one", async () => {
    const page = of.compliance;
    await open(page, "/duplicates", "duplicates");
    const twins = page.locator("table tbody tr", { hasText: "Same name, same birth date" }).last();
    await twins.locator("a.cover").click();
    await page.getByRole("button", { name: "Read both and record it" }).waitFor();
    must(!(await page.locator("main").textContent()).match(/Mustermann/i), "a name before it was read");
    await page.locator("select").selectOption("quality_check");
    await page.getByRole("button", { name: "Read both and record it" }).click();
    await page.locator("table.side-by-side .state", { hasText: "the same" }).first().waitFor();
    await page.locator("table.side-by-side .state", { hasText: /alike|differs/ }).first().waitFor();
    await picture(page, "duplicate");
    await accessible(page, "duplicate");
    await page.getByRole("button", { name: "Two persons", exact: true }).click();
    await page.locator("dialog select").selectOption("both_documents_shown");
    await page.locator("dialog input").fill("DOC-7");
    await page.locator("dialog").getByRole("button", { name: "Two persons", exact: true }).click();
    await state(page, "Two persons");
  });
  await step("a person beyond the cap chooses which lines to keep", async () => {
    const page = (of.registrar = await signIn("registrar"));
    await open(page, "/excess", "excess-list");
    await firstRow(page).click();
    const boxes = page.locator("td.pick input");
    await boxes.first().waitFor();
    const n = await boxes.count();
    for (let i = 0; i < n; i++) await boxes.nth(i).check();
    await page.getByText(/too many are kept/).waitFor();
    must(await page.getByRole("button", { name: "Record the choice" }).isDisabled(), "more than the cap can't be kept");
    for (let i = 1; i < n; i++) await boxes.nth(i).uncheck();
    await page.locator("form input[maxlength='64']").fill("FORM-7");
    await picture(page, "excess");
    await accessible(page, "excess");
    await page.getByRole("button", { name: "Record the choice" }).click();
    await state(page, "Chosen");
  });
  await step("named users of a company by a file: each row has its outcome", async () => {
    const page = of.registrar;
    await open(page, "/companies", "companies");
    await firstRow(page).click();
    await page.getByText("Lines that wait for their user").waitFor();
    const number = (await page.locator("table tbody a.cover .num").first().textContent()).trim();
    const row = (id, name) => [number, "cn_resident_id", "CHN", id, "", name, "1990-01-01", "\"12 Example Street, Utopia\""].join(",");
    const file = ["msisdn,document_kind,document_country,document_number,document_expires_on,name,birth_date,address", row(residentId("1990-01-01", 7), "Ada Specimen"), row("110105199001010000", "Bruno Specimen"), row(residentId("1990-01-01", 9), "")].join("\n");
    await page.locator("input[type=file]").setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
    const fields = page.locator("form .two input");
    await fields.nth(0).fill("HQ-1");
    await fields.nth(1).fill("T-1");
    await page.getByRole("button", { name: "Register 3 users" }).click();
    await page.getByText("3 of 3 rows: 1 registered, 0 were on record already, 2 refused.").waitFor();
    await picture(page, "company");
    await accessible(page, "company");
    await page.getByRole("button", { name: "Register 3 users" }).click();
    await page.getByText("3 of 3 rows: 0 registered, 1 were on record already, 2 refused.").waitFor();
  });
  await step("a correction is put right by the second person, a line passes when both agree", async () => {
    const page = of.registrar;
    await open(page, "/corrections", "corrections");
    await firstRow(page).click();
    await page.getByRole("button", { name: "Read and record" }).click();
    await page.getByText("7 Sample Square, Utopia").waitFor();
    await picture(page, "correction");
    await accessible(page, "correction");
    await press(page, "Confirm");
    await state(page, "In force");
    await open(page, "/transfers", "transfers");
    await firstRow(page).click();
    await page.getByText("Both parties").waitFor();
    for (const agreed of [1, 2]) {
      await page.getByRole("button", { name: "Record the consent" }).first().click();
      await page.locator("dialog select").selectOption("signature");
      await page.locator("dialog input").fill(`FORM-${agreed}`);
      await page.locator("dialog").getByRole("button", { name: "Record the consent" }).click();
      await page.locator(".signers .mark.yes").nth(agreed - 1).waitFor();
    }
    await page.getByText("The receiver is not verified yet.").waitFor();
    await picture(page, "transfer");
    await accessible(page, "transfer");
  });
  await step("our lines against the national register's: counts, the lines, and a campaign of them", async () => {
    const page = (of.operator = await signIn("operator"));
    await open(page, "/reconciliations", "reconciliations");
    await firstRow(page).click();
    await page.getByRole("link", { name: "Serve here, are not there" }).click();
    await page.waitForURL(/kind=missing_there/);
    await page.locator("table tbody a.cover").first().waitFor();
    must((await page.locator("table tbody a.cover").first().textContent()).includes("•"), "a number in clear");
    await picture(page, "reconciliation");
    await accessible(page, "reconciliation");
    await page.getByRole("link", { name: "Numbers of none of our ranges" }).click();
    await page.getByText("The first ones alone").waitFor();
    await page.getByRole("link", { name: "Verified there alone" }).click();
    await page.getByRole("button", { name: "Make a campaign of these" }).click();
    await page.locator("dialog input[name=sender]").fill("Northern");
    await page.locator("dialog input[name=place]").fill("any shop");
    await picture(page, "reconciliation-campaign");
    await page.locator("dialog").getByRole("button", { name: "Draft it" }).click();
    await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
    await page.getByText("National register: Verified there alone").first().waitFor();
    await state(page, "Draft");
  });
  await step("another register's file is sent, tried, compared, and read as a file", async () => {
    const page = of.operator;
    await page.goto(base + "/reconciliations");
    await page.getByRole("button", { name: "Compare a file" }).click();
    const rows = Array.from({ length: 2000 }, (_, i) => `8613100${String(i).padStart(6, "0")},serves,yes`);
    const csv = ["msisdn,state,verified", ...rows, "nonsense,serves,yes"].join("\n") + "\n";
    await page.locator("dialog input[type=file]").setInputFiles({ name: "theirs.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.locator("dialog").getByRole("button", { name: "Check only" }).click();
    await page.locator("dialog").getByText("Checked, nothing was written").waitFor();
    await page.locator("dialog").getByText("2,000 numbers of theirs").waitFor();
    await picture(page, "reconciliation-file");
    await accessible(page, "reconciliation-file");
    await page.locator("dialog").getByRole("button", { name: "Compare", exact: true }).click();
    await page.locator("dialog").getByRole("link", { name: "Open the comparison" }).click();
    await page.waitForURL(/\/reconciliations\/[0-9a-f-]{36}$/);
    await page.getByRole("link", { name: "Numbers of none of our ranges" }).click();
    const file = await page.evaluate(async (href) => (await fetch(href)).text(), await page.getByRole("link", { name: "CSV of all" }).getAttribute("href"));
    must(file.trim().split("\n").length === 2001, "all of them stand in the file");
    must(!file.includes("8613100000001"), "a number in clear");
  });
  await step("a line of things: bound to a device, seen in another one, explained; one without a device is bound", async () => {
    const page = of.operator;
    await open(page, "/things", "things");
    await page.getByRole("link", { name: "Seen elsewhere" }).click();
    await page.waitForURL(/tab=mismatched/);
    await firstRow(page).click();
    await page.getByText("The network saw this line in another device.").waitFor();
    await picture(page, "thing");
    await accessible(page, "thing");
    await page.getByRole("button", { name: "Explain" }).click();
    await page.locator("dialog input[name=evidence_ref]").fill("REPAIR-1");
    await page.locator("dialog").getByRole("button", { name: "Explain" }).click();
    await state(page, "Bound");
    await page.goto(base + "/things?tab=without");
    await firstRow(page).waitFor();
    await picture(page, "things-without");
    await page.getByRole("button", { name: "Bind a line to a device" }).click();
    await page.locator("dialog input[name=msisdn]").fill("+8619990000011");
    await page.locator("dialog input[name=device]").fill("001001000000010");
    await page.locator("dialog input[name=services][value=sms]").check();
    await page.locator("dialog input[name=evidence_ref]").fill("DN-1");
    await page.locator("dialog").getByRole("button", { name: "Bind", exact: true }).click();
    await page.locator("dialog .fault").first().waitFor();
    await picture(page, "thing-bind-wrong");
    await accessible(page, "thing-bind-wrong");
    await page.locator("dialog input[name=services][value=sms]").uncheck();
    await page.locator("dialog input[name=device]").fill("001001009000016");
    await page.locator("dialog").getByRole("button", { name: "Bind", exact: true }).click();
    await page.waitForURL(/\/things\/[0-9a-f-]{36}$/);
    await state(page, "Bound");
  });
  await step("a number passes to another operator", async () => {
    const page = of.operator;
    await open(page, "/ports", "ports");
    await firstRow(page).click();
    await press(page, "It has passed");
    await state(page, "Passed");
    await picture(page, "port");
    await accessible(page, "port");
  });
}

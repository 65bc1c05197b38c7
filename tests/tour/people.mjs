// People at their browsers: each has a context of their own, with a virtual security key where they sign.
export async function person(browser, base, user, password, { key = false, viewport = { width: 1440, height: 900 } } = {}) {
  const context = await browser.newContext({ viewport, locale: "en-GB" });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (e) => page.faults.push(String(e)));
  page.on("console", (m) => { if (m.type() === "error" && /Content Security Policy|Uncaught/.test(m.text())) page.faults.push(m.text()); });
  if (key) {
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
  }
  await page.goto(base + "/");
  await page.fill("input[name=login]", user);
  await page.fill("input[name=password]", password);
  await page.click("form button.primary");
  await page.waitForSelector("nav", { state: "attached", timeout: 60000 });  // on a phone it is folded away
  return page;
}

export async function registerKey(page, base) {
  await page.goto(base + "/settings");
  await page.getByRole("button", { name: "Register a security key" }).click();
  await page.getByText("Registered. Read these digits").waitFor({ timeout: 60000 });
  return (await page.locator("p.tell.good b.mono").textContent()).trim();
}

// A key officer compares the digits and enrols.
export async function enrolKey(page, base, name, digits) {
  await page.goto(base + "/people");
  await page.getByRole("link", { name }).first().click();
  await page.getByText(digits).first().waitFor({ timeout: 60000 });
  await page.getByRole("button", { name: "Enrol key" }).first().click();
  await page.getByRole("button", { name: "Enrol key" }).waitFor({ state: "detached", timeout: 60000 });
}

export async function sign(page, button) {
  await page.locator("#sign").waitFor({ timeout: 60000 });
  await page.getByLabel("I have read the text").check();
  await page.getByRole("button", { name: button }).click();
}

// The steps of a tour: each is named, timed and counted; the first that fails ends the tour, with what the page says
// (`page()`: the one that is looked at) and a picture of it.
export function steps(page, picture) {
  const counts = { passed: 0, failed: 0 };
  async function step(name, work) {
    const at = Date.now();
    try {
      await work();
      counts.passed += 1;
      console.log(`ok   ${name} (${((Date.now() - at) / 1000).toFixed(1)} s)`);
    } catch (e) {
      counts.failed += 1;
      console.log(`FAIL ${name}: ${e.message.split("\n").slice(0, 6).join(" | ")}`);
      await lookAt(page()).catch(() => {});
      throw e;
    }
  }
  async function lookAt(page) {
    if (!page) return;
    console.log(`the page says: ${(await page.evaluate(() => document.body.innerText)).replace(/\s+/g, " ").slice(0, 800)}`);
    await page.screenshot({ path: picture });
  }
  // What ended the tour, where it was no step: that is a failure too.
  function broke(e) {
    if (counts.failed > 0) return;
    counts.failed = 1;
    console.log(`FAIL between the steps: ${e.stack}`);
  }
  // The last line of a tour; nothing at all is a failure too.
  function end() {
    console.log(`${counts.passed} passed, ${counts.failed} failed`);
    process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
  }
  return { step, counts, broke, end };
}
export const browserArguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

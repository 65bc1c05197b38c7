// Every page of both consoles, found as people find them: from the lists, along the links; by whoever may see them. Each is
// looked at by axe. What no demonstration has (it needs signatures, or comes after them) is looked at in the other tours,
// which write down where axe has looked (MUSTER_TOUR_PAGES); every_page.mjs holds them all together.
//   node tests/tour/pages.mjs MUSTER MUSTER-NUMBERS [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { accessible, must } from "./checks.mjs";
import { startInstance, startNumbers } from "./instance.mjs";
import { person } from "./people.mjs";
import { routeOf, routesOf } from "./routes.mjs";
import { browserArguments, steps } from "./steps.mjs";

const [muster, numbers, pictures = "build/tour-pages"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
let lastPage = null;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: browserArguments });
const { step, broke, end } = steps(() => lastPage, `${pictures}/failed.png`);

// What stands on the page when it has come; false: it is not for this person.
async function come(page, url) {
  await page.goto(url);
  await page.locator("main h1, main .problem").first().waitFor();
  await page.locator("main .skeleton").first().waitFor({ state: "detached" });
  return (await page.locator("main > .problem, main .problem:only-child").count()) === 0;
}

// `more`: pages that no link of a list leads to.
async function walk(wing, house, people, more = []) {
  const routes = routesOf(wing), left = new Set(routes);
  for (const who of people) {
    const page = (lastPage = await person(browser, house.base, who, house.passwords[who]));
    const waiting = routes.filter((r) => !r.includes(":") && [...left].some((l) => l === r || l.startsWith(r + "/"))), known = new Set(waiting);
    waiting.push(...more.filter((path) => [...left].some((l) => l.startsWith(routeOf(routes, path.split("?")[0])))));
    while (waiting.length > 0) {
      const path = waiting.shift(), route = routeOf(routes, path.split("?")[0]);
      if (!(await come(page, house.base + path))) continue;
      if (left.has(route)) await step(`${wing}: ${route}, seen by ${who}`, async () => {
        left.delete(route);
        await accessible(page, path);
        must(page.faults.length === 0, page.faults.join("; "));
      });
      const links = await page.locator("main a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href").split(/[?#]/)[0]));
      for (const link of links) {
        const to = routeOf(routes, link);
        if (to && left.has(to) && !known.has(to)) waiting.push(link), known.add(to);
      }
    }
    await page.context().close();
  }
  console.log(`${wing}: ${routes.length - left.size} of ${routes.length} pages; left to other tours: ${[...left].join(" ")}`);
}

const houses = [];
try {
  houses.push(await startInstance(muster), await startNumbers(numbers, 2000, 300));
  const [sites] = houses, [known] = sites.names, registry = join(sites.data, "registry.csv");
  writeFileSync(registry, `name,registrant_handle,registrant_kind,registrant_name,registrar,expires_at\n${known},H-1,organization,Example Holdings,Example Registrar,2030-01-01\n`);
  sites.run("domain", "import", registry, "--source", "example");
  await walk("sites", sites, ["auditor", "examiner", "registrar", "operator", "supervisor", "admin"],
    ["/resources?tab=leases", `/domains/${known}`, `/testing/schedule/${known}`]);
  await walk("numbers", houses[1], ["auditor", "compliance", "registrar", "operator", "supervisor", "admin"]);
} catch (e) {
  broke(e);
} finally {
  await browser.close();
  for (const house of houses) await house.stop();
}
end();

// Whether axe has looked at every page that the routers of both consoles know, in one tour or another.
//   node tests/tour/every_page.mjs FILE     what the tours wrote to MUSTER_TOUR_PAGES; ends with "N passed, N failed"
import { readFileSync } from "node:fs";
import { routeOf, routesOf } from "./routes.mjs";

// What no tour can bring about within its minutes.
const beyond = {
  "/testing/reviews/:id": "second reviews are drawn by a job of the night from what was closed",
};
const seen = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean).map((l) => l.split(" "));
let passed = 0, failed = 0;
for (const wing of ["sites", "numbers"]) {
  const routes = routesOf(wing), looked = new Set(seen.filter(([w]) => w === wing).map(([, path]) => routeOf(routes, path)));
  for (const route of routes) {
    if (looked.has(route)) passed += 1;
    else if (wing === "sites" && beyond[route]) console.log(`${wing}: ${route} is left out: ${beyond[route]}`);
    else { failed += 1; console.log(`FAIL ${wing}: no tour looks at ${route}`); }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

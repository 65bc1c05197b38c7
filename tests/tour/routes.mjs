// The routes of a console, as its router has them, in its order: the first that fits a path is its own.
import { readFileSync } from "node:fs";

const views = (file) => [...readFileSync(new URL(`../../console/src/${file}`, import.meta.url), "utf8").matchAll(/^ {2}\['(\/[^']*)'/gm)].map((m) => m[1]);

// `wing`: sites or numbers.
export const routesOf = (wing) => ["/", ...views(`${wing}/views.ts`), ...views("views/common.ts")];

export function routeOf(routes, path) {
  const have = path.split("/");
  return routes.find((route) => {
    const want = route.split("/");
    return want.length === have.length && want.every((part, i) => part === have[i] || (part.startsWith(":") && have[i] !== ""));
  });
}

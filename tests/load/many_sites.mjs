// N small sites on loopback, each with an address of its own, for workers to test; counts what is asked of each.
//   node tests/load/many_sites.mjs COUNT FARM_FILE COUNTS_FILE    writes the farm file, serves until it is ended, then the counts
import { createServer } from "node:http";
import { renameSync, writeFileSync } from "node:fs";

const [count, farm, countsFile] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const host = (i) => `site-${String(i).padStart(6, "0")}.example`;
const asked = new Map();
const text = "A small shop sells tea, cups and kettles, and says when it is open. ".repeat(12);
const address = (i) => `127.${1 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
const server = createServer((request, response) => {
  if (!request.socket.localAddress.startsWith("127.")) return void request.socket.destroy();
  const name = (request.headers.host ?? "").split(":")[0];
  if (request.url === "/robots.txt") return void response.writeHead(404).end();
  asked.set(name, (asked.get(name) ?? 0) + 1);
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>${name}</title><p>${text}</p></html>`);
});
server.keepAliveTimeout = 1000;
server.listen(0, "0.0.0.0", () => { // all of 127/8, and nobody else is answered
  const port = server.address().port;
  const lines = [];
  for (let i = 0; i < count; i++) lines.push(`${host(i)} ${address(i)}:${port}`);
  writeFileSync(farm + ".new", lines.join("\n") + "\n");
  renameSync(farm + ".new", farm);
});
process.on("SIGTERM", () => {
  const times = [...asked.values()];
  writeFileSync(countsFile, JSON.stringify({ sites: asked.size, asked: times.reduce((a, b) => a + b, 0), most: Math.max(0, ...times) }) + "\n");
  process.exit(0);
});

// N small sites on loopback for workers to test: each with an address of its own, or several to one; counts what is asked of each,
// and how soon after others of its host and of its address.
//   node tests/load/many_sites.mjs COUNT FARM_FILE COUNTS_FILE [HOSTS_OF_ONE_ADDRESS]    writes the farm file, serves until it is
//   ended, then the counts; milliseconds, null where nothing was asked twice
import { createServer } from "node:http";
import { renameSync, writeFileSync } from "node:fs";

const [count, farm, countsFile, together] = [Number(process.argv[2]), process.argv[3], process.argv[4], Number(process.argv[5] ?? 1)];
const host = (i) => `s${String(i).padStart(6, "0")}.test`;
const asked = new Map();
// How many requests of one key came although so many others had come within the second before.
class Manners {
  last = new Map(); least = Infinity; broken = 0;
  constructor(most) { this.most = most; }
  note(key) {
    const now = performance.now(), times = this.last.get(key) ?? [];
    if (times.length > 0) this.least = Math.min(this.least, now - times[times.length - 1]);
    times.push(now);
    if (times.length > this.most && now - times.shift() < 1000) this.broken++;
    this.last.set(key, times);
  }
  get told() { return { least_ms: this.least === Infinity ? null : Math.round(this.least), broken: this.broken }; }
}
// A host is left alone for a second after each answer, however busy the machine is. An address is promised a request each 200 ms
// as they are sent: one or two may come late, and the next ones on time.
const ofHost = new Manners(1), ofAddress = new Manners(7);
const text = "A small shop sells tea, cups and kettles, and says when it is open. ".repeat(12);
const address = (site) => {
  const i = Math.floor(site / together);
  return `127.${1 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
};
const server = createServer((request, response) => {
  if (!request.socket.localAddress.startsWith("127.")) return void request.socket.destroy();
  const name = (request.headers.host ?? "").split(":")[0];
  ofHost.note(name);
  ofAddress.note(request.socket.localAddress);
  if (request.url === "/robots.txt") return void response.writeHead(404).end();
  if (request.url === "/") asked.set(name, (asked.get(name) ?? 0) + 1);
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
  writeFileSync(countsFile, JSON.stringify({ sites: asked.size, asked: times.reduce((a, b) => a + b, 0), most: times.reduce((a, b) => Math.max(a, b), 0), twice: times.filter((n) => n > 1).length, names: [...asked.keys()], host: ofHost.told, address: ofAddress.told }) + "\n");
  process.exit(0);
});

// A private number register for the point of sale's tests: numbers, SIM packs, a dealer with two places, a code for a
// device, the server, and a line between browser and server that can be cut in the middle of an upload.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, putAway, until } from "./instance.mjs";

// GB 11643 numbers of nobody, and ICCIDs with their check digit.
export function residentId(born, n) {
  const d = `110105${born}${String(n).padStart(3, "0")}`;
  const w = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return d + "10X98765432"[w.reduce((s, x, i) => s + x * Number(d[i]), 0) % 11];
}
function iccid(n) {
  const d = "898600" + String(n).padStart(12, "0");
  const sum = [...d].reverse().reduce((s, c, i) => { const x = Number(c) * (i % 2 ? 1 : 2); return s + (x > 9 ? x - 9 : x); }, 0);
  return d + ((10 - (sum % 10)) % 10);
}

export async function startRegister(numbers, packs = 12) {
  const data = mkdtempSync(join(tmpdir(), "muster-pos-"));
  const run = (...args) => execFileSync(numbers, ["--data", join(data, "i"), ...args], { encoding: "utf8" }).trim();
  run("instance", "init", "--kind", "demo", "--name", "pos");
  const pool = run("pool", "make", "--name", "Range", "--region", "CN-11", "--first", "+8619900000000", "--last", "+8619900009999");
  run("pool", "stock", pool, "100");
  const dealer = run("dealer", "add", "--name", "Corner shop", "--region", "CN-11", "--quota", "50");
  run("dealer", "place", dealer, "BJ-0042", "--region", "CN-11", "--latitude", "39.9042", "--longitude", "116.4074");
  const clerk = run("dealer", "person", dealer, "--name", "Clerk", "--identity", "passport:A0000001");
  const sims = join(data, "sims.csv");
  writeFileSync(sims, ["iccid,imsi", ...Array.from({ length: packs }, (_, n) => `${iccid(n)},46099${String(n).padStart(10, "0")}`)].join("\n") + "\n");
  const lines = execFileSync(numbers, ["--data", join(data, "i"), "dealer", "stock", dealer, pool, sims], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim().split("\n").map((l) => l.split(",")[0]);
  const [port, door] = await Promise.all([freePort(), freePort()]);
  const server = spawn(numbers, ["--data", join(data, "i"), "server", "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  server.log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (d) => { server.log += d; });

  // cut: how many pieces go through before all are lost; "answer": the register has them, and the answers are lost.
  const line = { cut: null, pieces: 0, asked: [] };
  const proxy = createServer((from, to) => {
    line.asked.push(`${from.method} ${from.url}`);
    const piece = from.method === "PATCH";
    if (piece) line.pieces += 1;
    const lost = piece && line.cut && line.cut.after-- <= 0 ? line.cut.what : "";
    if (lost === "piece") return from.socket.destroy();
    const on = request({ port, host: "127.0.0.1", method: from.method, path: from.url, headers: { ...from.headers, connection: "close" } }, (answer) => {
      if (lost === "answer") return from.socket.destroy();
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    });
    on.on("error", () => from.socket.destroy());
    from.pipe(on);
  });
  await new Promise((done) => proxy.listen(door, "127.0.0.1", done));
  await until("the register answers", () => {
    if (server.exitCode !== null) throw new Error("the server ended: " + server.log);
    return fetch(`http://127.0.0.1:${port}/healthz`).then((r) => r.ok, () => false);
  });
  return {
    data, dealer, clerk, lines, line, base: `http://localhost:${door}`,
    // The register is asked while the server runs: both share the database.
    run,
    code: () => run("dealer", "code", dealer, clerk, "BJ-0042"),
    packets: () => run("dealer", "packets", dealer).split("\n").filter(Boolean).map((l) => ({ id: l.split(/\s+/)[0], state: l.split(/\s+/)[1], text: l })),
    registered: () => Number(/^(\d+) of/m.exec(run("dealer", "show", dealer))[1]),
    log: () => server.log.slice(-3000),
    stop() {
      proxy.closeAllConnections();
      proxy.close();
      return putAway([server], data);
    },
  };
}

// A private demonstration for the tour: its own folder, free ports, a witness, the test sites, the server, and a real
// Unbound. Everything is ended by its own process, and the folder goes.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function freePort() {
  return new Promise((resolve) => {
    const s = createServer();
    s.listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

export async function until(what, condition, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const got = await condition();
    if (got) return got;
    if (Date.now() > end) throw new Error(`${what}: did not happen within ${seconds} s`);
    await new Promise((r) => setTimeout(r, 150));
  }
}

// Ends processes in their own way, and takes their folder away when nobody writes to it any more.
export async function putAway(children, folder) {
  await Promise.all(children.map((child) => new Promise((ended) => {
    if (child.exitCode !== null || child.signalCode !== null) return ended();
    child.once("exit", ended);
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 5000).unref();
  })));
  rmSync(folder, { recursive: true, force: true });
}

// `policy`: what differs from the default, as TOML.
export async function startInstance(muster, policy = "") {
  const data = mkdtempSync(join(tmpdir(), "muster-tour-"));
  const children = [];
  writeFileSync(join(data, "policy.toml"), policy);
  const own = policy ? ["--policy", join(data, "policy.toml")] : [];
  const run = (...args) => execFileSync(muster, ["--data", data, ...own, ...args], { encoding: "utf8" });
  const start = (name, command, args) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (d) => { child.log += d; });
    child.name = name;
    children.push(child);
    return child;
  };
  const [port, witnessPort, farmPort, dnsPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const farm = join(data, "farm.txt"), list = join(data, "observed.txt"), observed = join(data, "observed.csv"), witness = join(data, "witness");
  start("farm", muster, ["demo", "farm", "--listen", `127.0.0.1:${farmPort}`, "--names-file", farm]);
  await until("the test sites start", () => existsSync(farm) && readFileSync(farm, "utf8").trim() !== "");
  const names = readFileSync(farm, "utf8").trim().split("\n").filter((l) => !l.startsWith("#") && !l.includes(".flows.example")).map((l) => l.split(" ")[0]);
  const others = Array.from({ length: 3000 }, (_, i) => `tour-${String(i).padStart(4, "0")}.example`);
  writeFileSync(list, [...names, ...others].join("\n") + "\n");
  const witnessKey = execFileSync(muster, ["--data", witness, "witness", "--key", "--name", "witness.example/tour"], { encoding: "utf8" }).trim();
  const printed = run("demo", "load", "--observed", list, "--inventory", observed, "--farm", farm, "--witness-key", witnessKey, "--witness-url", `http://127.0.0.1:${witnessPort}`);
  start("witness", muster, ["--data", witness, "witness", "--listen", `127.0.0.1:${witnessPort}`, "--log", run("ledger", "key").trim()]);
  const passwords = Object.fromEntries([...printed.matchAll(/^ {2}(\S+) +(\S+) {2}/gm)].map((m) => [m[1], m[2]]));
  const server = start("server", muster, ["--data", data, ...own, "server", "--port", String(port), "--farm", farm]);
  const base = `http://localhost:${port}`;
  await until("server answers", () => {
    if (server.exitCode !== null) throw new Error("the server ended: " + server.log);
    return fetch(base + "/healthz").then((r) => r.ok, () => false);
  });
  return {
    base, data, names, observed, passwords, printed, run, start, dnsPort,
    logs: () => children.map((c) => `--- ${c.name}\n${c.log.slice(-3000)}`).join("\n"),
    stop: () => putAway(children, data),
  };
}

// A demonstration of muster-numbers: its own folder, a free port, the server.
export async function startNumbers(numbers, lines, holders) {
  const data = mkdtempSync(join(tmpdir(), "muster-numbers-tour-"));
  const run = (...args) => execFileSync(numbers, ["--data", join(data, "demo"), ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const passwords = Object.fromEntries([...run("demo", "load", "--lines", String(lines), "--holders", String(holders)).matchAll(/^ {2}(\S+) +(\S+) {3}/gm)].map((m) => [m[1], m[2]]));
  const port = await freePort(), base = `http://localhost:${port}`;
  const server = spawn(numbers, ["--data", join(data, "demo"), "server", "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (d) => { log += d; });
  await until("the server answers", () => {
    if (server.exitCode !== null) throw new Error("the server ended: " + log);
    return fetch(base + "/healthz").then((r) => r.ok, () => false);
  });
  return { base, data, passwords, run, log: () => log, stop: () => putAway([server], data) };
}

// Unbound on loopback with the exported zone; `names` have an address beneath it.
export async function startUnbound(instance, names) {
  const zone = join(instance.data, "muster.rpz"), config = join(instance.data, "unbound.conf");
  const reload = () => instance.run("export", "rpz", "--out", zone);
  reload();
  // Local data would win over a policy zone: the names stand in a second Unbound, the first one's upstream.
  const upstream = await freePort(), upstreamConfig = join(instance.data, "upstream.conf");
  const common = (port) => `server:
  interface: 127.0.0.1
  port: ${port}
  username: ""
  chroot: ""
  directory: "${instance.data}"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  do-not-query-localhost: no
`;
  writeFileSync(upstreamConfig, common(upstream) + `  module-config: "iterator"\n` + names.map((n) => `  local-data: "${n}. 60 IN A 127.0.0.1"\n`).join(""));
  writeFileSync(config, `${common(instance.dnsPort)}  module-config: "respip iterator"
rpz:
  name: "rpz.muster"
  zonefile: "${zone}"
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${upstream}
`);
  instance.start("upstream", "/usr/sbin/unbound", ["-d", "-c", upstreamConfig]);
  const child = instance.start("unbound", "/usr/sbin/unbound", ["-d", "-c", config]);
  const ask = (name) => {
    const out = execFileSync("dig", ["@127.0.0.1", "-p", String(instance.dnsPort), name, "A", "+time=2", "+tries=1"], { encoding: "utf8" });
    return /status: (\w+)/.exec(out)?.[1] ?? "";
  };
  const answers = () => { try { return ask(names[0]) !== ""; } catch { return false; } };
  await until("Unbound answers", answers);
  return {
    ask,
    // Takes the zone anew, as a resolver's cron job would.
    async refresh() {
      this.zone = reload() + readFileSync(zone, "utf8");
      child.kill("SIGHUP");
      await new Promise((r) => setTimeout(r, 700));
      await until("Unbound answers again", answers);
    },
  };
}

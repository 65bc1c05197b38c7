// A provider's machine by docs/formats.md alone: it takes signed messages, checks them with the ledger's key, keeps each
// instruction once, and signs what it says.
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { createServer } from "node:http";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const spki = Buffer.from("302a300506032b6570032100", "hex");  // before an Ed25519 key's 32 bytes

function keyId(name, raw) {
  return sha256(Buffer.concat([Buffer.from(name + "\n"), Buffer.from([1]), raw])).subarray(0, 4);
}
export function readKey(vkey) {
  const [name, id, ...rest] = vkey.split("+"), raw = Buffer.from(rest.join("+"), "base64").subarray(1);
  if (keyId(name, raw).toString("hex") !== id) throw new Error("the key's id is not its own");
  return { name, id: Buffer.from(id, "hex"), key: createPublicKey({ key: Buffer.concat([spki, raw]), format: "der", type: "spki" }) };
}
// What it says, where this key signed this text as that kind; else it throws.
export function open({ text, note }, { name, id, key }, kind) {
  const end = note.indexOf("\n\n"), body = note.slice(0, end + 1);
  const signed = note.slice(end + 2).split("\n").filter(Boolean).some((line) => {
    const [dash, who, base64] = line.split(" "), bytes = Buffer.from(base64, "base64");
    return dash === "—" && who === name && bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(body), key, bytes.subarray(4));
  });
  const lines = body.split("\n");
  if (!signed) throw new Error("not signed by the key");
  if (lines[0] !== "muster-statement/1" || lines[2] !== kind) throw new Error(`of another kind: ${lines[2]}`);
  if (lines[4] !== sha256(text).toString("hex")) throw new Error("the text is another one");
  return JSON.parse(text);
}
export function makeKey(name) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32), id = keyId(name, raw);
  const seal = (kind, said) => {
    const text = JSON.stringify(said), at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    const body = ["muster-statement/1", name, kind, at, sha256(text).toString("hex"), ""].join("\n");
    const signature = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]).toString("base64");
    return JSON.stringify({ text, note: `${body}\n— ${name} ${signature}\n` });
  };
  return { vkey: `${name}+${id.toString("hex")}+${Buffer.concat([Buffer.from([1]), raw]).toString("base64")}`, seal };
}

// `answer(said)`: the lists of what it says to a message.
export async function startMachine(port, ledgerKey) {
  const house = readKey(ledgerKey), own = makeKey("host.example/orders");
  const machine = { vkey: own.vkey, seal: own.seal, known: new Map(), refused: [], answer: () => ({}), messages: [] };
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (d) => parts.push(d));
    request.on("end", () => {
      try {
        const file = JSON.parse(Buffer.concat(parts).toString("utf8"));
        if (file.note.includes("\nmuster-webhook-challenge/1\n")) {
          const { channel, challenge } = open(file, house, "muster-webhook-challenge/1");
          return response.end(own.seal("muster-webhook-challenge-answer/1", { channel, challenge }));
        }
        const said = open(file, house, "muster-instructions/1");
        machine.messages.push(said);
        for (const item of said.items) machine.known.set(item.instruction, item);
        response.end(own.seal("muster-instructions-answer/1", { message: said.message, channel: said.channel, ...machine.answer(said) }));
      } catch (e) {
        machine.refused.push(e.message);
        response.statusCode = 400;
        response.end();
      }
    });
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  machine.stop = () => new Promise((ended) => server.close(ended));
  return machine;
}

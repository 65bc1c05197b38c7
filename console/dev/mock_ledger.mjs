// A small true Merkle log for the mock server: RFC 9162 proofs, an Ed25519 signed note, one witness.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (data) => sha(Buffer.from([0]), Buffer.from(data));
const node = (l, r) => sha(Buffer.from([1]), l, r);
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));

function root(leaves) {
  if (leaves.length === 0) return sha(Buffer.alloc(0));
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return node(root(leaves.slice(0, k)), root(leaves.slice(k)));
}
function path(m, leaves) {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
}
function subproof(m, leaves, whole) {
  if (m === leaves.length) return whole ? [] : [root(leaves)];
  const k = split(leaves.length);
  return m <= k ? [...subproof(m, leaves.slice(0, k), whole), root(leaves.slice(k))] : [...subproof(m - k, leaves.slice(k), false), root(leaves.slice(0, k))];
}

function noteKey(name, algorithm) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([Buffer.from([algorithm]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const id = sha(Buffer.from(name + '\n'), raw).subarray(0, 4);
  return { name, id, privateKey, vkey: `${name}+${id.toString('hex')}+${raw.toString('base64')}` };
}

export class Ledger {
  constructor(origin = 'muster.example/demo') {
    this.entries = [];
    this.key = noteKey(origin, 1);
    this.witness = noteKey('witness.example/demo', 4);
  }
  add(kind, actor, record_kind, record_id, at = new Date()) {
    const index = this.entries.length;
    const event_id = `0190e000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const leaf_data = `muster-leaf/1\n${event_id}\n${at.getTime() * 1000}\n${kind}/1\n${actor?.id ?? 'system:muster'}\n${record_kind}/${record_id}\n${sha(Buffer.from(event_id)).toString('hex')}\n`;
    this.entries.push({ index, event_id, at: at.toISOString(), kind, actor: actor?.id ?? 'system:muster', actor_name: actor?.display_name ?? null, record_kind, record_id, leaf_data, leaf_hash: leafHash(leaf_data).toString('hex'), body: null, salt: null, person: actor });
  }
  hashes(n = this.entries.length) {
    return this.entries.slice(0, n).map((e) => Buffer.from(e.leaf_hash, 'hex'));
  }
  checkpoint() {
    const size = this.entries.length;
    const r = root(this.hashes());
    const text = `${this.key.name}\n${size}\n${r.toString('base64')}\n`;
    const line = (k, bytes) => `— ${k.name} ${Buffer.concat([k.id, bytes]).toString('base64')}\n`;
    const time = Buffer.alloc(8);
    const seconds = Math.floor(Date.now() / 1000);
    time.writeBigUInt64BE(BigInt(seconds));
    const cosigned = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), this.witness.privateKey);
    const note = `${text}\n${line(this.key, sign(null, Buffer.from(text), this.key.privateKey))}${line(this.witness, Buffer.concat([time, cosigned]))}`;
    return { origin: this.key.name, size, root_hash: r.toString('hex'), at: new Date().toISOString(), note, cosigned_by: [this.witness.name] };
  }
  inclusion(index, size) {
    return { index, size, leaf_hash: this.entries[index].leaf_hash, root_hash: root(this.hashes(size)).toString('hex'), hashes: path(index, this.hashes(size)).map((h) => h.toString('hex')) };
  }
  consistency(from, to) {
    return { from, to, from_root: root(this.hashes(from)).toString('hex'), to_root: root(this.hashes(to)).toString('hex'), hashes: subproof(from, this.hashes(to), true).map((h) => h.toString('hex')) };
  }
  timeline(record_id) {
    return this.entries.filter((e) => e.record_id === record_id).map((e) => ({ event_id: e.event_id, at: e.at, kind: e.kind, actor: e.person ?? null, record_kind: e.record_kind, record_id: e.record_id, ledger_index: e.index }));
  }
}

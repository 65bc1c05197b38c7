// The little of node that the tests use; the console itself knows only the browser.
declare module 'node:test' {
  export function test(name: string, body: () => void | Promise<void>): void;
}
declare module 'node:assert/strict' {
  const assert: {
    (value: unknown, message?: string): void;
    equal(a: unknown, b: unknown, message?: string): void;
    deepEqual(a: unknown, b: unknown, message?: string): void;
    rejects(run: () => Promise<unknown>): Promise<void>;
    throws(run: () => unknown): void;
  };
  export default assert;
}
declare module 'node:fs' {
  export function readdirSync(path: string, options: { recursive: true }): string[];
  export function readFileSync(path: string | URL, encoding: 'utf8'): string;
}
declare module 'node:url' {
  export function fileURLToPath(url: URL): string;
}
declare module '*.mjs' {
  export class Ledger {
    constructor(origin?: string);
    key: { name: string; vkey: string };
    witness: { name: string; vkey: string };
    add(kind: string, actor: null, record_kind: string, record_id: string, at?: Date): void;
    checkpoint(): { origin: string; size: number; root_hash: string; note: string };
    inclusion(index: number, size: number): { leaf_hash: string; root_hash: string; hashes: string[] };
    consistency(from: number, to: number): { from_root: string; to_root: string; hashes: string[] };
    entries: { leaf_data: string; leaf_hash: string }[];
  }
}

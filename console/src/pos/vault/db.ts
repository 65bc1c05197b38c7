// What the device keeps: keys that can't be taken out, sealed records, sealed packets. Nothing of a person stands here in
// clear; record names are random or fixed words.
const stores = ['keys', 'records', 'packets'] as const;
export type Store = (typeof stores)[number];

let opened: Promise<IDBDatabase> | null = null;
function open(): Promise<IDBDatabase> {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open('muster-pos', 1);
    request.onupgradeneeded = () => stores.forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function within<T>(store: Store, mode: IDBTransactionMode, work: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  return new Promise<T>((done, failed) => {
    // Durable before it is called saved: a phone that dies right after keeps the capture.
    const tx = db.transaction(store, mode, mode === 'readwrite' ? { durability: 'strict' } : {});
    const request = work(tx.objectStore(store));
    tx.oncomplete = () => done(request.result);
    tx.onabort = tx.onerror = () => failed(tx.error ?? request.error);
  });
}

export const get = <T>(store: Store, key: string): Promise<T | undefined> => within<T | undefined>(store, 'readonly', (s) => s.get(key));
export const put = (store: Store, key: string, value: unknown): Promise<IDBValidKey> => within(store, 'readwrite', (s) => s.put(value, key));
export const remove = (store: Store, key: string): Promise<undefined> => within(store, 'readwrite', (s) => s.delete(key));
export const keys = (store: Store): Promise<IDBValidKey[]> => within(store, 'readonly', (s) => s.getAllKeys());
// All of it or nothing: records without the key that opens them would be worse than both.
export async function clearAll(): Promise<void> {
  const db = await open();
  return new Promise<void>((done, failed) => {
    const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
    for (const name of stores) tx.objectStore(name).clear();
    tx.oncomplete = () => done();
    tx.onabort = tx.onerror = () => failed(tx.error);
  });
}
// What stands there, or what `make` makes when nothing does; of two pages that ask at once one wins.
export async function getOrMake<T>(store: Store, key: string, make: () => PromiseLike<T>): Promise<T> {
  const held = await get<T>(store, key);
  if (held) return held;
  const made = await make(), db = await open();
  return new Promise<T>((done, failed) => {
    const tx = db.transaction(store, 'readwrite', { durability: 'strict' }), s = tx.objectStore(store), request = s.get(key);
    let kept: T = made;
    request.onsuccess = () => {
      if (request.result) kept = request.result as T;
      else s.put(made, key);
    };
    tx.oncomplete = () => done(kept);
    tx.onabort = tx.onerror = () => failed(tx.error);
  });
}

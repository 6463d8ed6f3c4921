// Scans on the phone: written down before anybody is told yes, and struck out only when the server has answered. They hold
// numbers and tokens of people, never names. The store is never dropped; what it needs later is added to it.

const VERSION = 1;

const opened = new Promise((resolve, reject) => {
  const opening = indexedDB.open("homeward-scans", VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) {
      opening.result.createObjectStore("scans", { keyPath: "id" });
      opening.result.createObjectStore("noted");
    }
  };
  opening.onsuccess = () => {
    opening.result.onversionchange = () => opening.result.close(); // a newer page wants to add to it
    resolve(opening.result);
  };
  opening.onerror = () => reject(opening.error);
});

/** Does it whole, and on the disk, or not at all. */
async function written(work) {
  const transaction = (await opened).transaction(["scans", "noted"], "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
  const result = work(transaction.objectStore("scans"), transaction.objectStore("noted"));
  await done;
  return result;
}

async function read(store, what) {
  const request = what((await opened).transaction(store).objectStore(store));
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** All that is here, in the order in which it was scanned. */
export const all = async () => (await read("scans", (scans) => scans.getAll())).sort((a, b) => a.sequence - b.sequence);

/** Something to remember: who is signed in, where is counted. */
export const noted = (name) => read("noted", (notes) => notes.get(name));

export const note = (name, value) => written((scans, notes) => void notes.put(value, name));

/** By what this phone is known. */
export async function device() {
  const mine = (await noted("device")) ?? `phone-${crypto.randomUUID()}`;
  await note("device", mine);
  return mine;
}

/** Writes down who was counted, with numbers of this phone's own. Throws if there is no room; then nobody is. */
export async function add(device, counted) {
  const at = new Date().toISOString();
  const scans = counted.map((who) => ({ id: crypto.randomUUID(), device, at, state: "waiting", ...who }));
  await written((store, notes) => {
    notes.get("sequence").onsuccess = ({ target }) => {
      scans.forEach((scan, index) => store.add(Object.assign(scan, { sequence: (target.result ?? 0) + index + 1 })));
      notes.put((target.result ?? 0) + scans.length, "sequence");
    };
  });
  return scans;
}

/** The server has them. */
export const strike = (scans) => written((store) => scans.forEach((scan) => store.delete(scan.id)));

/** Kept with what the server says of it: "conflict" until it is read, "refused" until it is sent again. */
export const mark = (scan, state, why) => written((store) => void store.put(Object.assign(scan, { state, why })));

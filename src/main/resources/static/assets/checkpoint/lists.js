// The lists that were taken along. They lie on the phone encrypted, by a key that no script can read, for the officer who took
// them and for so many hours; without the key nobody can read them any more.

const opened = new Promise((resolve, reject) => {
  const opening = indexedDB.open("homeward-lists", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("key");
    opening.result.createObjectStore("lists");
  };
  opening.onsuccess = () => {
    opening.result.onversionchange = () => {
      opening.result.close(); // another page signs out and deletes it
      location.reload();
    };
    resolve(opening.result);
  };
  opening.onerror = () => reject(opening.error);
});

async function done(stores, mode, work) {
  const transaction = (await opened).transaction(stores, mode);
  const request = work(transaction);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

const boundTo = (officer) => new TextEncoder().encode(officer);

const kept = () => done(["key"], "readonly", (transaction) => transaction.objectStore("key").get("key"));

/** When they are no longer to be read, in milliseconds; 0: there are none. */
export const until = async () => (await kept())?.until ?? 0;

export const wipe = () =>
  done(["key", "lists"], "readwrite", (transaction) => {
    transaction.objectStore("key").clear();
    transaction.objectStore("lists").clear();
  });

/** The key of this officer; the lists of anybody else, and what has expired, are wiped first. */
async function keyOf(officer, seconds) {
  const key = await kept();
  if (key && key.officer === officer && key.until > Date.now()) return key.key;
  await wipe();
  if (!seconds) return null;
  const fresh = {
    key: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    officer,
    until: Date.now() + seconds * 1000,
  };
  await done(["key"], "readwrite", (transaction) => transaction.objectStore("key").put(fresh, "key"));
  return fresh.key;
}

/** @param seconds for how long a new key may be used; 0: only if there is one */
export async function keep(list, officer, seconds) {
  const key = await keyOf(officer, seconds);
  if (!key) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(list));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: boundTo(officer) }, key, plain);
  await done(["lists"], "readwrite", (transaction) => transaction.objectStore("lists").put({ iv, data }, list.code));
}

export const leave = (code) =>
  done(["lists"], "readwrite", (transaction) => transaction.objectStore("lists").delete(code));

/** All that this officer may read now. */
export async function read(officer) {
  const key = await keyOf(officer, 0);
  if (!key) return [];
  const closed = await done(["lists"], "readonly", (transaction) => transaction.objectStore("lists").getAll());
  return Promise.all(
    closed.map(async ({ iv, data }) => {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: boundTo(officer) }, key, data);
      return JSON.parse(new TextDecoder().decode(plain));
    }),
  );
}

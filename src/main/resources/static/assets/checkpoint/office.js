// What is done with network: who is signed in, sending, taking lists along; and what is deleted when somebody no longer may.

import * as lists from "./lists.js";
import { deleteLists, phone, readLists, readQueue, settle } from "./phone.js";
import * as queue from "./queue.js";
import { close, render, stand, tell } from "./screen.js";
import { send, soon } from "./sending.js";
import { address, ask, isSignedOutFromAfar, Refused, SignedOut } from "./server.js";
import { say } from "./words.js";

const STALE = 5 * 60 * 1000;
const WATCH = 30 * 1000;

/** Asks the server who is signed in; lists of somebody else who was before are deleted. */
async function signedIn() {
  const session = await ask(phone.device, "checkpoint/officer");
  if (isSignedOutFromAfar() && phone.lists.size) await wipe("signedOutFromAfar");
  if (await queue.noted("leaving")) {
    await leave(session);
    throw new SignedOut();
  }
  if (phone.officer?.name !== session.officer) {
    if (phone.lists.size) tell(say("otherOfficer"));
    await deleteLists();
  }
  phone.officer = { name: session.officer, keepSeconds: session.keepSeconds };
  await queue.note("officer", phone.officer);
  return session;
}

/** Ends here at once, and at the server as soon as there is network. */
export async function signOut() {
  phone.officer = null;
  await queue.note("leaving", true);
  await queue.note("officer", null);
  await wipe("signedOutHere");
  try {
    await leave(await ask(phone.device, "checkpoint/officer"));
  } catch (trouble) {
    if (trouble instanceof SignedOut) await queue.note("leaving", false);
  }
}

async function leave({ header, token }) {
  const answer = await fetch(address("sign-out"), { method: "POST", redirect: "manual", headers: { [header]: token } });
  if (answer.ok || answer.type === "opaqueredirect") await queue.note("leaving", false);
}

async function wipe(why) {
  await deleteLists();
  close();
  tell(say(why));
  render();
}

export async function deleteWhatExpired() {
  const until = await lists.until();
  if (until && until <= Date.now()) await wipe("expired");
}

/** Fetches these lists, and keeps them for as long as the officer may. */
export async function takeAlong(codes) {
  const session = await signedIn();
  if (isSignedOutFromAfar()) return wipe("signedOutFromAfar"); // it gets none
  for (const code of codes) {
    const one = await ask(phone.device, `checkpoint/movements/${encodeURIComponent(code)}`);
    await lists.keep(one, session.officer, session.keepSeconds);
  }
  await readLists();
}

const sendWhatWaits = () => send(phone.device, signedIn, settle, shown);

/** Without waiting for the end of a pause. */
export function sendSoon() {
  soon();
  return sendWhatWaits();
}

/** Sends what waits, then brings the lists up to date if they are old. @param renew also if they are not */
export async function meet(renew = false) {
  soon();
  if (!(await sendWhatWaits())) return;
  try {
    await signedIn();
    if (isSignedOutFromAfar()) {
      tell(say("signedOutFromAfar"));
      return shown("sent");
    }
    phone.departures = await ask(phone.device, "checkpoint/movements");
    const old = [...phone.lists.values()].filter((one) => renew || Date.now() - Date.parse(one.asOf) > STALE);
    const missing = phone.place && !phone.lists.has(phone.place.movement) ? [phone.place.movement] : [];
    await takeAlong([...old.map((one) => one.code), ...missing]);
    await shown("sent");
  } catch (trouble) {
    await shown(trouble instanceof SignedOut ? "signedOut" : trouble instanceof Refused ? "trouble" : "offline");
  }
}

async function shown(state) {
  await readQueue();
  stand(state);
}

/** From now on by itself: whenever there is network again, somebody looks, or time has passed. */
export function keepUp() {
  addEventListener("online", () => meet());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    deleteWhatExpired();
    meet();
  });
  setInterval(deleteWhatExpired, WATCH);
  setInterval(() => document.hidden || meet(), STALE);
}

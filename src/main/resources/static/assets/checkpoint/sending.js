// Sends what waits, in batches, until the server has answered for each scan.

import * as queue from "./queue.js";
import { ask, Refused, SignedOut } from "./server.js";

const MOST = 200;
const SHORTEST = 2;
const LONGEST = 300;

let pause = SHORTEST;
let next;
let under = null;

/**
 * Sends now, and goes on by itself with growing pauses until nothing waits.
 *
 * @param settle told which scans were counted, before they are struck out
 * @param show told how it stands: "sending", "sent", "offline", "signedOut", "slower", "trouble"
 * @returns whether the server has everything
 */
export function send(device, signIn, settle, show) {
  under ??= attempt(device, signIn, settle, show).finally(() => (under = null));
  return under;
}

/** The network is back, or somebody has pressed the button: no more waiting. */
export const soon = () => (pause = SHORTEST);

async function attempt(device, signIn, settle, show) {
  clearTimeout(next);
  const again = (seconds) => (next = setTimeout(() => send(device, signIn, settle, show), seconds * 1000));
  try {
    // One page at a time, if several are open.
    await navigator.locks.request("homeward-send", () => batches(device, signIn, settle, show));
    pause = SHORTEST;
    await show("sent");
    return true;
  } catch (trouble) {
    const slower = trouble instanceof Refused && trouble.status === 429;
    again(Math.max(pause, trouble.retryAfter || 0));
    pause = Math.min(pause * 2, LONGEST);
    const state = trouble instanceof SignedOut ? "signedOut" : slower ? "slower" : trouble instanceof Refused ? "trouble" : "offline";
    await show(state);
    return false;
  }
}

async function batches(device, signIn, settle, show) {
  let most = MOST;
  for (let waiting = await waitingScans(); waiting.length; waiting = await waitingScans()) {
    const batch = waiting.slice(0, most);
    await show("sending");
    const { header, token } = await signIn();
    try {
      await settled(batch, await post(device, batch, header, token), settle);
    } catch (refused) {
      if (!(refused instanceof Refused) || ![400, 413, 422].includes(refused.status)) throw refused;
      const bad = refused.status === 413 ? undefined : batch[/^\[(\d+)]/.exec(refused.field ?? "")?.[1]];
      if (bad) await queue.mark(bad, "refused", refused.message);
      else if (batch.length === 1) await queue.mark(batch[0], "refused", refused.message);
      else most = Math.ceil(batch.length / 2); // until it is clear which one is meant
    }
  }
}

const waitingScans = async () => (await queue.all()).filter((scan) => scan.state === "waiting");

const post = (device, batch, header, token) =>
  ask(device, "api/scans", {
    method: "POST",
    headers: { "Content-Type": "application/json", [header]: token },
    body: JSON.stringify(batch.map(({ state, why, ...scan }) => ({ ...scan, sentAt: new Date().toISOString() }))),
  });

async function settled(batch, answers, settle) {
  const answerTo = new Map(answers.map((answer) => [answer.id, answer]));
  const answered = batch.filter((scan) => answerTo.has(scan.id));
  if (!answered.length) throw new Error("not one scan was answered");
  const fit = answered.filter((scan) => answerTo.get(scan.id).result !== "conflict");
  await settle(fit);
  await queue.strike(fit);
  for (const scan of answered.filter((scan) => !fit.includes(scan))) {
    await queue.mark(scan, "conflict", answerTo.get(scan.id).why);
  }
}

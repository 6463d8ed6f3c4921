// Sends what waits, in batches, until the server has answered for each scan.

import * as queue from "./queue.js";
import { ask, Refused, SignedOut } from "./server.js";

const MOST = 200;
const SHORTEST = 2;
const LONGEST = 300;
const MOST_FAILURES = 12; // in a row: as many as it takes to find one scan among the most that are sent at once

let pause = SHORTEST;
let next;
let under = null;
const last = new Set(); // what the server could not take when it was sent last: it is sent after all others

/** The server has left some without an answer. */
class Unanswered extends Error {}

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
    const state = trouble instanceof SignedOut ? "signedOut" : slower ? "slower" : trouble instanceof Refused || trouble instanceof Unanswered ? "trouble" : "offline";
    await show(state);
    return false;
  }
}

async function batches(device, signIn, settle, show) {
  const unanswered = new Set();
  let most = MOST;
  let failures = 0;
  const left = (scans) => scans.forEach(({ id }) => last.add(id) && unanswered.add(id));
  for (let waiting = await waitingScans(unanswered); waiting.length; waiting = await waitingScans(unanswered)) {
    const batch = waiting.slice(0, most);
    await show("sending");
    const { header, token } = await signIn();
    try {
      left(await settled(batch, await post(device, batch, header, token), settle));
      most = Math.min(most * 2, MOST);
      failures = 0;
    } catch (refused) {
      if (!(refused instanceof Refused) || ![400, 413, 422, 500].includes(refused.status)) throw refused;
      if (refused.status === 500) {
        if (++failures > MOST_FAILURES) throw refused;
        if (batch.length === 1) left(batch);
        else most = Math.ceil(batch.length / 2);
        continue;
      }
      const bad = refused.status === 413 ? undefined : batch[/^\[(\d+)]/.exec(refused.field ?? "")?.[1]];
      if (bad) await queue.mark(bad, "refused", refused.message);
      else if (batch.length === 1) await queue.mark(batch[0], "refused", refused.message);
      else most = Math.ceil(batch.length / 2); // until it is clear which one is meant
    }
  }
  if (unanswered.size) throw new Unanswered();
}

async function waitingScans(unanswered) {
  const waiting = (await queue.all()).filter((scan) => scan.state === "waiting" && !unanswered.has(scan.id));
  return [...waiting.filter((scan) => !last.has(scan.id)), ...waiting.filter((scan) => last.has(scan.id))];
}

const post = (device, batch, header, token) =>
  ask(device, "api/scans", {
    method: "POST",
    headers: { "Content-Type": "application/json", [header]: token },
    body: JSON.stringify(batch.map(({ state, why, ...scan }) => ({ ...scan, sentAt: new Date().toISOString() }))),
  });

/** @returns those that the server left without an answer */
async function settled(batch, answers, settle) {
  const answerTo = new Map(answers.map((answer) => [answer.id, answer]));
  const answered = batch.filter((scan) => answerTo.has(scan.id));
  const fit = answered.filter((scan) => answerTo.get(scan.id).result !== "conflict");
  await settle(fit).catch(() => {}); // no room for the list: it says what it said, but what the server has is not sent again
  await queue.strike(fit);
  for (const scan of answered.filter((scan) => !fit.includes(scan))) {
    await queue.mark(scan, "conflict", answerTo.get(scan.id).why);
  }
  return batch.filter((scan) => !answerTo.has(scan.id));
}

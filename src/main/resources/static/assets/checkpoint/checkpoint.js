// Counting people at a checkpoint, with network or without: where it begins, and what officers press.

import { keepUnknown, look, meetCode } from "./counting.js";
import * as lists from "./lists.js";
import { deleteWhatExpired, keepUp, meet, signOut, takeAlong } from "./office.js";
import { find, list, phone, readLists, readQueue, remember } from "./phone.js";
import * as queue from "./queue.js";
import { close, listFound, part, render, tell, tickedAlong } from "./screen.js";
import { address } from "./server.js";
import { say } from "./words.js";

let stopCamera = null;

async function begin(event) {
  event.preventDefault();
  const movement = part("movement").value;
  const wanted = [movement, ...tickedAlong()];
  phone.place = { movement, checkpoint: part("at").value };
  await queue.note("place", phone.place);
  tell("");
  try {
    for (const code of phone.lists.keys()) if (!wanted.includes(code)) await lists.leave(code);
    await takeAlong(wanted);
  } catch {
    await readLists();
    if (!list()) tell(say("notTaken"));
  }
  render();
  part("words-sought").focus();
}

function change() {
  phone.place = null;
  close();
  switchOff();
  render();
  part("movement").focus();
}

async function lookUp(event) {
  event.preventDefault();
  const typed = part("words-sought");
  if (!typed.value.trim()) return;
  const several = await look(typed.value.trim());
  if (several.length) listFound(several);
  else typed.value = "";
}

async function switchCamera() {
  if (stopCamera) return switchOff();
  part("seen").hidden = false;
  try {
    const { look: watch } = await import("./camera.js");
    stopCamera = await watch(part("seen"), (text) => meetCode(text.trim(), false));
    part("camera").setAttribute("aria-pressed", "true");
  } catch (trouble) {
    switchOff();
    tell(say(["NotAllowedError", "NotFoundError"].includes(trouble.name) ? "noCamera" : "oldBrowser"));
  }
}

function switchOff() {
  stopCamera?.();
  stopCamera = null;
  part("seen").hidden = true;
  part("camera").setAttribute("aria-pressed", "false");
}

function listen() {
  part("choose").querySelector("form").addEventListener("submit", begin);
  part("movement").addEventListener("change", render);
  part("change").addEventListener("click", change);
  part("find").addEventListener("submit", lookUp);
  part("words-sought").addEventListener("input", ({ target }) =>
    listFound(target.value.trim().length > 1 ? find(target.value) : []),
  );
  part("anyway").addEventListener("click", keepUnknown);
  part("camera").addEventListener("click", switchCamera);
  part("send").addEventListener("click", () => meet());
  part("renew").addEventListener("click", () => meet(true));
  part("sign-out").addEventListener("click", () => {
    switchOff();
    signOut();
  });
}

async function start() {
  document.querySelector("main").hidden = false;
  if (!isSecureContext) return tell(say("insecure"));
  await remember();
  await deleteWhatExpired();
  await readLists();
  await readQueue();
  listen();
  render();
  document.querySelector("footer").hidden = false;
  navigator.serviceWorker?.register(address("checkpoint/worker.js"), { scope: address("checkpoint") });
  navigator.storage?.persist?.();
  keepUp();
  await meet();
  document.documentElement.dataset.ready = "true";
}

start().catch(() => tell(say("noStorage")));

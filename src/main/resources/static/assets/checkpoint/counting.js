// A code or a name comes, and is answered from what is on the phone. Nobody is told yes before it is written down.

import { answer } from "./answers.js";
import { keyOf, kindOf } from "./codes.js";
import { sendSoon } from "./office.js";
import { find, isCounted, list, mayCome, names, phone, readQueue } from "./phone.js";
import * as queue from "./queue.js";
import { figure, offer, part, render, show } from "./screen.js";
import { say, time } from "./words.js";

const answered = (kind, ...sentences) => answer(part("answer"), kind, say(kind), ...sentences);

let unknown = null; // whom no list here has, until somebody decides: {code, whose}

/** What was typed: a code, a case number, a name. @returns several households that it may mean, to choose from */
export async function look(text) {
  const known = phone.owners.get(phone.place.movement)?.has(keyOf(text));
  const found = known ? [] : find(text);
  if (found.length > 1) return found;
  if (found.length === 1) await open(found[0]);
  else if (!(await meetCode(text, true))) nobody(text);
  return [];
}

/** A code that was scanned or typed. @returns false if it was typed and is none */
export async function meetCode(text, typed) {
  const start = performance.now();
  const known = phone.owners.get(phone.place.movement)?.get(keyOf(text));
  if (known?.member) {
    show(null);
    await count([known.member]);
  } else if (known) {
    await open(known.household);
  } else {
    const kind = kindOf(text, typed);
    if (kind === "words") return false;
    await strange(kind, text);
  }
  performance.measure("homeward-answer", { start });
  return true;
}

/** Shows the family, to say who is here; one person alone is counted. */
export async function open(household) {
  const several = household.members.length > 1;
  show(several ? household : null);
  if (several && household.members.some(mayCome)) return answered("family", household.caseNumber);
  await count(household.members);
}

export async function count(members) {
  const fresh = members.filter(mayCome);
  if (!fresh.length) return nobodyComes(members);
  if (!(await written(fresh.map((member) => ({ person: String(member.person) }))))) return;
  render();
  answered("yes", names(fresh), figure());
  sendSoon();
}

function nobodyComes(members) {
  const before = members.filter(isCounted);
  const barred = members.filter((member) => member.notToBoard && !isCounted(member));
  const sentences = [];
  if (before.length) sentences.push(say("countedBefore", names(before)));
  if (barred.length) sentences.push(say("notToBoard", names(barred)));
  answered(before.length ? "before" : "no", ...sentences);
}

/** A code that nobody on the list has. */
async function strange(kind, code) {
  show(null);
  if (kind !== "ours") return answered("no", say(kind));
  if (!list()) return keepCode({ code }, "keptWithoutList");
  const key = keyOf(code);
  const other = [...phone.owners].find(([, whose]) => whose.has(key))?.[0];
  elsewhere({ code, whose: other && phone.owners.get(other).get(key) }, other);
}

/** A name that nobody on the list has. */
function nobody(text) {
  show(null);
  if (!list()) return answered("no", say("onlyCodes", text));
  const other = [...phone.lists.values()].find((one) => find(text, one).length);
  if (!other) return answered("no", say("nobodyFound", text));
  const household = find(text, other)[0];
  elsewhere({ code: household.caseNumber, whose: { household } }, other.code);
}

function elsewhere(whom, other) {
  answered("no", say(other ? "onOther" : "notOnList", phone.place.movement, time(list().asOf), other));
  unknown = whom;
  offer(true);
}

/** The officer counts them all the same. */
export async function keepUnknown() {
  const whom = unknown;
  show(null);
  await keepCode(whom, "keptAnyway");
  sendSoon();
}

/** Kept for the office to decide; nobody is told yes. */
async function keepCode({ code, whose }, why) {
  if (!phone.officer) return answered("no", say("signInFirst"));
  const members = whose?.member ? [whose.member] : whose?.household.members;
  const who = members?.map((member) => ({ person: String(member.person) })) ?? [{ token: code }];
  if (await written(who)) answered("kept", say(why, phone.place.movement));
  render();
}

/** @returns whether it is kept; if not, it says so, and nobody is counted */
async function written(who) {
  try {
    await queue.add(phone.device, who.map((one) => ({ ...one, ...phone.place })));
    await readQueue();
    return true;
  } catch (trouble) {
    answered("no", say(trouble.name === "QuotaExceededError" ? "full" : "notKept", who.length));
    return false;
  }
}
